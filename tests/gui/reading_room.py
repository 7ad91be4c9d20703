"""What an eye would complain of: text cut off, text outside its parent, text over other text."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem, QQuickWindow

#: pixels of rounding between a font's measure and its box
SLACK = 2.0


def visible(root: QQuickItem) -> Iterator[QQuickItem]:
    for child in root.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from visible(child)


def texts(root: QQuickItem) -> Iterator[QQuickItem]:
    return (item for item in visible(root) if item.inherits("QQuickText") and item.property("text"))


def painted(item: QQuickItem) -> QRectF:
    """Where the letters stand, on the scene."""
    return item.mapRectToScene(item.boundingRect())


def scroller(item: QQuickItem) -> QQuickItem | None:
    parent = item.parentItem()
    while parent is not None and not parent.inherits("QQuickFlickable"):
        parent = parent.parentItem()
    return parent


def framed(item: QQuickItem) -> QRectF | None:
    """The button or panel the text belongs to, on the scene."""
    parent = item.parentItem()
    while parent is not None and not (parent.inherits("QQuickAbstractButton") or parent.inherits("QQuickRectangle")):
        parent = parent.parentItem()
    return None if parent is None else parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))


def complaints(window: QQuickWindow) -> list[str]:
    """Every fault a reader would see on this window, in words; an empty list for a good screen."""
    said: list[str] = []
    stand: list[tuple[QRectF, str, QQuickItem | None]] = []
    for item in texts(window.contentItem()):
        text = str(item.property("text"))[:24]
        place = painted(item)
        around = scroller(item)
        parent = item.parentItem()
        if item.property("truncated"):
            said.append(f"elided: {text}")
        if item.property("contentWidth") > item.width() + SLACK:
            said.append(f"wider than its box: {text}")
        frame = parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height()))
        if parent.height() > 0 and not frame.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            said.append(f"outside its parent: {text}")
        sheet = framed(item)
        if sheet is not None and not sheet.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            said.append(f"outside its button or panel: {text}")
        if place.left() < -SLACK or place.right() > window.width() + SLACK:
            said.append(f"outside the window: {text}")
        if around is None and (place.top() < -SLACK or place.bottom() > window.height() + SLACK):
            said.append(f"below the window: {text}")
        for other, words, its in stand:
            common = other.intersected(place)
            if its is around and common.width() > SLACK and common.height() > SLACK * 3:
                said.append(f"over each other: {text} / {words}")
        stand.append((place, text, around))
    return said
