"""Stand-in handwriting: the same seed gives the same page, and what it says stands on it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kiosk.bench.hand_pages import faces, hand_petition
from kiosk.bench.petition_pages import FontMissing


def test_the_same_seed_gives_the_same_page() -> None:
    files = faces()
    first, again, other = hand_petition(3, files), hand_petition(3, files), hand_petition(4, files)
    assert (first.jpeg, first.lines) == (again.jpeg, again.lines) and first.jpeg != other.jpeg
    width, height = Image.open(io.BytesIO(first.jpeg)).size
    assert height > width > 1600
    assert len(first.lines) >= 6 and all(line.strip() for line in first.lines)


def test_a_folder_without_such_fonts_is_said(tmp_path: Path) -> None:
    with pytest.raises(FontMissing):
        faces(tmp_path)
