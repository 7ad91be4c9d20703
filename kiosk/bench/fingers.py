"""A finger and an eye at the real window: finds what is visible, scrolls to it, taps it, types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

#: the button under every long screen that scrolls it, for hands that cannot swipe
MORE = "more"


class Fingers:
    """Every action returns None while it is not possible yet, so that the caller can look again later."""

    def __init__(self, window: QQuickView) -> None:
        self._window = window
        #: how often a screen was turned to get at something
        self.turns = 0

    def find(self, name: str) -> QQuickItem | None:
        """Return the visible and enabled item with this object name."""
        return next((item for item in self._items() if item.objectName() == name), None)

    def tappable(self) -> list[str]:
        """Return the object names of everything that could be tapped now."""
        return sorted({item.objectName() for item in self._items() if item.objectName()})

    def settled(self) -> bool:
        """Whether everything that is to be seen stands: a page of many lines comes between frames."""
        return not any(item.property("coming") for item in self._items())

    def tap(self, name: str) -> dict[str, Any] | None:
        point = self._within_reach(name)
        if point is None:
            return None
        QTest.mouseClick(self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        return {}

    def type(self, name: str, text: str) -> dict[str, Any] | None:
        """Tap the entry; once it has the focus, replace what it holds."""
        item = self.find(name)
        if item is None:
            return None
        if not item.hasActiveFocus():
            self.tap(name)
            return None
        QTest.keyClick(self._window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for letter in text:
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, self._window, Qt.Key.Key_unknown, letter, Qt.KeyboardModifier.NoModifier
            )
        return {}

    def _items(self) -> Iterator[QQuickItem]:
        todo = [self._window.contentItem()]
        while todo:
            item = todo.pop()
            if not (item.isVisible() and item.isEnabled() and item.opacity() > 0):
                continue
            yield item
            todo += item.childItems()

    def _within_reach(self, name: str) -> QPoint | None:
        """Return the centre of the item in window pixels; turn the screen once when it is outside."""
        item = self.find(name)
        if item is None:
            return None
        around = self._scroller(item)
        if around is not None:
            if around.property("moving"):
                # the last swipe still glides; another would overshoot, and a tap would only stop it
                return None
            centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
            top = around.mapToScene(QPointF(0, 0)).y()
            bottom = around.mapToScene(QPointF(0, around.height())).y()
            if not top < centre.y() < bottom:
                self._turn()
                return None
        return self._middle(item)

    def _scroller(self, item: QQuickItem) -> QQuickItem | None:
        above = item.parentItem()
        while above is not None and not above.inherits("QQuickFlickable"):
            above = above.parentItem()
        return above

    def _turn(self) -> None:
        """See what lies further down, as the screen offers it; from the end it returns to the top."""
        more = self.find(MORE)
        centre = None if more is None else self._middle(more)
        if centre is not None:
            self.turns += 1
            QTest.mouseClick(self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)

    def _middle(self, item: QQuickItem) -> QPoint | None:
        """Return the centre in window pixels; None while it lies outside, as just after the window was turned."""
        centre = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        inside = 0 <= centre.x() < self._window.width() and 0 <= centre.y() < self._window.height()
        return centre.toPoint() if inside else None
