"""UVC document cameras (高拍仪) through V4L2 and OpenCV.

The camera runs at full size while it is in use; a preview is a reduced copy of the same stream. Switching the size for
each would restart exposure and focus, and the page would have to wait for both.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from drivers.cameras.recorded import RecordedVideo
from drivers.cameras.stream import Raw, Stream, Timing
from drivers.cameras.v4l2 import Size
from drivers.cameras.video import LinuxVideo, VideoSystem
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault
from drivers.core.recording import Recorder, What
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.imaging import Frame
from drivers.imaging.errors import BadImage
from drivers.imaging.imagefile import frame_of, header_of
from drivers.imaging.opencv import load_cv2

log = logging.getLogger("hall.drivers.cameras")

#: sizes of the document cameras on the market, for a camera whose list cannot be had (largest first)
USUAL_SIZES: tuple[Size, ...] = (
    (4608, 3456),
    (4208, 3120),
    (4160, 3120),
    (3648, 2736),
    (3264, 2448),
    (2592, 1944),
    (2048, 1536),
    (1920, 1080),
    (1600, 1200),
)
#: below this an A4 page has some 120 dpi, too few to be read
MIN_PAGE_PIXELS = 1600 * 1200
#: on a USB 2 bus the largest size may be listed and yet not come
SIZE_ATTEMPTS = 4
#: a frame torn on the cable is followed by sound ones
TORN_ATTEMPTS = 3
#: a preview is never narrower than this, nor twice as wide
PREVIEW_WIDTH_PX = 640
_PREVIEW_QUALITY = 70


class UvcCamera:
    """`Camera` and `Previewing` on one V4L2 node.

    `path` is a node or a by-id link; without it, the first camera is taken. `width` and `height` in pixels; without
    them, the largest size the camera really delivers.
    """

    def __init__(
        self,
        path: str | None = None,
        *,
        width: int | None = None,
        height: int | None = None,
        system: VideoSystem | None = None,
        timing: Timing | None = None,
    ) -> None:
        if (width is None) != (height is None):
            raise TypeError("width and height belong together")
        self._path = path
        self._asked: Size | None = (width, height) if width is not None and height is not None else None
        self._system = system or LinuxVideo()
        self._timing = timing or Timing()
        # guards the two below: a preview may run beside a capture
        self._lock = threading.Lock()
        self._stream: Stream | None = None
        #: sizes still to be tried, the present one first
        self._sizes: list[Size] = []
        self._recorder: Recorder | None = None

    def record(self, recorder: Recorder) -> None:
        """Write down all that passes between driver and camera from now on; call it before the first use."""
        self._recorder = recorder
        self._system = RecordedVideo(self._system, recorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._forget()

    def status(self) -> Status:
        """Ask the kernel for the camera, without starting it; never raises."""
        try:
            node = self._system.check(self._where())
        except DeviceAbsent as error:
            return Absent(error.cause, error.remedy)
        except DeviceError as error:
            return Faulty(error.cause, error.remedy)
        return Ready(f"{node.name} ({node.path})")

    def capture(self, *, cancel: threading.Event) -> Frame:
        """Take one page at full size: the camera's own JPEG untouched, or a PNG from a camera without MJPG.

        Raises `DeviceAbsent`, `DeviceFault`, `BadImage`, `Cancelled`. After an error the next call opens anew.
        """
        with self._noted("capture"):
            return self._capture(cancel)

    def preview(self, *, cancel: threading.Event) -> Frame:
        """Return the next picture, 640 to 1279 pixels wide. May run on a second thread; a capture never waits for it."""
        with self._noted("preview"):
            return self._preview(cancel)

    def _capture(self, cancel: threading.Event) -> Frame:
        torn = 0
        while True:
            stream, size = self._opened()
            try:
                raw = stream.fresh(cancel=cancel)
            except DeviceError as error:
                if not self._try_smaller(stream, error):
                    raise
                continue
            try:
                frame = _evidence(raw)
            except BadImage:
                torn += 1
                if torn == TORN_ATTEMPTS:
                    raise
                log.info("camera: torn frame, taking the next one")
                continue
            if self._is_large_enough(frame, size):
                log.info("page taken: %s, %d x %d", frame.media_type, frame.width, frame.height)
                return frame
            wrong = _wrong_size(size, (frame.width, frame.height))
            if not self._try_smaller(stream, wrong):
                raise wrong

    def _preview(self, cancel: threading.Event) -> Frame:
        stream, _ = self._opened()
        try:
            try:
                return _reduced(stream.newest(cancel=cancel))
            except BadImage:
                log.info("camera: torn frame, looking at the next one")
                return _reduced(stream.newest(cancel=cancel))
        except DeviceError as error:
            if not self._try_smaller(stream, error):
                raise
        return self._preview(cancel)

    @contextlib.contextmanager
    def _noted(self, call: str) -> Iterator[None]:
        """Record that the driver is called, and how that ended: a camera that hangs gives nothing else to record."""
        if self._recorder is None:
            yield
            return
        self._recorder.add(What.CALL, call=call)
        try:
            yield
        except DeviceError as error:
            self._recorder.add(What.VALUE, name="came", value=type(error).__name__)
            raise
        self._recorder.add(What.VALUE, name="came", value="frame")

    def _where(self) -> str:
        if self._path is not None:
            return self._path
        found = self._system.cameras()
        if not found:
            raise DeviceAbsent(
                "没有接高拍仪 · No document camera is attached",
                "请接好高拍仪的数据线，然后运行 hall devices list · Attach the camera, then run: hall devices list",
            )
        return found[0]

    def _opened(self) -> tuple[Stream, Size]:
        """Return the running stream and the size asked of it; start it if there is none."""
        with self._lock:
            if self._stream is None or not self._stream.alive:
                self._forget()
                path = self._system.check(self._where()).path
                if not self._sizes:
                    known = self._system.sizes(path) or list(USUAL_SIZES)
                    self._sizes = [self._asked] if self._asked else known[:SIZE_ATTEMPTS]
                size = self._sizes[0]
                log.info("camera: opening at %d x %d", *size)
                self._stream = Stream(lambda: self._system.open(path), size, self._timing)
            return self._stream, self._sizes[0]

    def _forget(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _is_large_enough(self, frame: Frame, size: Size) -> bool:
        if (frame.width, frame.height) == size:
            return True
        # nobody asked for this very size, so what the camera makes of it will do if it can be read
        return self._asked is None and frame.width * frame.height >= MIN_PAGE_PIXELS

    def _try_smaller(self, stream: Stream, error: DeviceError) -> bool:
        """Drop a stream that failed; true if a smaller size is worth another try now."""
        if isinstance(error, Cancelled):
            # the camera is as well as before
            return False
        size_to_blame = stream.barren or isinstance(error, WrongSize)
        with self._lock:
            if stream is self._stream:
                self._forget()
                if size_to_blame and len(self._sizes) > 1:
                    del self._sizes[0]
                    return True
                # begin anew with the largest: it may be another camera that is plugged in next
                self._sizes = []
        return False


class WrongSize(DeviceFault):
    """The camera delivers another size than it was asked for, too small to be read."""


def _wrong_size(asked: Size, got: Size) -> WrongSize:
    return WrongSize(
        f"高拍仪应给 {asked[0]}×{asked[1]}，实际只给 {got[0]}×{got[1]} 像素 · "
        f"The camera gives {got[0]}×{got[1]} pixels instead of {asked[0]}×{asked[1]}",
        "请把高拍仪单独接到一个 USB 口，或在设置中改正尺寸 · "
        "Give the camera a USB port of its own, or correct its size in the settings",
    )


def _evidence(raw: Raw) -> Frame:
    if raw.encoded:
        return frame_of(_jpeg(raw.pixels))
    cv2 = load_cv2()
    # lossless, and fast rather than small
    done, png = cv2.imencode(".png", raw.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise BadImage()
    return frame_of(png.tobytes())


def _jpeg(pixels: Any) -> bytes:
    """Return the camera's bytes without the zeros with which some fill the buffer up; they are no part of the image."""
    data: bytes = pixels.tobytes()
    bare = data.rstrip(b"\0")
    return bare if bare.endswith(b"\xff\xd9") else data


def _reduced(raw: Raw) -> Frame:
    """Make a small picture of a frame; the JPEG decoder leaves out what is not needed, which is many times faster."""
    cv2 = load_cv2()
    try:
        picture = cv2.imdecode(raw.pixels, _reduction(raw)) if raw.encoded else raw.pixels
        if picture is None:
            raise BadImage()
        while picture.shape[1] >= 2 * PREVIEW_WIDTH_PX:
            picture = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        done, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _PREVIEW_QUALITY])
    except cv2.error as error:
        raise BadImage() from error
    if not done:
        raise BadImage()
    data: bytes = jpeg.tobytes()
    height, width = picture.shape[:2]
    return Frame(data, "image/jpeg", hashlib.sha256(data).hexdigest(), width, height)


def _reduction(raw: Raw) -> int:
    """Return how OpenCV shall decode a JPEG: as small as a preview may be. Raises `BadImage` by its header."""
    cv2 = load_cv2()
    _, (width, _) = header_of(raw.pixels.tobytes())
    flags: dict[int, int] = {
        8: cv2.IMREAD_REDUCED_COLOR_8,
        4: cv2.IMREAD_REDUCED_COLOR_4,
        2: cv2.IMREAD_REDUCED_COLOR_2,
    }
    return next((flag for part, flag in flags.items() if width // part >= PREVIEW_WIDTH_PX), int(cv2.IMREAD_COLOR))
