"""What the keys do at a window with staff: each presses a button that is on the screen, so that nothing is done blindly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtQuick import QQuickItem, QQuickWindow

#: the first of these that can be pressed now; what lies above the page comes first
BUTTONS: dict[Qt.Key, tuple[str, ...]] = {
    Qt.Key.Key_F1: ("start",),
    Qt.Key.Key_F4: ("mishap.manual", "manual.close", "card.manual", "company.type"),
    Qt.Key.Key_F5: ("pages.take", "card.face"),
    Qt.Key.Key_F8: (
        *("still.here", "staff.close", "edit.done", "manual.done", "sign.send", "mishap.retry", "mishap.dismiss"),
        *("start", "notice.continue", "earlier.new", "company.next", "company.alone", "pages.done", "pages.none"),
        *(
            "form.next",
            "form.attend",
            "submit.send",
            "receipt.finish",
            "rating.skip",
            "rating.finish",
            "ask.done",
            "guide.print",
        ),
    ),
    Qt.Key.Key_Escape: ("end.no", "edit.cancel", "sign.again", "back"),
    Qt.Key.Key_F12: ("end.yes", "end"),
    # a ticket by its figure, where tickets are listed and nowhere else
    **{Qt.Key(Qt.Key.Key_0.value + n): (f"waiting.resume.{n}",) for n in range(1, 10)},
}
#: keeps the next line that is to be checked
KEEP = Qt.Key.Key_F6


class Keys:
    """`park` and `queue` are what F2 and F3 do; F1 parks the visit under way before it begins another."""

    def __init__(self, window: QQuickWindow, park: Callable[[], None], queue: Callable[[], None]) -> None:
        self._window = window
        self._park = park
        self._queue = queue

    def press(self, key: int) -> bool:
        """Do what the key stands for; False: it stands for nothing now."""
        match key:
            case Qt.Key.Key_F2:
                self._park()
                return True
            case Qt.Key.Key_F3:
                self._queue()
                return True
            case Qt.Key.Key_F1 if self._find(BUTTONS[Qt.Key.Key_F1]) is None:
                self._park()
        found = self._keep() if key == KEEP else self._find(BUTTONS.get(Qt.Key(key), ()))
        return found is not None and QMetaObject.invokeMethod(found, "click")

    def _keep(self) -> QQuickItem | None:
        kept = (one for one in self._items() if one.objectName().endswith(".keep"))
        return min(kept, key=lambda one: one.mapToScene(one.position()).y(), default=None)

    def _find(self, names: tuple[str, ...]) -> QQuickItem | None:
        there = {one.objectName(): one for one in self._items()}
        return next((there[name] for name in names if name in there), None)

    def _items(self) -> Iterator[QQuickItem]:
        todo = [self._window.contentItem()]
        while todo:
            item = todo.pop()
            if item.isVisible() and item.isEnabled():
                yield item
                todo += item.childItems()
