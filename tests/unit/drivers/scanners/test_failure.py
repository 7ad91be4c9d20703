from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.core.errors import DeviceAbsent, DeviceError, DeviceFault
from drivers.imaging.errors import NoPage
from drivers.scanners.child import MAX_SAID, Child, _complete
from drivers.scanners.errors import BackendCrashed, Busy, CoverOpen, PaperJam
from drivers.scanners.failure import failure, nothing_to_scan
from drivers.scanners.sane import found_scanners


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (3, "", Busy),
        (6, "", PaperJam),
        (7, "scanimage: sane_start: Document feeder out of documents", NoPage),
        (8, "", CoverOpen),
        (9, "", DeviceAbsent),
        (10, "", DeviceFault),
        (11, "", DeviceFault),
        (-11, "", BackendCrashed),
        (0, "Scanned page 1. (scanner status = 5)\nScanned page 2. (scanner status = 8)\n", CoverOpen),
        (1, "scanimage: open of device test:7 failed: Invalid argument", DeviceAbsent),
        (1, "scanimage: no SANE devices found", DeviceAbsent),
        (1, "scanimage: open of device x failed: Device busy", Busy),
        (1, "scanimage: setting of option --mode failed (Invalid argument)", DeviceFault),
    ],
)
def test_each_way_scanimage_ends_has_its_error(code: int, said: str, kind: type[DeviceError]) -> None:
    assert type(failure(code, said)) is kind


def test_a_feeder_that_ran_empty_after_some_pages_is_no_error() -> None:
    assert failure(0, "Scanned page 1. (scanner status = 5)\nScanned page 2. (scanner status = 7)\n") is None


@given(st.integers(-70, 300), st.text())
def test_any_end_is_no_error_or_one_with_cause_and_remedy(code: int, said: str) -> None:
    error = failure(code, said)
    assert code == 0 or error is not None
    for found in filter(None, (error, nothing_to_scan(said))):
        assert "·" in found.cause
        assert "·" in found.remedy


@given(st.lists(st.text(max_size=80)))
def test_any_device_list_is_read(lines: list[str]) -> None:
    assert all(name for name, _ in found_scanners(lines))


def test_video_nodes_in_the_list_are_no_scanners() -> None:
    assert found_scanners(["v4l:/dev/video0|Noname Camera", "test:0|Noname frontend-tester"]) == [
        ("test:0", "Noname frontend-tester")
    ]


@given(st.lists(st.binary(max_size=40)))
def test_lines_come_out_the_same_however_the_bytes_are_cut(pieces: list[bytes]) -> None:
    whole = bytearray()
    at_once = [*_complete(whole, b"".join(pieces) or b"\n"), *_complete(whole, b"")]
    buffer = bytearray()
    cut = [line for piece in pieces if piece for line in _complete(buffer, piece)]
    assert [*cut, *_complete(buffer, b"")] == at_once


def test_what_a_child_says_is_kept_in_bounds() -> None:
    program = "import sys\nfor n in range(20000): print('x' * 80, file=sys.stderr)"
    with Child([sys.executable, "-c", program], {}) as child:
        count = sum(1 for _ in child.lines(cancel=threading.Event(), silence_s=20))
        assert child.exit_code() == 0
    assert count == 20_000
    assert len(child.said) <= MAX_SAID
