"""Whatever somebody puts into the folder of pages is taken in or named."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from kiosk.bench.page_folder import Sample, Skipped, samples, text


def image(form: str = "JPEG") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(held, form)
    return held.getvalue()


def test_suffixes_byte_order_marks_and_line_ends_of_any_system_are_taken_in(tmp_path: Path) -> None:
    (tmp_path / "a.JPG").write_bytes(image())
    (tmp_path / "a.TXT").write_bytes("\ufeff尊敬的领导\r\n您好".encode())
    (tmp_path / "b.Png").write_bytes(image("PNG"))
    (tmp_path / "b.Png.txt").write_bytes("反映情况".encode("gb18030"))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.jpeg").write_bytes(image())
    found = {one.name: one for one in samples(tmp_path)}
    assert {name: one.truth for name, one in found.items() if isinstance(one, Sample)} == {
        "a.JPG": "尊敬的领导\n您好",
        "b.Png": "反映情况",
        "deeper/c.jpeg": None,
    }


def test_what_cannot_be_read_is_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(image()[:200])
    (tmp_path / "phone.HEIC").write_bytes(b"ftypheic")
    (tmp_path / "tiny.png").write_bytes(b"")
    (tmp_path / "notes.md").write_text("no page")
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "good.jpg").write_bytes(image())
    (tmp_path / "good.txt").write_text("好", encoding="utf-8")
    found = list(samples(tmp_path))
    assert [one.name for one in found if isinstance(one, Sample)] == ["good.jpg"]
    assert {one.name for one in found if isinstance(one, Skipped)} == {"broken.jpg", "phone.HEIC", "tiny.png"}


def test_utf_16_is_known_by_its_mark() -> None:
    assert text("信访".encode("utf-16")) == "信访"
