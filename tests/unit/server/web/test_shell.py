"""What makes the pages an application of the telephone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from server.web import icons
from tests.unit.server.web.test_pages import Hall, hall

__all__ = ["hall"]


def test_the_icons_have_the_sizes_the_manifest_says_and_show_the_drawing(hall: Hall) -> None:
    manifest = hall.client.get("/static/manifest.webmanifest").json()
    sizes = {icon["src"].rpartition("/")[2]: icon["sizes"] for icon in manifest["icons"]}
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for name, drawn in icons.every().items():
        with Image.open(icons.FOLDER / name) as kept:
            assert kept.size == drawn.size
            assert sizes.get(name, f"{drawn.width}x{drawn.height}") == f"{drawn.width}x{drawn.height}"
            # few colours are kept: close, not equal
            apart = ImageChops.difference(kept.convert("RGBA").convert("RGB"), drawn.convert("RGB")).convert("L")
            assert sum(n * count for n, count in enumerate(apart.histogram())) / (drawn.width**2) < 3, name


def test_the_worker_keeps_hashed_files_and_one_page_and_never_a_page_of_a_person(hall: Hall) -> None:
    answer = hall.client.get("/sw.js")
    said = json.loads(answer.text.splitlines()[0].removeprefix("self.HALL = ").rstrip(";"))
    assert said["offline"] == "/offline"
    for file in said["files"]:
        assert file.startswith("/static/")
        assert "immutable" in hall.client.get(file).headers["cache-control"]
    assert "0310-5550110" in hall.client.get("/offline").text


@pytest.mark.parametrize("path", ["/inbox", "/calling", "/desk"])
def test_every_page_says_that_it_must_not_be_kept(hall: Hall, path: str) -> None:
    hall.sign_in("petition.duty")
    assert "no-store" in hall.client.get(path).headers["cache-control"]


def test_the_drawings_are_small(hall: Hall) -> None:
    assert sum(Path(icons.FOLDER / name).stat().st_size for name in icons.every()) < 40_000
