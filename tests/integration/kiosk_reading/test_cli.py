"""`hall read` and `hall pages` as a person types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image as Pillow

from kiosk.bench.petition_pages import Petition
from kiosk.reading.cli import pages

pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("ocr")]


def hall_read(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the OCR libraries change what they are loaded into."""
    command = [sys.executable, "-c", "from kiosk.reading.cli import read; read()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_reading_ends_with_one_json_object(petition: Petition, tmp_path: Path, cache_dir: Path) -> None:
    page = tmp_path / "page.jpg"
    page.write_bytes(petition.pages[2].jpeg)
    done = hall_read(str(page), "--engine", "rapid", "--json", "--cache", str(cache_dir))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["engine"] == "rapid" and report["pages"][0]["issues"] == []
    assert {"text", "box", "confidence"} <= report["pages"][0]["lines"][0].keys()
    phone = next(field for field in report["fields"] if field["kind"] == "phone")
    assert phone["value"] == petition.truth.person.phone and len(phone["region"]) == 4


def test_a_file_that_is_no_image_is_said_and_fails(tmp_path: Path, cache_dir: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    done = hall_read(str(bad), "--engine", "rapid", "--cache", str(cache_dir))
    assert done.returncode == 1 and "no image this reader opens" in done.stdout


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = hall_read(str(tmp_path / "nowhere.jpg"))
    assert done.returncode == 1 and "nowhere.jpg" in done.stderr


def test_every_page_of_a_scanned_stack_is_looked_at(tmp_path: Path) -> None:
    stack = tmp_path / "stack.tif"
    blank, dark = (Pillow.new("L", (600, 800), tone) for tone in (250, 5))
    blank.save(stack, save_all=True, append_images=[dark])
    checked = CliRunner().invoke(pages, ["check", str(stack), "--json"])
    verdicts = json.loads(checked.output.splitlines()[-1])
    assert verdicts == {f"{stack} [1]": ["blank"], f"{stack} [2]": ["too_dark"]}


def test_rendered_pages_pass_their_own_check(tmp_path: Path) -> None:
    made = CliRunner().invoke(pages, ["render", "--out", str(tmp_path), "--seed", "5", "--count", "2"])
    assert made.exit_code == 0, made.output
    images = sorted(str(path) for path in tmp_path.glob("*.jpg"))
    assert len(images) == 2 and (tmp_path / "petition-5.json").is_file()
    checked = CliRunner().invoke(pages, ["check", *images, "--json"])
    assert checked.exit_code == 0, checked.output
    assert list(json.loads(checked.output.splitlines()[-1]).values()) == [[], []]
