"""Writes down what passes between the camera driver and the video system; the driver notices nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drivers.cameras.v4l2 import Size
from drivers.cameras.video import Node, VideoSource, VideoSystem
from drivers.core.errors import DeviceError
from drivers.core.recording import Recorder, What
from drivers.imaging.standin import described

T = TypeVar("T")


class RecordedVideo:
    """A `VideoSystem` that passes everything on to another and records it."""

    def __init__(self, system: VideoSystem, recorder: Recorder) -> None:
        self._system = system
        self._recorder = recorder

    def cameras(self) -> list[str]:
        """See `VideoSystem.cameras`."""
        return self._told("cameras", self._system.cameras, list)

    def check(self, path: str) -> Node:
        """See `VideoSystem.check`."""
        return self._told("check", lambda: self._system.check(path), lambda node: [node.path, node.name])

    def sizes(self, path: str) -> list[Size]:
        """See `VideoSystem.sizes`."""
        return self._told("sizes", lambda: self._system.sizes(path), lambda sizes: [list(size) for size in sizes])

    def open(self, path: str) -> VideoSource:
        """See `VideoSystem.open`."""
        source = self._system.open(path)
        self._recorder.add(What.OPEN, path=path)
        return RecordedSource(source, self._recorder)

    def _told(self, name: str, ask: Callable[[], T], shown: Callable[[T], Any]) -> T:
        try:
            answer = ask()
        except DeviceError as error:
            kind = "absent" if type(error).__name__ == "DeviceAbsent" else "fault"
            self._recorder.add(What.ERROR, name=name, kind=kind, cause=error.cause, remedy=error.remedy)
            raise
        self._recorder.add(What.VALUE, name=name, value=shown(answer))
        return answer


class RecordedSource:
    """A `VideoSource` that passes everything on to another. Frames that nobody looked at are only counted."""

    def __init__(self, source: VideoSource, recorder: Recorder) -> None:
        self._source = source
        self._recorder = recorder
        self._grabs = 0
        self._since = recorder.now()

    def isOpened(self) -> bool:
        """See `VideoSource.isOpened`."""
        return self._told("isOpened", self._source.isOpened)

    def set(self, prop: int, value: float, /) -> bool:
        """See `VideoSource.set`."""
        return self._told(f"set {prop}", lambda: self._source.set(prop, value), wished=value)

    def get(self, prop: int, /) -> float:
        """See `VideoSource.get`."""
        return self._told(f"get {prop}", lambda: self._source.get(prop))

    def grab(self) -> bool:
        """See `VideoSource.grab`."""
        came = self._passed("grab", self._source.grab)
        if came:
            self._grabs += 1
        else:
            self._count()
            self._recorder.add(What.VALUE, name="grab", value=False)
        return came

    def retrieve(self) -> tuple[bool, Any]:
        """See `VideoSource.retrieve`."""
        there, pixels = self._passed("retrieve", self._source.retrieve)
        self._count()
        if not there:
            self._recorder.add(What.FRAME, there=False)
        elif pixels.shape[0] == 1 and pixels.ndim == 2:
            data: bytes = pixels.tobytes()
            self._recorder.add(What.FRAME, b"" if self._recorder.masked else data, there=True, **described(data))
        else:
            self._recorder.add(What.FRAME, there=True, width=pixels.shape[1], height=pixels.shape[0], raw=True)
        return there, pixels

    def release(self) -> None:
        """See `VideoSource.release`."""
        self._count()
        self._recorder.add(What.CLOSE)
        self._source.release()

    def _told(self, name: str, ask: Callable[[], T], **more: Any) -> T:
        answer = self._passed(name, ask)
        self._recorder.add(What.VALUE, name=name, value=answer, **more)
        return answer

    def _count(self) -> None:
        if self._grabs:
            self._recorder.add(What.VALUE, name="grabs", value=self._grabs, since=round(self._since, 6))
        self._grabs, self._since = 0, self._recorder.now()

    def _passed(self, name: str, call: Callable[[], T]) -> T:
        try:
            return call()
        except Exception as error:
            # cv2.error, or whatever OpenCV lets through
            self._count()
            self._recorder.add(What.ERROR, name=name, kind="broken", cause=str(error))
            raise
