"""Page images are what they claim to be, and lie sealed."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from server.core.crypto import KeyTrouble, Vault
from server.core.errors import HallError
from server.core.files import PageStore, inspect

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
