"""Open boards (lists with counts) are told to look again when something happened to a matter their reader may see."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from sqlmodel import Session

from server.notify.window import Window

#: a board is told at most so often, and of a step that sends nobody a notice within this, seconds
PAUSE_SECONDS = 2.0

#: (session, last event or None, missing events below it, accounts) -> (ids of the events since, accounts that may see
#: what they happened to). None: the newest id alone, where somebody begins to watch.
Changed = Callable[[Session, int | None, Collection[int], Collection[str]], tuple[Sequence[int], frozenset[str]]]


class Boards:
    """Where the boards of one process are in the history of all matters."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self._window: Window | None = None
        self._again = 0.0

    def rest(self) -> None:
        """Nobody watches: whoever begins to has read the present."""
        self._window = None

    def look(self, session: Session, watching: Collection[str]) -> frozenset[str]:
        """Return the accounts among `watching` whose boards may have changed since they were asked about last."""
        now = time.monotonic()
        if self._window is None:
            ids, _ = self._changed(session, None, (), watching)
            self._window, self._again = Window(max(ids, default=0)), now
            return frozenset()
        if now < self._again:
            return frozenset()
        ids, concerned = self._changed(session, self._window.top, self._window.gaps, watching)
        if self._window.take(ids, now):
            self._again = now + PAUSE_SECONDS
            return concerned
        return frozenset()
