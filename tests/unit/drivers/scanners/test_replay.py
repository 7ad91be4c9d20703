"""Every run of scanimage is recorded, then the driver runs against the recording."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.core.errors import Cancelled, DeviceError
from drivers.core.recording import Entry, Recorder, Recording, What, load
from drivers.scanners import Progress, Source
from drivers.scanners.replay import replayed
from drivers.scanners.sane import SaneScanner
from drivers.scanners.simulator.bench import Fault, Scene, SimulatedScanner

STARTED = datetime(2026, 1, 1, 12, tzinfo=UTC)


def recorded(path: Path, scanner: SaneScanner, source: Source = Source.FEEDER, *, masked: bool = True) -> list[str]:
    """Scan once, recording; return the size of each page, then the error."""
    recorder = Recorder(path, kind="scanner", driver="sane", started=STARTED, masked=masked, options={"resolution": 75})
    scanner.record(recorder)
    came: list[str] = []
    try:
        for page in scanner.scan(source, cancel=threading.Event()):
            came.append(f"{page.width}x{page.height}")
    except DeviceError as error:
        came.append(type(error).__name__)
    recorder.close()
    return came


def again(path: Path) -> list[str]:
    (outcome,) = replayed(load(path), real_time=False)
    pages = [f"{page.width}x{page.height}" for page in outcome.pages]
    return pages if outcome.error is None else [*pages, type(outcome.error).__name__]


PAGE = "620x877"


@pytest.mark.parametrize(
    ("fault", "at_page", "came"),
    [
        (None, 1, [PAGE, PAGE, PAGE]),
        (Fault.JAM, 2, [PAGE, "PaperJam"]),
        (Fault.COVER, 1, ["CoverOpen"]),
        (Fault.UNPLUG, 3, [PAGE, PAGE, "DeviceAbsent"]),
        (Fault.BUSY, 1, ["Busy"]),
        (Fault.DENIED, 1, ["DeviceFault"]),
        (Fault.CRASH, 2, [PAGE, "BackendCrashed"]),
        (Fault.TORN, 2, [PAGE, "BadImage"]),
        (Fault.VANISHED, 1, ["BadImage"]),
        (Fault.HANG, 2, [PAGE, "DeviceFault"]),
    ],
)
def test_what_a_scanner_did_it_does_again(tmp_path: Path, fault: Fault | None, at_page: int, came: list[str]) -> None:
    path, bench = tmp_path / "scanner.jsonl", SimulatedScanner(tmp_path)
    bench.fault(fault, at_page=at_page)
    scanner = SaneScanner(command=bench.command, resolution=75, grace_s=0.2, silence_s=2.0)
    assert recorded(path, scanner) == came
    assert again(path) == came


def test_nothing_attached_and_nothing_installed_are_absent_again(tmp_path: Path) -> None:
    path, bench = tmp_path / "scanner.jsonl", SimulatedScanner(tmp_path, Scene(attached=False))
    assert recorded(path, SaneScanner(command=bench.command)) == ["DeviceAbsent"]
    assert again(path) == ["DeviceAbsent"]
    assert recorded(path, SaneScanner(command=(str(tmp_path / "scanimage"),))) == ["DeviceAbsent"]
    assert again(path) == ["DeviceAbsent"]


def test_a_scan_that_was_cancelled_is_cancelled_again(tmp_path: Path) -> None:
    path, bench = tmp_path / "scanner.jsonl", SimulatedScanner(tmp_path, Scene(page_s=5.0))
    recorder = Recorder(path, kind="scanner", driver="sane", started=STARTED)
    scanner, cancel = SaneScanner(command=bench.command, resolution=75, grace_s=0.2), threading.Event()
    scanner.record(recorder)

    def stop(_: Progress) -> None:
        cancel.set()

    with pytest.raises(Cancelled):
        list(scanner.scan(cancel=cancel, progress=stop))
    recorder.close()
    assert again(path) == ["Cancelled"]


def test_pages_are_in_a_recording_only_when_asked(tmp_path: Path) -> None:
    bench = SimulatedScanner(tmp_path)
    for name, masked in (("masked.jsonl", True), ("whole.jsonl", False)):
        scanner = SaneScanner(command=bench.command, resolution=75)
        recorded(tmp_path / name, scanner, Source.FLATBED, masked=masked)
    (masked_page,), (page,) = (
        [entry for entry in load(tmp_path / name).entries if entry.what is What.FRAME]
        for name in ("masked.jsonl", "whole.jsonl")
    )
    assert masked_page.data == b"" and (masked_page.note["width"], masked_page.note["whole"]) == (620, True)
    (outcome,) = replayed(load(tmp_path / "whole.jsonl"), real_time=False)
    assert [frame.sha256 for frame in outcome.pages] == [page.note["sha256"]]
    text = (tmp_path / "masked.jsonl").read_text(encoding="utf-8")
    assert "--resolution=75" in text and "Scanning page 1" in text


def test_a_recording_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="card"):
        replayed(Recording("card", "serial", STARTED.isoformat(), True, {}, ()))


LINES = ["Scanning page 1", "Progress: 50.0%", "/x/page-0001.png", "    --mode Gray|Color [Color]", "a|b", "\x00"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            Entry,
            at=st.floats(0, 1),
            what=st.sampled_from(What),
            data=st.binary(max_size=9),
            note=st.fixed_dictionaries(
                {},
                optional={
                    "text": st.sampled_from(LINES) | st.integers(),
                    "code": st.integers(-20, 20) | st.text(max_size=2),
                    "there": st.booleans(),
                    "kind": st.sampled_from(["Cancelled", "DeviceAbsent", "x"]),
                },
            ),
        ),
        max_size=14,
    )
)
def test_any_recording_comes_to_an_end(entries: list[Entry]) -> None:
    calls = sum(entry.what is What.CALL for entry in entries)
    recording = Recording("scanner", "sane", "", True, {}, tuple(entries))
    assert len(replayed(recording, real_time=False)) == calls
