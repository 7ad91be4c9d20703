from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cameras.v4l2 import (
    MJPG,
    VIDIOC_ENUM_FRAMESIZES,
    VIDIOC_QUERYCAP,
    mjpg_sizes,
    parse_capability,
    query,
)
from drivers.cameras.video import LinuxVideo
from drivers.core.errors import DeviceAbsent

CAPTURE, METADATA, HAS_DEVICE_CAPS = 0x1, 0x00800000, 0x80000000


def capability(card: bytes, capabilities: int, device_caps: int) -> bytes:
    return struct.pack("<16s32s32s6I", b"uvcvideo", card, b"usb-1", 0, capabilities, device_caps, 0, 0, 0)


def test_the_numbers_are_those_of_the_kernel() -> None:
    # <linux/videodev2.h> on a 64-bit machine: VIDIOC_QUERYCAP, VIDIOC_ENUM_FRAMESIZES, V4L2_PIX_FMT_MJPEG
    assert (VIDIOC_QUERYCAP, VIDIOC_ENUM_FRAMESIZES, MJPG) == (0x80685600, 0xC02C564A, 0x47504A4D)


@pytest.mark.parametrize(
    ("capabilities", "device_caps", "is_camera"),
    [
        (CAPTURE | METADATA | HAS_DEVICE_CAPS, CAPTURE, True),
        # the whole device can take pictures, this node cannot
        (CAPTURE | METADATA | HAS_DEVICE_CAPS, METADATA, False),
        # kernels before 3.4 have no device_caps
        (CAPTURE, 0, True),
        (METADATA, CAPTURE, False),
    ],
)
def test_a_node_is_a_camera_by_its_own_capabilities(capabilities: int, device_caps: int, is_camera: bool) -> None:
    found = parse_capability(capability("良田 S500".encode(), capabilities, device_caps))
    assert (found.card, found.bus, found.is_camera) == ("良田 S500", "usb-1", is_camera)


@given(st.binary(min_size=104, max_size=104))
def test_any_answer_of_a_driver_is_read(raw: bytes) -> None:
    parse_capability(raw)


def test_another_device_is_no_camera() -> None:
    assert query("/dev/null") is None
    assert mjpg_sizes("/dev/null") == []
    with pytest.raises(DeviceAbsent, match="/dev/null"):
        LinuxVideo().check("/dev/null")


def test_a_missing_node_is_absent(tmp_path: Path) -> None:
    assert mjpg_sizes(str(tmp_path / "video0")) == []
    with pytest.raises(DeviceAbsent) as caught:
        LinuxVideo(tmp_path).check(str(tmp_path / "video0"))
    assert "数据线" in caught.value.remedy


def test_a_machine_without_cameras_lists_none(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    assert LinuxVideo(tmp_path).cameras() == []
