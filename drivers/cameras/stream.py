"""One opened camera: a thread that keeps taking frames from it, so that none is old and none blocks the caller.

A camera queues frames in the kernel; who reads only now and then gets pictures of the page before. It also blocks for
ten seconds when its cable is pulled. Both are dealt with by a thread that does nothing but grab: callers wait beside it,
with a timeout and a cancel, and leave it behind if it hangs.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drivers.cameras.v4l2 import MJPG, Size
from drivers.cameras.video import BUFFERSIZE, CONVERT_RGB, FOURCC, FRAME_HEIGHT, FRAME_WIDTH, VideoSource
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault

log = logging.getLogger("hall.drivers.cameras")

#: a waiting caller looks at its cancel event this often
CANCEL_SLICE_S = 0.05
#: at the end of the program, threads get so long to come back from OpenCV
EXIT_S = 1.0
#: OpenCV's default number of queued frames, for devices that do not say
_DEFAULT_BUFFERS = 4


@dataclass(frozen=True, slots=True)
class Timing:
    """Delays and counts of a camera. The defaults suit the document cameras of the market; tests shorten them."""

    #: frames thrown away after opening: the first five to ten are dark or out of focus
    warm_up_frames: int = 8
    #: the first frame may take so long: loading OpenCV, opening, starting the sensor
    open_s: float = 10.0
    #: after that, no frame for so long means that it hangs or was pulled; the slowest cameras give one a second
    stall_s: float = 4.0
    #: nobody asked for a picture for so long: the camera is released, its light goes out
    linger_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Raw:
    """One frame as the camera gave it."""

    #: counts from 1 since the camera was opened
    number: int
    #: 1 x N bytes (an encoded JPEG) if `encoded`, else height x width x 3 (BGR)
    pixels: Any
    encoded: bool


def _unplugged() -> DeviceAbsent:
    return DeviceAbsent(
        "高拍仪没有画面，可能已被拔下 · The document camera gives no picture; it may have been unplugged",
        "请检查高拍仪的数据线，接好后重试 · Check the camera's cable, then try again",
    )


def _not_opened() -> DeviceFault:
    return DeviceFault(
        "高拍仪打不开，可能正被其他程序占用 · The document camera cannot be opened; another program may be using it",
        "请关闭其他使用高拍仪的程序，或重新插拔数据线 · Close other programs using the camera, or plug it in again",
    )


class Stream:
    """Frames of one camera from now on, until `close`, an error, or nobody asks any more."""

    def __init__(self, open_source: Callable[[], VideoSource], size: Size, timing: Timing) -> None:
        self._open, self._size, self._timing = open_source, size, timing
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._number = self._waiting = 0
        self._queued = _DEFAULT_BUFFERS
        self._newest: Raw | None = None
        self._failure: DeviceError | None = None
        self._ended = False
        self._beat = self._asked = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="camera-frames", daemon=True)
        _running.add(self)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """True while frames can still come."""
        with self._changed:
            return not self._ended and not self._stop.is_set()

    @property
    def barren(self) -> bool:
        """True when the camera gave up by itself before its first frame: the bus may be too narrow for the size."""
        with self._changed:
            return self._ended and self._number == 0

    def fresh(self, *, cancel: threading.Event) -> Raw:
        """Return a frame whose exposure began after this call.

        Left out are the frames of the warm-up, those that may have waited in the queue, and the one being exposed now.
        Raises `DeviceAbsent`, `DeviceFault`, `Cancelled` (within 0.1 s).
        """
        with self._changed:
            return self._frame(self._number + self._queued + 2, cancel)

    def newest(self, *, cancel: threading.Event) -> Raw:
        """Return the next frame to arrive. Raises as `fresh` does."""
        with self._changed:
            return self._frame(self._number + 1, cancel)

    def close(self, wait_s: float = 2 * CANCEL_SLICE_S) -> None:
        """Let the thread release the camera; does not wait longer for a thread that hangs."""
        self._stop.set()
        self._thread.join(wait_s)

    def _frame(self, number: int, cancel: threading.Event) -> Raw:
        number = max(number, self._timing.warm_up_frames + 1)
        self._waiting += 1
        try:
            while True:
                if cancel.is_set():
                    raise Cancelled()
                if self._newest is not None and self._newest.number >= number:
                    return self._newest
                if self._ended:
                    raise self._failure or _unplugged()
                patience = self._timing.stall_s if self._number else self._timing.open_s
                if time.monotonic() - self._beat > patience:
                    # the thread is stuck in the kernel; it releases the camera when it comes back
                    self._stop.set()
                    raise _unplugged()
                self._changed.wait(CANCEL_SLICE_S)
        finally:
            self._waiting -= 1
            self._asked = time.monotonic()

    def _run(self) -> None:
        failure: DeviceError | None = None
        source: VideoSource | None = None
        try:
            source = self._open()
            if not source.isOpened():
                raise _not_opened()
            self._pump(source, _configure(source, self._size))
        except DeviceError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - cv2.error, or whatever OpenCV lets through: the device's fault
            log.info("camera: OpenCV: %s", error)
            failure = _unplugged()
        try:
            if source is not None:
                source.release()
        finally:
            with self._changed:
                self._failure, self._ended, self._newest = failure, True, None
                self._changed.notify_all()
            _running.discard(self)

    def _pump(self, source: VideoSource, encoded: bool) -> None:
        with self._changed:
            self._queued = max(int(source.get(BUFFERSIZE)), 0) or _DEFAULT_BUFFERS
        while not self._stop.is_set():
            if not source.grab():
                raise _unplugged()
            with self._changed:
                self._number += 1
                now = self._beat = time.monotonic()
                if not self._waiting and now - self._asked > self._timing.linger_s:
                    log.info("camera: released, nobody asked for a picture")
                    return
                wanted = self._waiting > 0 and self._number > self._timing.warm_up_frames
                raw_number = self._number
            if not wanted:
                continue
            there, pixels = source.retrieve()
            if not there:
                continue
            with self._changed:
                self._newest = Raw(raw_number, pixels, encoded)
                self._changed.notify_all()


#: streams whose thread is not done
_running: set[Stream] = set()


@atexit.register
def _come_back() -> None:
    """Get the threads out of OpenCV while Python still lives: one that returns later ends the process with SIGABRT."""
    for stream in list(_running):
        stream.close(EXIT_S)


def _configure(source: VideoSource, size: Size) -> bool:
    """Set format, then size; return whether frames come as the camera's own JPEG.

    MJPG comes first, since the default format hides the large sizes. What `set` returns is worth nothing: OpenCV falls
    back to another format and says true. Without MJPG, OpenCV converts to BGR.
    """
    source.set(FOURCC, MJPG)
    source.set(FRAME_WIDTH, size[0])
    source.set(FRAME_HEIGHT, size[1])
    source.set(BUFFERSIZE, 1)
    encoded = int(source.get(FOURCC)) == MJPG
    if encoded:
        source.set(CONVERT_RGB, 0)
    else:
        log.info("camera: no MJPG, pictures are smaller and slower")
    return encoded
