"""The whole network as a figure: a column for each layer, as on the Network page."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter

from cnnviz.project.network_title import shown_title
from cnnviz.views.bars.node_scale import scale_words
from cnnviz.views.figures.figure import ViewFigure
from cnnviz.views.figures.frame import Inner, framed
from cnnviz.views.figures.subject import Subject
from cnnviz.views.maps.images import MapImages
from cnnviz.views.network import painter as paint
from cnnviz.views.network.camera import Camera
from cnnviz.views.network.output_list import paint_best, paint_output

SIZE = 1180, 620  # pixels, of a network that is not wider


def network_figure(subject: Subject) -> ViewFigure:
    """Return the network with the maps of the nodes up to the current one."""
    camera = Camera(subject.document, subject.cursor, subject.look)
    camera.rearrange(QSize(*SIZE))
    width = max(SIZE[0], round(camera.placement().layout.width))
    if width > SIZE[0]:
        camera.rearrange(QSize(width, SIZE[1]))
    node = subject.cursor.node
    scene = paint.NetworkScene(
        subject.forward, camera.placement(), subject.look, node, subject.hidden
    )
    inner = Inner(width, SIZE[1], lambda painter: _paint(painter, scene, subject, width))
    scale = subject.scale(node, None), scale_words(subject.forward, node, None)
    title = shown_title(subject.forward.trace.network)
    return framed(subject.look, title, inner, scale)


def _paint(painter: QPainter, scene: paint.NetworkScene, subject: Subject, width: int) -> None:
    room = QRect(0, 0, width, SIZE[1])
    paint.still_parts(painter, scene, paint.still(scene, width), room)
    paint.maps(painter, scene, MapImages(), room)
    paint.numbers(painter, scene, room)
    paint_output(painter, scene)
    paint_best(painter, scene)
    paint.lights(painter, scene, subject.cursor.selected, None)
    painter.setClipping(False)
