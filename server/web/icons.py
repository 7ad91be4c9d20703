"""The icon in every size a telephone asks for, drawn with the shapes of `static/icon.svg`.

Run as `python -m server.web.icons` after the drawing was changed; the files are committed, because they are small.
"""

from __future__ import annotations

from pathlib import Path

import click
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "static" / "icons"
#: edge of the drawing, as in the SVG
_EDGE = 512
#: drawn larger and made smaller, so that edges are smooth
_FINE = 4
BLUE, RED, WHITE, CLEAR = "#17477f", "#c8392b", "#ffffff", (0, 0, 0, 0)


def draw(edge: int, *, full: bool = False, scale: float = 1.0, plain: bool = False) -> Image.Image:
    """Return the icon with `edge` pixels.

    `full`: the ground reaches the corners, for systems that cut their own shape; `scale`: of the drawing on it (a maskable
    icon keeps to the inner 80 %); `plain`: white on nothing, for the line of notices.
    """
    size = edge * _FINE
    image = Image.new("RGBA", (size, size), CLEAR)
    pen = ImageDraw.Draw(image)
    ground: str | tuple[int, int, int, int] = CLEAR if plain else BLUE
    if not plain:
        pen.rounded_rectangle((0, 0, size - 1, size - 1), radius=0 if full else round(112 / _EDGE * size), fill=BLUE)

    def at(x: float, y: float) -> tuple[float, float]:
        return tuple((size / 2 + (one - _EDGE / 2) * scale * size / _EDGE) for one in (x, y))  # type: ignore[return-value]

    def line(points: list[tuple[float, float]], width: float, colour: object) -> None:
        thick = width * scale * size / _EDGE
        placed = [at(*point) for point in points]
        pen.line(placed, fill=colour, width=round(thick), joint="curve")  # type: ignore[arg-type]
        for x, y in (placed[0], placed[-1]):
            pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=colour)  # type: ignore[arg-type]

    def disc(x: float, y: float, radius: float, colour: object) -> None:
        pen.ellipse((*at(x - radius, y - radius), *at(x + radius, y + radius)), fill=colour)  # type: ignore[arg-type]

    line([(96, 214), (256, 112), (416, 214)], 34, WHITE)
    pen.rectangle((*at(136, 252), *at(376, 380)), fill=WHITE)
    line([(136, 256), (256, 332), (376, 256)], 24, ground)
    disc(376, 380, 74, ground)
    disc(376, 380, 58, WHITE if plain else RED)
    line([(350, 382), (368, 400), (404, 360)], 18, ground if plain else WHITE)
    return image.resize((edge, edge), Image.Resampling.LANCZOS)


def every() -> dict[str, Image.Image]:
    """Return the icons by file name."""
    return {
        "icon-192.png": draw(192),
        "icon-512.png": draw(512),
        "maskable-192.png": draw(192, full=True, scale=0.8),
        "maskable-512.png": draw(512, full=True, scale=0.8),
        "touch-180.png": draw(180, full=True, scale=0.9),
        "badge-96.png": draw(96, plain=True, scale=1.2),
    }


@click.command(help="重画各尺寸图标 · Draw the icons again.")
def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, image in every().items():
        # few colours: a quarter of the bytes
        image.quantize(64, method=Image.Quantize.FASTOCTREE).save(FOLDER / name, optimize=True)
        click.echo(f"{name}  {(FOLDER / name).stat().st_size:,} B")


if __name__ == "__main__":
    main()
