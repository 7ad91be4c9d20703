"""What the kernel says about a video node: is it a camera, what is it called, which MJPG sizes does it offer.

Layouts and numbers: Linux UAPI, <linux/videodev2.h>. Nothing here starts the stream, so it never disturbs a camera.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
from dataclasses import dataclass

#: V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_DEVICE_CAPS
_VIDEO_CAPTURE, _HAS_DEVICE_CAPS = 0x00000001, 0x80000000
#: V4L2_FRMSIZE_TYPE_DISCRETE; the other types (steps) do not occur with MJPG cameras
_DISCRETE = 1
#: a camera lists some twenty sizes; a faulty driver might never end the list
_MAX_SIZES = 64

Size = tuple[int, int]


def fourcc(name: str) -> int:
    """Return the number of a four-character pixel format, least significant byte first."""
    return int.from_bytes(name.encode("ascii"), "little")


MJPG = fourcc("MJPG")


class _Capability(ctypes.Structure):
    _fields_ = [
        ("driver", ctypes.c_char * 16),
        ("card", ctypes.c_char * 32),
        ("bus_info", ctypes.c_char * 32),
        ("version", ctypes.c_uint32),
        ("capabilities", ctypes.c_uint32),
        ("device_caps", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
    ]


class _FrameSize(ctypes.Structure):
    _fields_ = [
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        # for a discrete size the first two are width and height; the union is as long as the stepwise one
        ("size", ctypes.c_uint32 * 6),
        ("reserved", ctypes.c_uint32 * 2),
    ]


def _ioctl_number(direction: int, number: int, size: int) -> int:
    return direction << 30 | size << 16 | ord("V") << 8 | number


VIDIOC_QUERYCAP = _ioctl_number(2, 0, ctypes.sizeof(_Capability))
VIDIOC_ENUM_FRAMESIZES = _ioctl_number(3, 74, ctypes.sizeof(_FrameSize))


@dataclass(frozen=True, slots=True)
class Capability:
    """What a node can do. One USB camera has two nodes: pictures, and metadata about them."""

    #: the camera's own name
    card: str
    #: the port it hangs on: "usb-0000:00:14.0-2"
    bus: str
    is_camera: bool


def parse_capability(raw: bytes) -> Capability:
    """Read a `struct v4l2_capability` (104 bytes). `device_caps` speaks for this node, `capabilities` for all of them."""
    found = _Capability.from_buffer_copy(raw)
    flags = found.device_caps if found.capabilities & _HAS_DEVICE_CAPS else found.capabilities
    card, bus = (text.decode("utf-8", "replace") for text in (found.card, found.bus_info))
    return Capability(card, bus, bool(flags & _VIDEO_CAPTURE))


def query(path: str) -> Capability | None:
    """Ask a node what it is; `None` if it is no video node. Raises `OSError` when it cannot be opened."""
    node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        answer = bytearray(ctypes.sizeof(_Capability))
        fcntl.ioctl(node, VIDIOC_QUERYCAP, answer)
    except OSError:
        # ENOTTY: some other device; ENODEV: pulled this very moment
        return None
    finally:
        os.close(node)
    return parse_capability(bytes(answer))


def mjpg_sizes(path: str) -> list[Size]:
    """List the sizes the node offers as MJPG, largest first; empty when it offers none or cannot be asked."""
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return []
    sizes: set[Size] = set()
    try:
        for index in range(_MAX_SIZES):
            asked = bytearray(bytes(_FrameSize(index=index, pixel_format=MJPG)))
            fcntl.ioctl(node, VIDIOC_ENUM_FRAMESIZES, asked)
            answer = _FrameSize.from_buffer_copy(asked)
            if answer.type == _DISCRETE:
                sizes.add((answer.size[0], answer.size[1]))
    except OSError:
        # EINVAL ends the list
        pass
    finally:
        os.close(node)
    return sorted(sizes, key=lambda size: size[0] * size[1], reverse=True)
