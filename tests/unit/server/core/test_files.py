"""Page images are what they claim to be, and lie sealed."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

from server.core.crypto import KeyTrouble, Vault
from server.core.errors import HallError
from server.core.files import PageStore, drawn_anew, inspect, reduced

LIMITS = {"max_bytes": 1_000_000, "max_pixels": 1_000_000}


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_jpeg_and_png_are_taken(kind: str, media_type: str) -> None:
    facts = inspect(picture(kind), **LIMITS)
    assert (facts.media_type, facts.width, facts.height) == (media_type, 30, 20)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(HallError) as refused:
        inspect(picture(kind), **LIMITS)
    assert refused.value.code == "bad_image"


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_unopened() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(HallError) as refused:
        inspect(bomb, **LIMITS)
    assert refused.value.code == "too_large"


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_get_a_coded_answer(data: bytes, start: bytes) -> None:
    with pytest.raises(HallError) as refused:
        inspect(start + data, **LIMITS)
    assert refused.value.code == "bad_image"


def test_a_page_comes_back_as_it_was_and_a_changed_file_is_noticed(tmp_path: Path) -> None:
    store = PageStore(tmp_path, Vault.of_master(bytes(32)))
    page = picture("PNG")
    sha256 = store.put(page)
    assert store.put(page) == sha256
    assert store.get(sha256) == page
    (path,) = (found for found in tmp_path.rglob("*") if found.is_file())
    assert page[8:40] not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(KeyTrouble):
        store.get(sha256)


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", b"PK\x03\x04<script>alert(1)</script>"), ("PNG", b"%PDF-1.7 x")])
def test_what_is_shown_holds_the_picture_and_nothing_that_came_with_it(
    tmp_path: Path, kind: str, suffix: bytes
) -> None:
    buffer = io.BytesIO()
    marks = PngInfo()
    marks.add_text("Comment", "hidden words")
    picture = Image.effect_noise((60, 40), 50)
    picture.save(buffer, kind, **({"pnginfo": marks} if kind == "PNG" else {"comment": b"hidden words"}))
    came = buffer.getvalue() + suffix
    vault = Vault.of_master(bytes(32))
    store = PageStore(tmp_path / "pages", vault)
    sha256 = store.put(came)
    shown = store.shown(sha256)
    assert suffix not in shown and b"hidden words" not in shown
    assert store.get(sha256) == came
    assert store.shown(sha256) == shown
    with Image.open(io.BytesIO(shown)) as image, Image.open(io.BytesIO(came)) as original:
        difference = ImageChops.difference(image.convert("L"), original.convert("L"))
        assert ImageStat.Stat(difference).mean[0] < 3
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"JFIF" in path.read_bytes()]
    store.forget_shown()
    assert store.shown(sha256) == shown


def test_a_page_held_sideways_is_shown_upright(tmp_path: Path) -> None:
    picture, exif, buffer = Image.new("RGB", (60, 40), "white"), Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    picture.save(buffer, "JPEG", exif=exif)
    with Image.open(io.BytesIO(drawn_anew(buffer.getvalue()))) as image:
        assert (image.size, dict(image.getexif())) == ((40, 60), {})


def test_a_small_page_is_upright_and_light_and_holds_the_picture_alone() -> None:
    drawing = Image.effect_noise((2480, 1754), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "somebody's words"
    data = io.BytesIO()
    drawing.save(data, "JPEG", quality=90, exif=exif)
    small = reduced(data.getvalue(), 280)
    with Image.open(io.BytesIO(small)) as image:
        assert (image.size, dict(image.getexif())) == ((198, 280), {})
    assert len(small) < 16_000
    assert b"somebody" not in small
