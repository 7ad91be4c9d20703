"""The video system of the machine as the driver sees it: which cameras there are, and one of them opened.

`LinuxVideo` is the real one (V4L2 through OpenCV); the simulator is another.
"""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from drivers.cameras import v4l2
from drivers.cameras.v4l2 import Size
from drivers.core.errors import DeviceAbsent, DeviceError, DeviceFault
from drivers.imaging.opencv import load_cv2

log = logging.getLogger("hall.drivers.cameras")

#: numbers of cv2.CAP_PROP_*, so that the driver need not load OpenCV to name them
FRAME_WIDTH, FRAME_HEIGHT, FOURCC, CONVERT_RGB, BUFFERSIZE = 3, 4, 6, 16, 38


class VideoSource(Protocol):
    """The part of `cv2.VideoCapture` the driver uses. Every call may block for ten seconds, or raise `cv2.error`."""

    def isOpened(self) -> bool: ...

    def set(self, prop: int, value: float, /) -> bool:
        """Ask for a property. True says nothing: the device may have taken another value."""
        ...

    def get(self, prop: int, /) -> float: ...

    def grab(self) -> bool:
        """Wait for the next frame; false when none came."""
        ...

    def retrieve(self) -> tuple[bool, Any]:
        """Return the grabbed frame: 1 x N bytes as delivered with CONVERT_RGB 0, else height x width x 3 (BGR)."""
        ...

    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Node:
    """One camera. `path` stays the same when it is plugged in again, where the system gives such names."""

    path: str
    name: str


class VideoSystem(Protocol):
    """Where cameras come from."""

    def cameras(self) -> list[str]:
        """Return the path of each camera once; metadata nodes are left out, cameras this user may not open are not."""
        ...

    def check(self, path: str) -> Node:
        """Return the camera behind `path`. Raises `DeviceAbsent`, `DeviceFault`."""
        ...

    def sizes(self, path: str) -> list[Size]:
        """List the MJPG sizes of a camera in pixels, largest first; empty when unknown."""
        ...

    def open(self, path: str) -> VideoSource:
        """Open a camera. What it returns may be not opened."""
        ...


class LinuxVideo:
    """V4L2. `dev` is the device folder."""

    def __init__(self, dev: Path = Path("/dev")) -> None:
        self._dev = dev

    def cameras(self) -> list[str]:
        """Name each camera, by its lasting /dev/v4l/by-id name where there is one."""
        found: dict[Path, str] = {}
        for path in [*sorted((self._dev / "v4l/by-id").glob("*")), *sorted(self._dev.glob("video*"))]:
            real = path.resolve()
            if real in found:
                continue
            try:
                self.check(str(path))
            except DeviceAbsent:
                continue
            except DeviceFault as error:
                log.info("camera left in the list: %s", error.cause)
            found[real] = str(path)
        return list(found.values())

    def check(self, path: str) -> Node:
        """Ask the node itself. A metadata node is no camera."""
        try:
            found = v4l2.query(path)
        except OSError as error:
            raise _unusable(path, error) from error
        if found is None or not found.is_camera:
            raise DeviceAbsent(
                f"{path} 不是摄像头 · {path} is not a camera",
                "请运行 hall devices list，在设置中填写列出的路径 · Run: hall devices list, and put a listed path in the settings",
            )
        return Node(path, found.card)

    def sizes(self, path: str) -> list[Size]:
        """Ask the kernel's list."""
        return v4l2.mjpg_sizes(path)

    def open(self, path: str) -> VideoSource:
        """Open through OpenCV, which takes the path of a node as it takes its number."""
        cv2 = load_cv2()
        source: VideoSource = cv2.VideoCapture(path, cv2.CAP_V4L2)
        return source


def _unusable(path: str, error: OSError) -> DeviceError:
    if error.errno in (errno.EACCES, errno.EPERM):
        return DeviceFault(
            f"本用户无权打开 {path} · This user may not open {path}",
            "请运行 sudo usermod -aG video $USER 后重新登录 · Run: sudo usermod -aG video $USER, then log in again",
        )
    return DeviceAbsent(
        f"找不到高拍仪 {path} · The document camera is not there",
        "请检查高拍仪的数据线 · Check the cable of the document camera",
    )
