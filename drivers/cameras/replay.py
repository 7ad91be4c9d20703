"""Runs the camera driver against a recording: the same answers, and blank pictures of the same size for those it gave."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from drivers.cameras.stream import Timing
from drivers.cameras.uvc import UvcCamera
from drivers.cameras.v4l2 import Size
from drivers.cameras.video import Node, VideoSource
from drivers.core.errors import DeviceAbsent, DeviceError, DeviceFault
from drivers.core.recording import Entry, Recording, What
from drivers.imaging import Frame
from drivers.imaging.standin import stand_in

KIND = "camera"
#: the driver may look at a few frames more than it did then
_EXTRA_GRABS = 60
_LONGEST_WAIT_S = 10.0
_PACE_S = 0.002
_MOST_CALLS = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: a picture, or an error."""

    call: str
    frame: Frame | None
    error: DeviceError | None
    seconds: float

    def as_data(self) -> dict[str, Any]:
        """Return plain JSON types; the hash is that of the stand-in unless the recording holds the picture."""
        common: dict[str, Any] = {"call": self.call, "seconds": self.seconds}
        if self.error is not None:
            return common | {
                "error": type(self.error).__name__,
                "cause": self.error.cause,
                "remedy": self.error.remedy,
            }
        assert self.frame is not None
        size = {"width": self.frame.width, "height": self.frame.height}
        return common | size | {"media_type": self.frame.media_type, "sha256": self.frame.sha256}

    def lines(self) -> list[str]:
        """Return lines for people."""
        if self.error is not None:
            return [f"✗ {self.call} {self.seconds:.2f} s  {self.error.cause}", f"  → {self.error.remedy}"]
        assert self.frame is not None
        return [f"✓ {self.call} {self.seconds:.2f} s  {self.frame.media_type} {self.frame.width} × {self.frame.height}"]


def replayed(recording: Recording, *, real_time: bool = True) -> list[Outcome]:
    """Call the driver as it was called then; raise `ValueError` for another kind of recording."""
    if recording.kind != KIND:
        raise ValueError(f"不是高拍仪的录制 · Not a recording of a camera: {recording.kind!r}")
    size = recording.options.get("size")
    width, height = size if isinstance(size, list) and len(size) == 2 else (None, None)
    system = ReplayedVideo(recording, real_time=real_time)
    calls = [str(entry.note.get("call")) for entry in recording.entries if entry.what is What.CALL]
    path = recording.options.get("path")
    timing = Timing() if real_time else Timing(open_s=2.0, stall_s=1.0, linger_s=60.0)
    with UvcCamera(str(path) if path else None, width=width, height=height, system=system, timing=timing) as camera:
        return [_again(camera, call) for call in calls[:_MOST_CALLS]]


def _again(camera: UvcCamera, call: str) -> Outcome:
    began, never = time.monotonic(), threading.Event()
    frame, failure = None, None
    try:
        frame = camera.preview(cancel=never) if call == "preview" else camera.capture(cancel=never)
    except DeviceError as error:
        failure = error
    return Outcome(call, frame, failure, round(time.monotonic() - began, 3))


class _Told:
    """Answers by name, in the order in which they came; the last one is given again when no other is left."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._left: defaultdict[str, deque[Entry]] = defaultdict(deque)
        for entry in entries:
            if entry.what in (What.VALUE, What.ERROR):
                self._left[str(entry.note.get("name"))].append(entry)

    def next(self, name: str) -> Any:
        """Return the answer; raises the error recorded in its place; None when nothing of the name is there."""
        left = self._left[name]
        if not left:
            return None
        entry = left.popleft() if len(left) > 1 else left[0]
        if entry.what is What.ERROR:
            cause, remedy = str(entry.note.get("cause", "")), str(entry.note.get("remedy", ""))
            if entry.note.get("kind") == "broken":
                raise RuntimeError(cause)
            raise (DeviceAbsent if entry.note.get("kind") == "absent" else DeviceFault)(cause, remedy)
        return entry.note.get("value")


class ReplayedVideo:
    """The `VideoSystem` of a recording."""

    def __init__(self, recording: Recording, *, real_time: bool) -> None:
        self._real_time = real_time
        self._told = _Told(recording.entries)
        self._sessions = deque(_sessions(recording.entries))

    def cameras(self) -> list[str]:
        """See `VideoSystem.cameras`."""
        found = self._told.next("cameras")
        return [str(path) for path in found] if isinstance(found, list) else []

    def check(self, path: str) -> Node:
        """See `VideoSystem.check`."""
        found = self._told.next("check")
        if not isinstance(found, list) or len(found) != 2:
            raise DeviceAbsent()
        return Node(str(found[0]), str(found[1]))

    def sizes(self, path: str) -> list[Size]:
        """See `VideoSystem.sizes`."""
        found = self._told.next("sizes")
        rows = found if isinstance(found, list) else []
        return [
            (row[0], row[1])
            for row in rows
            if isinstance(row, list) and len(row) == 2 and all(isinstance(side, int) and side > 0 for side in row)
        ]

    def open(self, path: str) -> VideoSource:
        """See `VideoSystem.open`; raises `DeviceAbsent` at the end of the recording."""
        if not self._sessions:
            raise DeviceAbsent("录制到此结束 · The recording ends here", "无需处理 · Nothing to do")
        return ReplayedSource(self._sessions.popleft(), real_time=self._real_time)


def _sessions(entries: Iterable[Entry]) -> list[list[Entry]]:
    sessions: list[list[Entry]] = []
    for entry in entries:
        if entry.what is What.OPEN:
            sessions.append([])
        elif sessions:
            sessions[-1].append(entry)
    return sessions


class ReplayedSource:
    """The `VideoSource` of one session."""

    def __init__(self, entries: list[Entry], *, real_time: bool) -> None:
        self._told = _Told(entry for entry in entries if entry.note.get("name") not in ("grab", "grabs"))
        self._frames = deque(entry for entry in entries if entry.what is What.FRAME)
        self._number = 0
        #: seconds before each frame that came
        self._waits: deque[float] = deque()
        last = 0.0
        for entry in entries:
            value, since = entry.note.get("value"), entry.note.get("since")
            if entry.note.get("name") == "grabs" and isinstance(value, int) and isinstance(since, int | float):
                wait = min(max(entry.at - since, 0.0) / max(value, 1), _LONGEST_WAIT_S)
                self._waits.extend([wait if real_time else _PACE_S] * min(value, 100_000))
                last = entry.at
        #: how long it took to fail in the end, None when it was released in good order
        ends = [e for e in entries if e.note.get("name") in ("grab", "retrieve") and e.what in (What.VALUE, What.ERROR)]
        self._failed_after = min(max(ends[-1].at - last, 0.0), _LONGEST_WAIT_S) if ends else None
        self._raises = bool(ends) and ends[-1].what is What.ERROR
        came = next((e for e in reversed(entries) if e.note.get("name") == "came"), None)
        #: the driver gave up on a call that never returned
        self._hangs = not ends and came is not None and came.note.get("value") == "DeviceAbsent"
        self._real_time = real_time

    def isOpened(self) -> bool:
        """See `VideoSource.isOpened`."""
        return self._told.next("isOpened") is not False

    def set(self, prop: int, value: float, /) -> bool:
        """See `VideoSource.set`."""
        return self._told.next(f"set {prop}") is not False

    def get(self, prop: int, /) -> float:
        """See `VideoSource.get`."""
        value = self._told.next(f"get {prop}")
        return float(value) if isinstance(value, int | float) else 0.0

    def grab(self) -> bool:
        """See `VideoSource.grab`."""
        self._number += 1
        if self._waits:
            threading.Event().wait(self._waits.popleft())
            return True
        if self._hangs:
            threading.Event().wait(_LONGEST_WAIT_S)
            return False
        if self._failed_after is None and self._number < 100_000 + _EXTRA_GRABS:
            threading.Event().wait(0.03 if self._real_time else _PACE_S)
            return True
        threading.Event().wait(self._failed_after or 0.0 if self._real_time else 0.0)
        if self._raises:
            raise RuntimeError("as recorded")
        return False

    def retrieve(self) -> tuple[bool, Any]:
        """See `VideoSource.retrieve`."""
        import numpy as np

        if not self._frames:
            return False, None
        entry = self._frames.popleft() if len(self._frames) > 1 else self._frames[0]
        if entry.note.get("there") is not True:
            return False, None
        if entry.note.get("raw") is True:
            size = (entry.note.get("height"), entry.note.get("width"))
            sides = [side if isinstance(side, int) and 0 < side <= 20_000 else 1 for side in size]
            return True, np.full((*sides, 3), 255 - self._number % 64, np.uint8)
        data = entry.data or stand_in(entry.note, self._number)
        return True, np.frombuffer(data, np.uint8).reshape(1, -1)

    def release(self) -> None:
        """See `VideoSource.release`."""
