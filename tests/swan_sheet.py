"""Make a contact sheet of the swan pictures: `python -m tests.swan_sheet FILE [SIZE] [ZOOM]`."""

import sys
from random import Random

from PIL import Image, ImageDraw

from cnnviz.data.swans.draw import KINDS, POSES, swan_picture

COLUMNS, MARGIN = 14, 130
ROWS = [(kind, pose) for kind in KINDS[:2] for pose in POSES] + [(kind, "") for kind in KINDS[2:]]


def sheet(size=64, zoom=1):
    cell = size * zoom + 2
    page = Image.new("RGB", (MARGIN + COLUMNS * cell, len(ROWS) * cell), "white")
    for row, (kind, pose) in enumerate(ROWS):
        words = f"{kind}\n{pose}".strip()
        ImageDraw.Draw(page).text((4, row * cell + cell // 3), words, fill="black")
        for column in range(COLUMNS):
            pixels = swan_picture(kind, Random(f"{kind} {pose} {column}"), size, pose)
            picture = Image.fromarray(pixels.transpose(1, 2, 0).copy())
            large = picture.resize((size * zoom, size * zoom), Image.Resampling.NEAREST)
            page.paste(large, (MARGIN + column * cell, row * cell))
    return page


if __name__ == "__main__":
    file, *numbers = sys.argv[1:]
    sheet(*map(int, numbers)).save(file)
