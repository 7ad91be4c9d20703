"""The reading process: reads, dies, is restarted, is cancelled, ends with its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kiosk.bench.petition_pages import Petition
from kiosk.reading.engine_name import EngineName
from kiosk.reading.errors import EngineMissing, ReadingCancelled, ReadingFailed
from kiosk.reading.process import Readiness, ReadingProcess
from kiosk.reading.result import PageIssue

pytestmark = [pytest.mark.ocr, pytest.mark.xdist_group("ocr")]


@pytest.fixture(scope="module")
def reading(cache_dir: Path) -> Iterator[ReadingProcess]:
    # the light engine loads in a second; the process around it is the same
    with ReadingProcess(None, cache_dir, EngineName.RAPID) as process:
        yield process


def test_a_page_goes_in_and_its_text_comes_out(reading: ReadingProcess, petition: Petition) -> None:
    page = reading.read(petition.pages[2].jpeg, 2, threading.Event())
    assert page.index == 2 and page.image and petition.truth.person.phone in page.text
    assert reading.load_seconds is not None


def test_bytes_that_are_no_image_are_an_issue(reading: ReadingProcess) -> None:
    page = reading.read(b"not an image", 0, threading.Event())
    assert page.issues == (PageIssue.NOT_AN_IMAGE,) and page.image == b""


@pytest.mark.expect_log("reading process failed on a task")
def test_a_process_killed_while_reading_is_restarted_and_the_page_is_read(
    reading: ReadingProcess, petition: Petition
) -> None:
    reading.read(b"", 0, threading.Event())
    first = reading.pid
    assert first is not None
    killer = threading.Timer(0.15, os.kill, (first, signal.SIGKILL))
    killer.start()
    page = reading.read(petition.pages[0].jpeg, 0, threading.Event())
    killer.join()
    assert petition.truth.person.id_number in page.text
    assert reading.pid not in (None, first)


def test_a_cancel_is_seen_within_half_a_second_and_the_next_page_is_right(
    reading: ReadingProcess, petition: Petition
) -> None:
    reading.read(b"", 0, threading.Event())
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    begun = time.monotonic()
    with pytest.raises(ReadingCancelled):
        reading.read(petition.pages[0].jpeg, 0, cancel)
    assert time.monotonic() - begun < 0.6
    page = reading.read(petition.pages[2].jpeg, 2, threading.Event())
    assert page.index == 2 and petition.truth.person.phone in page.text


def test_missing_models_are_named(tmp_path: Path, cache_dir: Path) -> None:
    process = ReadingProcess(str(tmp_path), cache_dir, EngineName.RAPID)
    with pytest.raises(EngineMissing, match=tmp_path.name):
        process.read(b"", 0, threading.Event())
    process.stop()


@pytest.mark.expect_log("reading process failed on a task")
def test_a_process_that_keeps_dying_fails_the_page(cache_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    process = ReadingProcess(None, cache_dir, EngineName.RAPID)
    with pytest.raises(ReadingFailed):
        process.read(b"", 0, threading.Event())
    process.stop()


def keep_until(process: ReadingProcess, wanted: Readiness) -> None:
    pause, deadline = threading.Event(), time.monotonic() + 60
    while process.keep() is not wanted:
        assert time.monotonic() < deadline, process.readiness
        pause.wait(0.02)


def test_a_process_that_died_while_nobody_asked_is_loaded_again_before_the_next_page(reading: ReadingProcess) -> None:
    keep_until(reading, Readiness.READY)
    first = reading.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(first)] if psutil.pid_exists(first) else [], timeout=10)
    keep_until(reading, Readiness.LOADING)
    keep_until(reading, Readiness.READY)
    assert reading.pid not in (None, first) and reading.load_seconds is not None


def test_an_engine_that_cannot_be_loaded_refuses_a_page_at_once(tmp_path: Path, cache_dir: Path) -> None:
    process = ReadingProcess(str(tmp_path), cache_dir, EngineName.RAPID)
    keep_until(process, Readiness.UNABLE)
    began = time.monotonic()
    with pytest.raises(EngineMissing, match=tmp_path.name):
        process.read(b"", 0, threading.Event())
    assert time.monotonic() - began < 0.1
    process.stop()


def test_a_process_that_dies_while_it_loads_counts_as_unable_after_a_few_tries(
    cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    process = ReadingProcess(None, cache_dir, EngineName.RAPID)
    keep_until(process, Readiness.UNABLE)
    process.stop()


def test_stopping_ends_a_read_under_way(cache_dir: Path) -> None:
    process = ReadingProcess(None, cache_dir, EngineName.RAPID)
    process.start()
    pid = process.pid
    stopper = threading.Timer(0.1, process.stop)
    stopper.start()
    with pytest.raises(ReadingCancelled):
        process.read(b"", 0, threading.Event())
    stopper.join()
    assert pid is not None and not psutil.pid_exists(pid)


def test_the_process_ends_with_its_owner(cache_dir: Path) -> None:
    program = (
        "import sys, threading; from pathlib import Path; from kiosk.reading.process import ReadingProcess;"
        "from kiosk.reading.engine_name import EngineName;"
        f"p = ReadingProcess(None, Path({str(cache_dir)!r}), EngineName.RAPID); p.start();"
        "print(p.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        child = psutil.Process(int(owner.stdout.readline()))
        owner.kill()
        child.wait(timeout=20)
    assert not child.is_running()
