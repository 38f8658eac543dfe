"""The things in the sample pictures, painted on a square of 256 × 256 units."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QLinearGradient,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

SIDE = 256


def color(text, alpha=255):
    made = QColor(text)
    made.setAlpha(alpha)
    return made


def polygon(*points):
    return QPolygonF([QPointF(x, y) for x, y in points])


def curve(start, *pieces):
    """A path of cubic pieces, each of six numbers: two handles and an end."""
    path = QPainterPath(QPointF(*start))
    for piece in pieces:
        path.cubicTo(*piece)
    return path


def fill(painter, shape, paint):
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paint) if isinstance(paint, str) else paint)
    if isinstance(shape, QPainterPath):
        painter.drawPath(shape)
    elif isinstance(shape, QPolygonF):
        painter.drawPolygon(shape)
    else:
        painter.drawEllipse(QPointF(*shape[:2]), shape[2], shape[3])


def line(painter, path, paint, width):
    painter.setBrush(Qt.BrushStyle.NoBrush)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QBrush(QColor(paint)), width, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPath(path)


def vertical(top, bottom, *colors):
    gradient = QLinearGradient(0, top, 0, bottom)
    for index, each in enumerate(colors):
        gradient.setColorAt(index / (len(colors) - 1), QColor(each))
    return gradient


def ground(painter, top, bottom, *colors, width=SIDE):
    painter.fillRect(QRectF(0, top, width, bottom - top), vertical(top, bottom, *colors))


def ripples(painter, random, top, bottom, paint, count, width=SIDE):  # noqa: PLR0913
    for _ in range(count):
        depth = random.random() ** 1.5
        y = top + depth * (bottom - top)
        length = 6 + 40 * depth
        fill(painter, (random.uniform(0, width), y, length, 0.5 + 1.6 * depth), color(paint, 90))


def swan(painter, feathers, shade, beak="#e8772e"):
    """A swan that swims to the left; its water line lies at 192."""
    body = curve(
        (66, 172),
        (70, 206, 112, 210, 150, 208),
        (200, 206, 226, 176, 236, 130),
        (214, 150, 200, 142, 184, 136),
        (150, 124, 110, 138, 92, 150),
        (78, 158, 66, 160, 66, 172),
    )
    tall = QLinearGradient(120, 120, 150, 210)
    tall.setColorAt(0, QColor(feathers))
    tall.setColorAt(1, QColor(shade))
    neck = curve((88, 178), (52, 148, 60, 122, 84, 104), (108, 86, 104, 52, 80, 54))
    for path, width in ((neck, 19), (curve((84, 176), (60, 150, 66, 128, 86, 108)), 24)):
        line(painter, path, feathers, width)
    fill(painter, body, tall)
    fill(painter, (77, 57, 14, 11.5), feathers)
    for offset in (0, 13, 26):  # the folded wing
        wing = curve(
            (112 + offset, 152 + offset * 0.7),
            (140 + offset, 140 + offset * 0.5, 176, 150 + offset * 0.6, 216 - offset * 0.6,
             150 + offset * 0.7),
        )  # fmt: skip
        line(painter, wing, shade, 2.6)
    fill(painter, polygon((66, 51), (66, 63), (43, 70), (45, 65)), beak)
    fill(painter, polygon((70, 49), (62, 54), (66, 64), (71, 60)), "#20242b")
    fill(painter, (74, 54.5, 2.2, 2.2), "#20242b" if feathers != "#2a2d36" else "#f2efe8")


def swan_on_water(painter, random, feathers, water):
    ground(painter, 0, SIDE, *water)
    for x in range(-10, 270, 9):  # reeds at the far bank
        height = random.uniform(12, 40)
        lean = random.uniform(-6, 6)
        stem = curve((x, 74), (x, 60, x + lean, 74 - height / 2, x + lean, 74 - height))
        line(painter, stem, random.choice(["#2f5c45", "#3d7152", "#264b3c"]), 2.4)
    ripples(painter, random, 80, SIDE, "#ffffff", 34)
    painter.save()
    painter.setOpacity(0.26)
    painter.translate(0, 2 * 204)
    painter.scale(1, -1)
    swan(painter, *feathers)
    painter.restore()
    swan(painter, *feathers)
    ripples(painter, random, 206, SIDE, water[-1], 26)
    ripples(painter, random, 200, 216, "#ffffff", 8)


def boat(painter, sail="#f7f3e8", second="#d9482b", hull="#24466b"):
    """A sailing boat; its water line lies at 196."""
    line(painter, curve((128, 184), (128, 120, 128, 80, 128, 36)), "#5a3d28", 4)
    fill(painter, curve((122, 44), (120, 100, 96, 150, 60, 168), (84, 172, 104, 172, 122, 170)),
         second)  # fmt: skip
    fill(painter, curve((134, 38), (170, 70, 196, 120, 200, 170), (176, 174, 150, 174, 134, 170)),
         sail)  # fmt: skip
    for y in (80, 110, 140):
        line(painter, curve((136, y), (150, y + 5, 164, y + 5, 150 + (y - 40) * 0.42, y)),
             "#d8d2c0", 1.4)  # fmt: skip
    fill(painter, polygon((44, 178), (214, 178), (190, 206), (66, 206)), hull)
    fill(painter, polygon((44, 178), (214, 178), (211, 184), (49, 184)), "#f2e6c9")


def boat_at_sea(painter, random):
    ground(painter, 0, 150, "#6fb4e6", "#b6dcf2", "#f7ecd2")
    fill(painter, (204, 46, 20, 20), "#ffe38a")
    for x, y, size in ((50, 50, 1.0), (150, 26, 0.6), (96, 84, 0.5)):
        for dx, dy, r in ((-22, 4, 13), (-6, -4, 18), (14, 1, 15), (28, 6, 10)):
            fill(painter, (x + dx * size, y + dy * size, r * size * 1.3, r * size * 0.8), "#ffffff")
    ground(painter, 150, SIDE, "#3f8fbf", "#1f6394", "#123f68")
    ripples(painter, random, 152, 200, "#ffffff", 30)
    boat(painter)
    for y, paint in ((200, "#1d5f90"), (222, "#174f7c"), (242, "#103a5f")):
        wave = QPainterPath(QPointF(-30, y))
        for x in range(-30, 290, 32):
            wave.cubicTo(x + 10, y - 9, x + 22, y - 9, x + 32, y)
        wave.lineTo(300, 270)
        wave.lineTo(-30, 270)
        fill(painter, wave, paint)
    ripples(painter, random, 206, SIDE, "#ffffff", 10)


def lighthouse(painter, random):
    ground(painter, 0, 178, "#1d2a52", "#5b4f86", "#d77f6d", "#f6c687")
    for _ in range(26):
        fill(painter, (random.uniform(0, 256), random.uniform(0, 70), 0.9, 0.9), "#f4f0ff")
    for shape in (
        polygon((150, 52), (-20, 4), (-20, 62)),
        polygon((158, 52), (280, 24), (280, 70)),
    ):
        beam = QLinearGradient(154, 52, shape[1].x(), 40)
        beam.setColorAt(0, color("#fff3bd", 210))
        beam.setColorAt(1, color("#fff3bd", 0))
        fill(painter, shape, beam)
    ground(painter, 178, SIDE, "#8a5f72", "#3b3a63", "#1c2444")
    ripples(painter, random, 180, 250, "#ffd9a0", 46)
    fill(painter, curve((70, 256), (92, 214, 104, 200, 132, 192), (170, 184, 214, 196, 270, 200),
                        (270, 230, 270, 256, 270, 256)), "#2d2a33")  # fmt: skip
    tower = [(128, 204), (180, 204), (170, 70), (138, 70)]
    fill(painter, polygon(*tower), "#f3ede2")
    for y in (76, 118, 160):
        left, right = 138 - (y - 70) * 10 / 134, 170 + (y - 70) * 10 / 134
        fill(painter, polygon((left, y), (right, y), (right + 1.6, y + 22), (left - 1.6, y + 22)),
             "#c8372d")  # fmt: skip
    shadow = QLinearGradient(128, 0, 180, 0)
    shadow.setColorAt(0, color("#1d2038", 0))
    shadow.setColorAt(1, color("#1d2038", 150))
    fill(painter, polygon(*tower), shadow)
    fill(painter, polygon((132, 64), (176, 64), (174, 71), (134, 71)), "#2b2f3c")
    fill(painter, polygon((143, 42), (165, 42), (165, 64), (143, 64)), "#fff3bd")
    fill(painter, polygon((138, 42), (170, 42), (154, 24)), "#8f2620")
    for y in (104, 146, 188):
        fill(painter, (154, y, 3.4, 5), "#2b2f3c")


def cat(painter, random):
    halo = QRadialGradient(128, 120, 190)
    halo.setColorAt(0, QColor("#cfe3d8"))
    halo.setColorAt(1, QColor("#6fa08d"))
    painter.fillRect(QRectF(0, 0, SIDE, SIDE), halo)
    fill(painter, curve((30, 270), (40, 200, 90, 180, 128, 180), (170, 180, 216, 204, 226, 270)),
         "#c97b35")  # fmt: skip
    for mirror in (1, -1):
        ear = [(128 + mirror * x, y) for x, y in ((22, 72), (84, 22), (88, 112))]
        fill(painter, polygon(*ear), "#d98b3f")
        inner = [(128 + mirror * x, y) for x, y in ((40, 74), (76, 42), (80, 96))]
        fill(painter, polygon(*inner), "#f1b9a0")
    fill(painter, (128, 128, 88, 76), "#e09a4c")
    for x, y, length in ((128, 54, 34), (104, 58, 26), (152, 58, 26)):  # stripes
        line(painter, curve((x, y), (x, y + 8, x, y + 14, 128 + (x - 128) * 0.8, y + length)),
             "#a85f22", 6)  # fmt: skip
    for mirror in (1, -1):
        for y in (118, 138, 158):
            stripe = curve(
                (128 + mirror * 88, y - 4),
                (128 + mirror * 76, y, 128 + mirror * 70, y, 128 + mirror * 58, y + 2),
            )
            line(painter, stripe, "#a85f22", 5)
        fill(painter, (128 + mirror * 22, 164, 27, 23), "#fbeedd")
        fill(painter, (128 + mirror * 36, 114, 19, 16), "#f4f1d0")
        fill(painter, (128 + mirror * 36, 114, 16, 14.5), "#6ea83c")
        fill(painter, (128 + mirror * 35, 114, 5, 13), "#16181d")
        fill(painter, (128 + mirror * 36 + 4, 108, 3.4, 3.4), "#ffffff")
        for dy in (-8, 0, 8):
            whisker = curve((128 + mirror * 34, 162 + dy * 0.5),
                            (128 + mirror * 64, 156 + dy, 128 + mirror * 90, 154 + dy * 1.8,
                             128 + mirror * 112, 158 + dy * 2.4))  # fmt: skip
            line(painter, whisker, "#fffaf0", 1.7)
    fill(painter, polygon((118, 142), (138, 142), (128, 153)), "#c4576a")
    mouth = curve((128, 152), (128, 166, 112, 168, 108, 162))
    line(painter, mouth, "#7a4321", 2.6)
    line(painter, curve((128, 152), (128, 166, 144, 168, 148, 162)), "#7a4321", 2.6)


def houses(painter, random, width=SIDE):
    """A street of gabled houses; its pavement lies at 220."""
    walls = ["#c8553d", "#e3b23c", "#5b8e7d", "#7d6b91", "#d98f6c", "#4f7cac"]
    x = -14.0
    index = 0
    while x < width:
        wide, top = random.uniform(46, 62), random.uniform(84, 124)
        wall = walls[index % len(walls)]
        fill(painter, polygon((x, top), (x + wide, top), (x + wide, 222), (x, 222)), wall)
        roof = polygon((x - 3, top), (x + wide / 2, top - wide * 0.62), (x + wide + 3, top))
        fill(painter, roof, random.choice(["#5a2e28", "#463a42", "#6b3a2c"]))
        for row in range(3):
            y = top + 14 + row * 30
            for column in (0.2, 0.62):
                left = x + wide * column
                if row == 2 and column > 0.5:
                    continue
                painter.fillRect(QRectF(left - 1.5, y - 1.5, 14, 20), color("#f6efe2"))
                lit = random.random() < 0.35
                painter.fillRect(QRectF(left, y, 11, 17), color("#ffd77a" if lit else "#33475b"))
                painter.fillRect(QRectF(left + 5, y, 1.2, 17), color("#f6efe2"))
                painter.fillRect(QRectF(left, y + 8, 11, 1.2), color("#f6efe2"))
        painter.fillRect(QRectF(x + wide * 0.62, 192, 14, 30), color("#3a2a22"))
        fill(painter, (x + wide * 0.62 + 11, 208, 1.2, 1.2), "#e3c16f")
        x += wide
        index += 1


def street(painter, random):
    ground(painter, 0, 222, "#8cc3ea", "#d9ecf5")
    for x, y in ((60, 30), (190, 22)):
        for dx, r in ((-18, 11), (0, 15), (18, 11)):
            fill(painter, (x + dx, y + abs(dx) / 6, r * 1.4, r * 0.75), "#ffffff")
    houses(painter, random)
    ground(painter, 222, SIDE, "#b9b2a6", "#8f887c")
    for x in range(0, 260, 32):
        line(painter, curve((x, 222), (x - 4, 234, x - 8, 244, x - 12, 256)), "#7d766b", 1.2)


def flower(painter, random):
    halo = QRadialGradient(110, 90, 220)
    for place, paint in ((0, "#9cc76d"), (0.5, "#5a8f4a"), (1, "#27502f")):
        halo.setColorAt(place, QColor(paint))
    painter.fillRect(QRectF(0, 0, SIDE, SIDE), halo)
    for _ in range(16):  # out of focus
        size = random.uniform(8, 26)
        place = random.uniform(0, 256), random.uniform(0, 256)
        fill(painter, (*place, size, size), color("#d9f0a8", 34))
    line(painter, curve((128, 130), (130, 180, 118, 220, 112, 270)), "#2f6b34", 9)
    for ring, (count, long, wide, paints) in enumerate(
        ((13, 84, 22, ("#8e2c8a", "#c04fb5")), (11, 66, 19, ("#b13fa6", "#e58ad6")))
    ):
        for index in range(count):
            painter.save()
            painter.translate(128, 116)
            painter.rotate(360 / count * (index + 0.5 * ring) + random.uniform(-4, 4))
            petal = curve((0, 0), (wide, -long * 0.3, wide, -long * 0.9, 0, -long),
                          (-wide, -long * 0.9, -wide, -long * 0.3, 0, 0))  # fmt: skip
            fill(painter, petal, vertical(-long, 0, paints[1], paints[0]))
            line(painter, curve((0, -12), (1, -30, 1, -50, 0, -long * 0.8)), paints[0], 1)
            painter.restore()
    fill(painter, (128, 116, 26, 26), "#7a4a12")
    for index in range(150):  # seeds lie on the spiral of sunflowers
        angle, far = index * math.pi * (3 - math.sqrt(5)), 25 * math.sqrt(index / 150)
        place = 128 + far * math.cos(angle), 116 + far * math.sin(angle)
        fill(painter, (*place, 1.5, 1.5), "#f4c542" if far > 9 else "#d18f1f")


def flying(painter, x, y, size):
    """A gull far away."""
    wings = curve((x - size, y - size * 0.3), (x - size * 0.5, y - size * 0.7, x, y, x, y),
                  (x, y, x + size * 0.5, y - size * 0.7, x + size, y - size * 0.3))  # fmt: skip
    line(painter, wings, "#3a3f4a", max(1.2, size / 9))


def letters(painter, font):
    painter.fillRect(QRectF(0, 0, SIDE, SIDE), color("#fbf8f1"))
    rows = (("Aa", "#c0392b"), ("Bg", "#1f6f8b"), ("Rk", "#2c2f38"), ("8&", "#d98a1f"))
    for index, (text, paint) in enumerate(rows):
        box = QRectF(128 * (index % 2), 128 * (index // 2), 128, 128)
        if index in (1, 2):
            painter.fillRect(box, color(paint))
        font.setPixelSize(78)
        painter.setFont(font)
        painter.setPen(color("#fbf8f1" if index in (1, 2) else paint))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
