"""Lines -> dots: the preview on screen, and the bitmap for printers without a Chinese font."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import assert_never

from PIL import Image

from printers.layout.blocks import Align, Block
from printers.profiles import Profile
from printers.profiles.profile import CELL_HEIGHT
from printers.render import qr
from printers.render.lines import CutLine, FeedLine, QrLine, TextLine, flow
from printers.render.logo import logo
from printers.render.paper import KNIFE_DOTS, Paper, runs

#: white dots under a line of normal and of double height: 1.4 and 1.3 lines, as large print asks for
LINE_GAP = {1: 10, 2: 14}
#: an empty line
BLANK_DOTS = 20
#: white above and below a QR code
QR_MARGIN = 24
#: lines fed so that the last print passes the knife
LINES_BEFORE_CUT = 6
MARGIN = 48


def pitch(tall: int) -> int:
    """Return the dots from one line to the next."""
    return CELL_HEIGHT * tall + LINE_GAP[tall]


def render_images(blocks: Iterable[Block], profile: Profile) -> list[Image.Image]:
    """Return each slip of `blocks` as the printer cuts it, mode "1"; raise `NoChineseFont`, `TooLongForQr`."""
    paper = Paper(profile.dots)
    slips: list[Image.Image] = []
    if profile.logo and (picture := logo(profile.logo, profile.dots)):
        paper.picture(picture, Align.CENTRE)
        paper.feed(BLANK_DOTS)
    for line in flow(blocks, profile.columns):
        match line:
            case TextLine():
                paper.text(runs(line), line.align, pitch(line.tall))
            case QrLine(data):
                paper.feed(QR_MARGIN)
                paper.picture(qr.image(data, qr.module_dots(data, profile.dots)), Align.CENTRE)
                paper.feed(QR_MARGIN)
            case FeedLine(lines):
                paper.feed(lines * BLANK_DOTS)
            case CutLine():
                paper.feed(LINES_BEFORE_CUT * pitch(1))
                slips.append(paper.cut())
            case _:
                assert_never(line)
    if paper.rows > KNIFE_DOTS:
        slips.append(paper.peek())
    return slips


def render_png(blocks: Iterable[Block], profile: Profile) -> bytes:
    """Return the slips one under the other as a PNG file with a margin, as a screen shows it."""
    slips = render_images(blocks, profile)
    height = sum(slip.height + MARGIN for slip in slips) + MARGIN
    sheet = Image.new("L", (profile.dots + 2 * MARGIN, height), 232)
    y = MARGIN
    for slip in slips:
        white = Image.new("L", slip.size, 255)
        white.paste(slip, (0, 0))
        sheet.paste(white, (MARGIN, y))
        y += slip.height + MARGIN
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()
