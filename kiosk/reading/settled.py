"""When a page lies still under the camera, so that it is taken by itself: one judge over the preview frames.

Pure: frames and their times go in, a word comes out. A frame is compared with the one before (does anything move?), with
the empty table (is there a hand?), and with the page that was taken last (is it still the same one?). Each page is told
as `SETTLED` once; the picture itself is then taken at full resolution by whoever asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import cv2
import numpy as np

from kiosk.reading import sheet
from kiosk.reading.engine import Image

#: frames are compared at this width, after a blur that hides the noise of the sensor
_WIDTH, _SMOOTH = 160, 1.2
#: grey levels that are more than noise and slow changes of light
_CHANGED = 14
#: part of the picture that changes when something moves, and when another page lies there
_MOVES, _ANOTHER = 0.004, 0.02
#: ink on a page that fills the whole view: part of the picture, and levels below its neighbourhood
_INK, _DARKER = 0.008, 22
#: part of the picture that is a hand, reaching in over the rim
_HAND = 0.015
#: levels of Cr or Cb by which it differs from the table under it
_ANOTHER_COLOUR = 9
#: seconds without movement
STILL = 0.7


class Lying(StrEnum):
    """What the camera sees."""

    #: the table
    EMPTY = "empty"
    #: something moves, or a hand is in the picture
    MOVING = "moving"
    #: nothing moves, not yet for long enough
    SETTLING = "settling"
    #: a new page lies still: take it now; said once for each page
    SETTLED = "settled"
    #: the page that was taken still lies there, or was laid down again
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class _Glance:
    """A frame made small: grey, without its own brightness, its Cr and Cb, and where they are those of skin."""

    grey: Image
    colour: Image
    skin: Image


@dataclass(slots=True)
class SettledPage:
    """One a visit, or `forget` between visits. Times are seconds of any clock that never goes back."""

    still: float = STILL
    _before: _Glance | None = field(default=None, init=False)
    _since: float = field(default=0.0, init=False)
    _empty: _Glance | None = field(default=None, init=False)
    #: told as settled, and not yet named or withdrawn
    _told: list[_Glance] = field(default_factory=list, init=False)
    _taken: dict[str, _Glance] = field(default_factory=dict, init=False)
    #: released, and not moved since
    _released: list[_Glance] = field(default_factory=list, init=False)
    _resting: float = field(default=0.0, init=False)

    @property
    def resting(self) -> float:
        """How far a page that is new has come to lying still, 0 to 1: what a ring on the screen fills by."""
        now = self._before
        if now is None or (self._empty is not None and _apart(self._empty, now) <= _ANOTHER) or self._known(now):
            return 0.0
        return min(1.0, self._resting / self.still)

    def look(self, frame: Image, at: float) -> Lying:
        """Judge one preview frame, BGR, of any size; about 3 ms, and 15 ms more once nothing moves."""
        now = _glance(frame)
        before, self._before = self._before, now
        if before is None or before.grey.shape != now.grey.shape or _apart(before, now) > _MOVES:
            self._since, self._resting = at, 0.0
            self._released.clear()
            return Lying.MOVING
        if self._empty is not None and _hand(now, self._empty):
            # a hand that lies still on the page still hides it
            self._since, self._resting = at, 0.0
            return Lying.MOVING
        self._resting = at - self._since
        if self._resting < self.still:
            return Lying.SETTLING
        if not self._page(frame, now):
            self._empty = now
            return Lying.EMPTY
        if self._known(now):
            return Lying.TAKEN
        self._told.append(now)
        return Lying.SETTLED

    def taken(self, name: str) -> None:
        """The page told last, or without one what lies there, was taken and is called `name` from now on."""
        glance = self._told.pop() if self._told else self._before
        if glance is not None:
            self._taken[name] = glance

    def missed(self) -> None:
        """The page told last was not taken after all: it is new again."""
        if self._told:
            self._told.pop()

    def release(self, name: str) -> None:
        """This page was taken off or is to be taken again: it is new once it was moved."""
        glance = self._taken.pop(name, None)
        if glance is not None:
            self._released.append(glance)

    def forget(self) -> None:
        """Another visitor: pages taken before are new again. The empty table stays known."""
        self._told.clear()
        self._taken.clear()
        self._released.clear()
        self._before = None

    def _known(self, now: _Glance) -> bool:
        held = (*self._told, *self._taken.values(), *self._released)
        return any(_apart(one, now) <= _ANOTHER for one in held if one.grey.shape == now.grey.shape)

    def _page(self, frame: Image, now: _Glance) -> bool:
        if self._empty is not None and _apart(self._empty, now) <= _ANOTHER:
            return False
        return sheet.find(frame) is not None or _written(frame)


def _glance(frame: Image) -> _Glance:
    height = max(8, round(frame.shape[0] * _WIDTH / frame.shape[1]))
    small = cv2.resize(frame, (_WIDTH, height), interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (0, 0), _SMOOTH).astype(np.int16)
    # automatic exposure moves all levels together
    grey -= np.int16(np.median(grey))
    colour = cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb)[..., 1:].astype(np.int16)
    red, blue = colour[..., 0], colour[..., 1]
    # the range of skin in Cr and Cb (Chai, Ngan 1999)
    skin = ((red >= 135) & (red <= 175) & (blue >= 77) & (blue <= 127)).astype(np.uint8)
    return _Glance(grey, colour, skin)


def _apart(a: _Glance, b: _Glance) -> float:
    """Part of the picture that differs."""
    return float((np.abs(a.grey - b.grey) > _CHANGED).mean())


def _hand(now: _Glance, empty: _Glance) -> bool:
    """Skin of another colour than the table, in one piece that reaches the rim.

    A wooden table has the colour of skin itself, and a shadow on it still has: it is darker, not of another colour.
    """
    other = (np.abs(now.colour - empty.colour).max(axis=2) > _ANOTHER_COLOUR).astype(np.uint8)
    fresh = now.skin & (np.abs(now.grey - empty.grey) > _CHANGED).astype(np.uint8) & other
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(fresh, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    )
    rim = set(np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))) - {0}
    return any(i in rim and stats[i, cv2.CC_STAT_AREA] > _HAND * fresh.size for i in range(1, count))


def _written(frame: Image) -> bool:
    """Writing all over the view: a page so near that the table is out of sight."""
    scale = 640 / frame.shape[1]
    grey = cv2.cvtColor(cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    ground = cv2.medianBlur(grey, 21)
    bright = float(np.median(ground)) > 110
    return bright and float((cv2.subtract(ground, grey) > _DARKER).mean()) > _INK
