"""The camera driver with real ioctls and OpenCV's own V4L2 code, over a kernel that is played by a preloaded library."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("shim") / "v4l2_shim.so"
    command = [
        "gcc",
        "-shared",
        "-fPIC",
        "-O1",
        "-Wall",
        "-Werror",
        "-o",
        str(built),
        str(HERE / "v4l2_shim.c"),
        "-ldl",
    ]
    subprocess.run(command, check=True, timeout=60)
    return built


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A device folder as udev makes it for one camera: two nodes, a lasting name for each."""
    dev = tmp_path_factory.mktemp("dev").resolve()
    (dev / "v4l/by-id").mkdir(parents=True)
    for number in (0, 1):
        (dev / f"video{number}").touch()
        (dev / f"v4l/by-id/usb-shim-video-index{number}").symlink_to(f"../../video{number}")
    for size in ((2592, 1944), (1600, 1200), (640, 480)):
        data = io.BytesIO()
        Image.linear_gradient("L").resize(size).save(data, "JPEG")
        (dev / f"{size[0]}x{size[1]}.jpg").write_bytes(data.getvalue())
    return dev


@pytest.fixture(scope="module")
def seen(shim: Path, dev: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HERE / "uvc_probe.py"), str(dev)],
        env=os.environ | {"LD_PRELOAD": str(shim), "V4L2_SHIM": str(dev), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_camera_is_listed_once_by_its_lasting_name_and_its_metadata_node_is_not(
    seen: dict[str, Any], dev: Path
) -> None:
    assert seen["listed"] == [f"高拍仪 · camera: {dev}/v4l/by-id/usb-shim-video-index0"]
    assert seen["metadata"] == "DeviceAbsent"


def test_the_kernel_names_the_camera_and_its_sizes_largest_first(seen: dict[str, Any]) -> None:
    assert "Shim Camera" in seen["status"]
    assert seen["sizes"] == [[2592, 1944], [1600, 1200], [640, 480]]


def test_the_page_is_the_cameras_own_jpeg_byte_for_byte(seen: dict[str, Any], dev: Path) -> None:
    evidence = hashlib.sha256((dev / "2592x1944.jpg").read_bytes()).hexdigest()
    assert seen["page"] == ["image/jpeg", 2592, 1944, evidence]


def test_a_preview_is_small(seen: dict[str, Any]) -> None:
    assert seen["preview"][:3] == ["image/jpeg", 648, 486]


def test_a_pulled_cable_is_absent_and_the_camera_works_again_when_it_is_back(seen: dict[str, Any]) -> None:
    assert seen["unplugged"] == ["DeviceAbsent", "Absent"]
    assert seen["again"] == seen["page"]


def test_a_camera_that_stops_giving_frames_is_left_behind(seen: dict[str, Any]) -> None:
    assert seen["hanging"] == "DeviceAbsent"
