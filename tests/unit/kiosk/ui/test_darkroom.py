"""Pages are decoded beside the screen, drawn when they are ready, and gone with their visit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import page
from kiosk.flow.visit import Visit
from kiosk.ui.darkroom import Darkroom
from kiosk.ui.images import LARGE, SCHEME, VisitImages

FIRST = SCHEME + "page/p0"
SOON_MS = 10_000


@pytest.fixture
def images() -> VisitImages:
    return VisitImages()


@pytest.fixture
def darkroom(images: VisitImages, qtbot: QtBot) -> Iterator[Darkroom]:
    room = Darkroom(images)
    yield room
    room.stop()


def test_a_page_has_an_address_once_it_is_decoded(images: VisitImages, darkroom: Darkroom, qtbot: QtBot) -> None:
    images.show(Visit(pages=(page(0),)))
    assert darkroom.shown(FIRST, 360) == ""
    qtbot.waitUntil(lambda: darkroom.shown(FIRST, 360) == FIRST, timeout=SOON_MS)
    assert images.requestImage("page/p0", QSize(), QSize(360, 0)).width() == 360
    assert darkroom.shown(FIRST, 100) == "", "each width is another picture"


def test_what_is_decoded_after_the_visit_is_not_kept(images: VisitImages, darkroom: Darkroom, qtbot: QtBot) -> None:
    images.show(Visit(pages=(page(0), page(1))))
    darkroom.ahead(FIRST, 1400)
    images.show(Visit())
    images.show(Visit(pages=(page(0),)))
    darkroom.ahead(FIRST, 100)
    qtbot.waitUntil(lambda: images.ready("page/p0", 100), timeout=SOON_MS)
    assert not images.ready("page/p0", 1400)
    assert darkroom.shown("", 360) == ""


def test_no_more_large_pages_are_held_than_are_looked_at(images: VisitImages, darkroom: Darkroom, qtbot: QtBot) -> None:
    names = [f"page/p{n}" for n in range(LARGE + 1)]
    images.show(Visit(pages=tuple(page(n) for n in range(LARGE + 1))))
    for name in names[:LARGE]:
        darkroom.ahead(SCHEME + name, 1400)
    qtbot.waitUntil(lambda: all(images.ready(name, 1400) for name in names[:LARGE]), timeout=SOON_MS)
    assert darkroom.shown(SCHEME + names[0], 1400), "whoever looks at it again keeps it"
    darkroom.ahead(SCHEME + names[LARGE], 1400)
    qtbot.waitUntil(lambda: images.ready(names[LARGE], 1400), timeout=SOON_MS)
    assert [images.ready(name, 1400) for name in names] == [True, False, True, True]
