"""Which part of a map is seen."""

from cnnviz.views.maps.viewport import Viewport


def test_a_viewport_stays_inside_the_picture():
    viewport = Viewport()
    viewport.zoom_by(4, (0, 0))
    assert (viewport.zoom, viewport.center) == (4, (0.125, 0.125))
    viewport.pan_by(2, 0.25)
    assert viewport.center == (0.875, 0.375)
    viewport.zoom_by(1000)
    assert viewport.zoom == 64
    viewport.fit()
    assert (viewport.zoom, viewport.center) == (1, (0.5, 0.5))
