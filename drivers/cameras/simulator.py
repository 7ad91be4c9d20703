"""A simulated UVC document camera: it behaves as V4L2 under OpenCV does, lies included, on a clock of its own frames.

The driver runs against it unchanged (`UvcCamera(system=SimulatedVideo())`).
"""

from __future__ import annotations

import io
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PIL import Image

from drivers.cameras.v4l2 import MJPG, Size, fourcc
from drivers.cameras.video import BUFFERSIZE, CONVERT_RGB, FOURCC, FRAME_HEIGHT, FRAME_WIDTH, Node
from drivers.core.errors import DeviceAbsent

PATH = "/dev/v4l/by-id/usb-simulated-document-camera-video-index0"
YUYV = fourcc("YUYV")
#: uncompressed, a USB 2 bus carries no more than this
YUYV_SIZES: tuple[Size, ...] = ((1280, 960), (640, 480))


@dataclass(frozen=True)
class Make:
    """What kind of camera it is, and what is wrong with it."""

    sizes: tuple[Size, ...] = ((2592, 1944), (1600, 1200), (640, 480))
    frames_per_s: float = 200.0
    dark_frames: int = 6
    #: frames the kernel keeps for a slow reader; the oldest are kept, newer ones are lost
    buffers: int = 4
    has_mjpg: bool = True
    #: the driver offers no list of sizes
    lists_sizes: bool = True
    #: BUFFERSIZE is accepted and ignored
    keeps_buffers: bool = False
    #: sizes accepted by `set` that come as the smallest size all the same
    ignored_sizes: tuple[Size, ...] = ()
    #: sizes for which the bus has no room: STREAMON fails, no frame ever comes
    starved_sizes: tuple[Size, ...] = ()
    #: how long `grab` blocks after the cable was pulled, as OpenCV's select does
    unplug_block_s: float = 10.0
    #: as many frames after the warm-up arrive torn in the middle
    torn_frames: int = 0
    #: JPEGs without Huffman tables, as the MJPEG of many cameras is: the decoder must know the standard ones
    has_tables: bool = True
    #: zeros after the end of each JPEG
    padding: int = 0


@dataclass
class _Bench:
    plugged: bool = True
    #: (since when, shade of the page), oldest first
    pages: list[tuple[float, int]] = field(default_factory=lambda: [(0.0, 200)])


class SimulatedVideo:
    """`VideoSystem` with one camera, and the hands that work it: `lay`, `unplug`, `plug`, `hang`."""

    def __init__(self, make: Make | None = None) -> None:
        self.make = make or Make()
        self._bench = _Bench()
        self._closing = threading.Event()
        self._hanging = threading.Event()
        self._jpegs: dict[tuple[Size, int], bytes] = {}
        #: how often it was opened, and how many of these are not released
        self.opened = self.in_use = 0
        self._lock = threading.Lock()

    def lay(self, shade: int) -> None:
        """Lay a page of one shade of grey (0 dark, 255 white) under the camera, from this moment."""
        self._bench.pages.append((time.monotonic(), shade))

    def unplug(self) -> None:
        """Pull the cable."""
        self._bench.plugged = False

    def plug(self, **changed: Any) -> None:
        """Put it back, as another make if fields of `Make` are given."""
        self.make = replace(self.make, **changed)
        self._hanging.clear()
        self._bench.plugged = True

    def hang(self) -> None:
        """Give no frame any more, though the cable is in."""
        self._hanging.set()

    def close(self) -> None:
        """Let every blocked call return."""
        self._closing.set()

    def cameras(self) -> list[str]:
        """Name the camera if it is plugged in."""
        return [PATH] if self._bench.plugged else []

    def check(self, path: str) -> Node:
        """Return the camera. Raises `DeviceAbsent` when unplugged."""
        if not self._bench.plugged or path != PATH:
            raise DeviceAbsent()
        return Node(path, "Simulated document camera")

    def sizes(self, path: str) -> list[Size]:
        """List the MJPG sizes, if this make does."""
        return list(self.make.sizes) if self.make.lists_sizes and self.make.has_mjpg else []

    def open(self, path: str) -> SimulatedSource:
        """Open the camera as OpenCV does: YUYV, 640 x 480."""
        with self._lock:
            self.opened += 1
            self.in_use += 1
        return SimulatedSource(self)

    def released(self) -> None:
        """Count one release."""
        with self._lock:
            self.in_use -= 1

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._bench.plugged

    @property
    def hanging(self) -> bool:
        """Whether it gives no frames."""
        return self._hanging.is_set()

    def wait(self, seconds: float) -> None:
        """Block as the kernel does; `close` ends it."""
        self._closing.wait(seconds)

    @property
    def closing(self) -> bool:
        """Whether blocked calls must return."""
        return self._closing.is_set()

    def shade_at(self, moment: float) -> int:
        """Return the shade that lay there at `moment` (monotonic seconds)."""
        return next(shade for since, shade in reversed(self._bench.pages) if since <= moment)

    def jpeg(self, size: Size, shade: int) -> bytes:
        """Encode one page, once for each size and shade."""
        if (size, shade) not in self._jpegs:
            data = io.BytesIO()
            Image.new("L", size, shade).save(data, "JPEG")
            jpeg = data.getvalue()
            self._jpegs[size, shade] = jpeg if self.make.has_tables else _without_tables(jpeg)
        return self._jpegs[size, shade]


class SimulatedSource:
    """`VideoSource`: the calls of `cv2.VideoCapture` on V4L2."""

    def __init__(self, system: SimulatedVideo) -> None:
        self._system, self._make = system, system.make
        self._format, self._size, self._convert = YUYV, (640, 480), True
        self._asked: dict[int, int] = {}
        self._buffers = self._make.buffers
        self._opened = True
        self._streaming_since: float | None = None
        #: frames produced so far, and the (number, moment) of those waiting in the kernel
        self._produced = 0
        self._queue: deque[tuple[int, float]] = deque()
        self._grabbed: tuple[int, float] | None = None

    def isOpened(self) -> bool:
        """Whether the device could be opened."""
        return self._opened and self._system.plugged

    def set(self, prop: int, value: float, /) -> bool:
        """Take a wish. It returns true whether the wish comes true or not."""
        match prop:
            case 6:
                if int(value) == MJPG and self._make.has_mjpg:
                    self._format = MJPG
            case 3 | 4:
                self._asked[prop] = int(value)
                if len(self._asked) == 2:
                    self._negotiate((self._asked[FRAME_WIDTH], self._asked[FRAME_HEIGHT]))
            case 38:
                if not self._make.keeps_buffers:
                    self._buffers = int(value)
            case 16:
                self._convert = bool(value)
        return True

    def get(self, prop: int, /) -> float:
        """Tell what was negotiated; the size is told as asked, true or not."""
        answers = {FOURCC: self._format, FRAME_WIDTH: self._size[0], FRAME_HEIGHT: self._size[1]}
        answers |= {BUFFERSIZE: self._buffers, CONVERT_RGB: int(self._convert)}
        return float(answers.get(prop, 0))

    def grab(self) -> bool:
        """Wait for the next frame."""
        if self._streaming_since is None:
            if self._size in self._make.starved_sizes:
                return False
            self._streaming_since = time.monotonic()
        while not self._queue:
            if self._system.closing:
                return False
            if not self._system.plugged or self._system.hanging:
                self._system.wait(self._make.unplug_block_s)
                return False
            due = self._streaming_since + (self._produced + 1) / self._make.frames_per_s
            self._system.wait(max(0.0, due - time.monotonic()))
            self._produce()
        self._grabbed = self._queue.popleft()
        return True

    def retrieve(self) -> tuple[bool, Any]:
        """Return the grabbed frame, encoded or converted as was asked."""
        if self._grabbed is None:
            return False, None
        number, moment = self._grabbed
        shade = 0 if number <= self._make.dark_frames else self._system.shade_at(moment)
        size = self._delivered()
        if self._format != MJPG:
            pixels = np.full((size[1], size[0], 3), shade, np.uint8)
            pixels[0, 0] = (number % 256, number // 256 % 256, 0)
            return True, pixels
        data = _numbered(self._system.jpeg(size, shade), number)
        if 0 <= number - self._make.dark_frames - 3 < self._make.torn_frames:
            data = data[: len(data) // 2]
        return True, np.frombuffer(data + bytes(self._make.padding), np.uint8).reshape(1, -1)

    def release(self) -> None:
        """Give the camera back."""
        if self._opened:
            self._opened = False
            self._system.released()

    def _negotiate(self, asked: Size) -> None:
        sizes: Iterable[Size] = self._make.sizes if self._format == MJPG else YUYV_SIZES
        self._size = min(sizes, key=lambda size: abs(size[0] * size[1] - asked[0] * asked[1]))

    def _delivered(self) -> Size:
        return self._make.sizes[-1] if self._size in self._make.ignored_sizes else self._size

    def _produce(self) -> None:
        """Queue what the sensor saw since the last look; a full queue keeps its oldest frames and loses the new ones."""
        assert self._streaming_since is not None
        due = int((time.monotonic() - self._streaming_since) * self._make.frames_per_s)
        for number in range(self._produced + 1, due + 1):
            if len(self._queue) < self._buffers:
                self._queue.append((number, self._streaming_since + number / self._make.frames_per_s))
        self._produced = max(self._produced, due)


def _numbered(jpeg: bytes, number: int) -> bytes:
    """Put the frame's number into a comment (marker FFFE), so that no two frames are the same bytes."""
    text = f"frame {number}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + jpeg[2:]


def _without_tables(jpeg: bytes) -> bytes:
    """Leave out the Huffman tables (DHT segments, marker FFC4; ITU-T T.81 B.2.4.2)."""
    kept, at = jpeg[:2], 2
    while (marker := jpeg[at + 1]) != 0xDA:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        kept += b"" if marker == 0xC4 else jpeg[at:end]
        at = end
    return kept + jpeg[at:]
