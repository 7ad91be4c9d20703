"""Pictures come from memory, in the size wanted, and go with the visit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize

from kiosk.bench.examples import HOLDER, RECEIPT, page
from kiosk.flow.visit import Visit
from kiosk.ui.images import PICTOGRAMS, PictogramImages, VisitImages, decoded, qr_image


def asked(images: VisitImages, name: str, width: int) -> tuple[int, int]:
    image = images.requestImage(name, QSize(), QSize(width, 0))
    return image.width(), image.height()


def test_a_page_is_decoded_at_the_width_wanted_and_gone_with_the_visit() -> None:
    images = VisitImages()
    images.show(Visit(holder=HOLDER, pages=(page(0),)))
    assert asked(images, "page/p0", 310) == (310, 438)
    assert not images.empty
    images.show(Visit())
    assert images.empty
    assert asked(images, "page/p0", 310) == (210, 297)


def test_a_page_is_decoded_once_as_long_as_it_is_the_same_one() -> None:
    images, first = VisitImages(), page(0)
    images.show(Visit(pages=(first,)))
    small = images.requestImage("page/p0", QSize(), QSize(360, 0))
    images.show(Visit(pages=(first, page(1))))
    assert images.requestImage("page/p0", QSize(), QSize(360, 0)).cacheKey() == small.cacheKey()
    images.show(Visit(pages=(replace(first, data=page(1).data),)))
    assert images.requestImage("page/p0", QSize(), QSize(360, 0)).cacheKey() != small.cacheKey()


@pytest.mark.parametrize("data", [b"", b"no picture"])
def test_what_cannot_be_decoded_is_a_blank_sheet(data: bytes) -> None:
    image = decoded(data, QSize(100, 0))
    assert (image.width(), image.height()) == (210, 297)


def test_the_receipt_makes_a_code_and_no_receipt_makes_none() -> None:
    images = VisitImages()
    images.show(Visit(receipt=RECEIPT))
    assert images.requestImage("qr/1", QSize(), QSize()).width() > 20
    assert qr_image("").width() == 1


@pytest.mark.parametrize("file", sorted(PICTOGRAMS.glob("*.svg")), ids=lambda file: file.stem)
def test_a_pictogram_is_drawn_in_the_colour_asked_for(file: object) -> None:
    name = file.stem  # type: ignore[attr-defined]
    image = PictogramImages().requestImage(f"{name}/ff0000", QSize(), QSize(64, 64))
    colours = {
        image.pixelColor(x, y).name() for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255
    }
    assert "#ff0000" in colours
    assert "#000000" not in colours
