"""The front of an identity card as a picture, of invented people only: no photo, no pattern, a word across it.

Used to measure the reader of card faces, never by a kiosk in service.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from kiosk.bench.petition_pages import FontMissing

#: 85.6 x 54 mm at 300 dpi
WIDTH, HEIGHT = 1012, 638
#: A4 landscape below a document camera of five megapixels
TABLE = (2592, 1944)
_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
#: the third face of the collection is the simplified one
_SIMPLIFIED = 2
_LABEL_BLUE, _INK = "#2F6CA8", "#161616"


@dataclass(frozen=True, slots=True)
class FacePerson:
    """What is printed. `address` is broken into lines of eleven characters."""

    name: str
    sex: str
    ethnic: str
    #: year, month, day
    birth: tuple[int, int, int]
    address: str
    number: str


PEOPLE = (
    FacePerson("李样本", "男", "汉", (1900, 1, 1), "河北省邯郸市峰峰矿区样本路1号", "130406190001010016"),
    FacePerson("王样本", "女", "满", (1900, 1, 1), "河北省邯郸市峰峰矿区示例镇示例村民族路12号楼3单元502室", "130406190001010024"),
    FacePerson("古丽·示例", "女", "维吾尔", (1900, 1, 1), "河北省邯郸市峰峰矿区测试街2号", "13040619000101018X"),
)  # fmt: skip


def draw_face(person: FacePerson) -> Image.Image:
    """Draw the card flat. Raises `FontMissing`."""
    card = Image.new("RGB", (WIDTH, HEIGHT), "#E9F1F4")
    draw = ImageDraw.Draw(card)
    draw.text((560, 30), "样本 SPECIMEN", font=_font(26), fill="#C9D6DC")
    year, month, day = person.birth
    rows: tuple[tuple[int, tuple[tuple[int, str, bool], ...]], ...] = (
        (72, ((66, "姓 名", True), (180, person.name, False))),
        (150, ((66, "性 别", True), (180, person.sex, False), (300, "民 族", True), (410, person.ethnic, False))),
        (228, ((66, "出 生", True), (180, str(year), False), (282, "年", True), (330, str(month), False),
               (380, "月", True), (430, str(day), False), (480, "日", True))),
        *((306 + 56 * n, ((66, "住 址" if n == 0 else "", True), (180, line, False)))
          for n, line in enumerate(_broken(person.address))),
        (530, ((66, "公民身份号码", True), (340, " ".join(person.number), False))),
    )  # fmt: skip
    for top, words in rows:
        for left, word, label in words:
            font = _font(30 if label else 38)
            draw.text((left, top), word, font=font, fill=_LABEL_BLUE if label else _INK)
    draw.ellipse((744, 130, 884, 290), fill="#B9C4CA")
    draw.rounded_rectangle((694, 300, 934, 470), 70, fill="#B9C4CA")
    return card


def on_table(card: Image.Image, seed: int) -> bytes:
    """Lay the card a little askew below the camera; return the JPEG."""
    rng = random.Random(seed)
    table = Image.new("RGB", TABLE, "#5A5148")
    rim = Image.new("L", card.size, 255)
    angle = rng.uniform(-4.0, 4.0)
    laid, mask = (
        picture.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=0) for picture in (card, rim)
    )
    table.paste(laid, (rng.randint(300, 1100), rng.randint(300, 900)), mask)
    held = io.BytesIO()
    table.save(held, "JPEG", quality=85)
    return held.getvalue()


def _broken(address: str) -> list[str]:
    return [address[at : at + 11] for at in range(0, len(address), 11)]


def _font(size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(_FONT, size, index=_SIMPLIFIED)
    except OSError as error:
        raise FontMissing("fonts-noto-cjk") from error
