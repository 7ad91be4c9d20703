from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.cameras import Camera
from drivers.cameras.errors import BadImage, NoPage
from drivers.cameras.folder import FolderCamera
from drivers.core.errors import DeviceAbsent
from drivers.core.status import Absent, Ready
from drivers.imaging.imagefile import frame_of
from drivers.imaging.opencv import load_cv2
from drivers.testing.cameras import FeedingConformance

NEVER = threading.Event()


def image(kind: str = "JPEG", size: tuple[int, int] = (300, 400), shade: int = 200, **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(data, kind, **options)
    return data.getvalue()


def png_head(width: int, height: int) -> bytes:
    """A PNG that is nothing but a promise of its size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


class TestFolderConformance(FeedingConformance):
    @pytest.fixture
    def camera(self, tmp_path: Path) -> Camera:
        (tmp_path / "1.jpg").write_bytes(image())
        (tmp_path / "2.png").write_bytes(image("PNG"))
        return FolderCamera(tmp_path)

    @pytest.fixture
    def empty_camera(self, tmp_path: Path) -> Camera:
        return FolderCamera(tmp_path)


def test_pages_come_in_the_order_of_their_names_and_untouched(tmp_path: Path) -> None:
    pages = {"b.jpg": image(shade=1), "a.JPEG": image(shade=2), "c.png": image("PNG", (500, 600))}
    for name, data in pages.items():
        (tmp_path / name).write_bytes(data)
    with FolderCamera(str(tmp_path)) as camera:
        frames = [camera.capture(cancel=NEVER) for _ in pages]
    assert [frame.data for frame in frames] == [pages["a.JPEG"], pages["b.jpg"], pages["c.png"]]
    assert (frames[2].media_type, frames[2].width, frames[2].height) == ("image/png", 500, 600)


def test_a_page_that_arrives_later_is_taken_too(tmp_path: Path) -> None:
    camera = FolderCamera(tmp_path)
    with pytest.raises(NoPage):
        camera.capture(cancel=NEVER)
    (tmp_path / "late.jpg").write_bytes(image())
    assert camera.capture(cancel=NEVER).width == 300


def test_a_scanner_that_uses_one_name_again_gives_a_new_page(tmp_path: Path) -> None:
    camera = FolderCamera(tmp_path)
    (tmp_path / "scan.jpg").write_bytes(image(shade=10))
    first = camera.capture(cancel=NEVER)
    (tmp_path / "scan.jpg").write_bytes(image(shade=20, quality=95))
    assert camera.capture(cancel=NEVER).sha256 != first.sha256


def test_a_file_still_being_written_is_taken_once_it_is_whole(tmp_path: Path) -> None:
    camera, page = FolderCamera(tmp_path), image()
    (tmp_path / "scan.jpg").write_bytes(page[: len(page) // 2])
    with pytest.raises(BadImage):
        camera.capture(cancel=NEVER)
    (tmp_path / "scan.jpg").write_bytes(page)
    assert camera.capture(cancel=NEVER).data == page


def test_a_bad_image_does_not_block_the_pages_behind_it(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(b"not an image")
    (tmp_path / "2.jpg").write_bytes(image())
    camera = FolderCamera(tmp_path)
    with pytest.raises(BadImage):
        camera.capture(cancel=NEVER)
    assert camera.capture(cancel=NEVER).data == image()


def test_a_file_that_vanishes_or_is_a_dangling_link_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NoPage):
        FolderCamera(tmp_path).capture(cancel=NEVER)


def test_other_files_folders_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".hidden.jpg").write_bytes(image())
    (tmp_path / "folder.jpg").mkdir()
    with pytest.raises(NoPage):
        FolderCamera(tmp_path).capture(cancel=NEVER)


def test_the_format_is_judged_by_content_not_by_name(tmp_path: Path) -> None:
    (tmp_path / "really-a.png").write_bytes(image("JPEG"))
    (tmp_path / "really-b.jpg").write_bytes(image("GIF"))
    camera = FolderCamera(tmp_path)
    assert camera.capture(cancel=NEVER).media_type == "image/jpeg"
    with pytest.raises(BadImage):
        camera.capture(cancel=NEVER)


def test_a_missing_folder_is_an_absent_camera_with_a_remedy(tmp_path: Path) -> None:
    camera = FolderCamera(tmp_path / "nowhere")
    status = camera.status()
    assert isinstance(status, Absent)
    assert status.remedy
    with pytest.raises(DeviceAbsent):
        camera.capture(cancel=NEVER)
    (tmp_path / "nowhere").mkdir()
    assert isinstance(camera.status(), Ready)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        image()[:-200],
        image("PNG")[:-30],
        image(size=(199, 4000)),
        image("BMP"),
        # sizes are judged before a byte of the picture is decoded
        png_head(60_000, 60_000),
        png_head(8_000, 8_000),
        png_head(10_000, 9_500),
        png_head(1_000, 1_000),
    ],
)
def test_what_is_no_page_is_a_bad_image(data: bytes) -> None:
    with pytest.raises(BadImage):
        frame_of(data)


def test_orientation_is_left_to_the_reading() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    frame = frame_of(image(size=(300, 400), exif=exif))
    assert (frame.width, frame.height) == (300, 400)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16"])
def test_every_common_kind_of_png_is_a_page(mode: str) -> None:
    data = io.BytesIO()
    Image.new(mode, (300, 300)).save(data, "PNG")
    assert frame_of(data.getvalue()).media_type == "image/png"


@given(st.binary(max_size=200), st.sampled_from([b"", image()[:40], image("PNG")[:40], png_head(300, 300)]))
def test_noise_is_a_bad_image_and_nothing_worse(noise: bytes, head: bytes) -> None:
    with pytest.raises(BadImage):
        frame_of(head + noise)


def test_importing_opencv_leaves_qt_as_it_was() -> None:
    load_cv2()
    asked = (
        "import os\n"
        "from drivers.imaging.opencv import load_cv2\n"
        "load_cv2()\n"
        "print(os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'), os.environ.get('QT_QPA_FONTDIR'))\n"
    )
    root = Path(__file__).parents[4]
    for before, after in (({}, "None None"), ({"QT_QPA_FONTDIR": "/fonts"}, "None /fonts")):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("QT_QPA_") or k == "QT_QPA_PLATFORM"}
        done = subprocess.run(
            [sys.executable, "-c", asked], cwd=root, env=clean | before, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == after
