"""What every `Scanner` does. A subclass provides `scanner`, `feed` and, where it can make them so, the unhappy ones.

`ScannerContract` and `FeederContract` run on hardware too.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable

import pytest

from drivers.core.errors import Cancelled, DeviceAbsent, DeviceFault
from drivers.core.status import Absent, Ready
from drivers.imaging.errors import NoPage
from drivers.imaging.imagefile import frame_of
from drivers.scanners import Progress, Scanner, Source
from drivers.scanners.errors import CoverOpen, PaperJam

#: puts at least so many sheets into the feeder
Feed = Callable[[int], None]
#: a cancelled scan stops the lamp first, and is killed after three seconds; with room for a busy machine
CANCEL_S = 3.0 + 2.0


class ScannerContract:
    """The contract in `drivers.scanners`, as far as a scanner and a page on its glass show it."""

    @pytest.fixture
    def scanner(self) -> Scanner:
        """Return an opened scanner with a page on its glass."""
        raise LookupError("a conformance test names its scanner")

    def test_a_scanner_that_answers_is_ready(self, scanner: Scanner) -> None:
        status = scanner.status()
        assert isinstance(status, Ready)
        assert status.detail

    def test_it_satisfies_the_protocol(self, scanner: Scanner) -> None:
        assert isinstance(scanner, Scanner)

    def test_the_flatbed_gives_one_page_with_its_hash_and_size(self, scanner: Scanner) -> None:
        (page,) = scanner.scan(Source.FLATBED, cancel=threading.Event())
        assert page.sha256 == hashlib.sha256(page.data).hexdigest()
        assert frame_of(page.data) == page

    def test_a_scan_cancelled_before_it_began_does_not_begin(self, scanner: Scanner) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            list(scanner.scan(Source.FLATBED, cancel=cancel))


class FeederContract(ScannerContract):
    """What a scanner with a feeder does besides."""

    @pytest.fixture
    def feed(self) -> Feed:
        """Return who puts at least so many sheets into the feeder; a simulated one holds them from the start."""
        return lambda _: None

    def test_the_feeder_gives_every_sheet(self, scanner: Scanner, feed: Feed) -> None:
        feed(3)
        assert len(list(scanner.scan(Source.FEEDER, cancel=threading.Event()))) >= 3

    def test_progress_counts_pages_and_never_runs_backwards_within_one(self, scanner: Scanner, feed: Feed) -> None:
        feed(3)
        heard: list[Progress] = []
        pages = list(scanner.scan(Source.FEEDER, cancel=threading.Event(), progress=heard.append))
        assert {step.page for step in heard} >= set(range(1, len(pages) + 1))
        assert heard == sorted(heard, key=lambda step: (step.page, step.percent))
        assert all(0 <= step.percent <= 100 for step in heard)

    def test_a_scan_given_up_after_a_page_leaves_the_scanner_usable(self, scanner: Scanner, feed: Feed) -> None:
        feed(3)
        pages = scanner.scan(Source.FEEDER, cancel=threading.Event())
        assert next(pages).data
        pages.close()  # type: ignore[attr-defined]
        assert len(list(scanner.scan(Source.FLATBED, cancel=threading.Event()))) == 1


class ScannerConformance(FeederContract):
    """The whole contract, with what only a simulator can do on command; its feeder holds at least three sheets."""

    @pytest.fixture
    def slow_scanner(self) -> Scanner:
        """Return one that takes at least ten seconds for a page."""
        raise LookupError("a conformance test names its scanner")

    @pytest.fixture
    def empty_scanner(self) -> Scanner:
        """Return one with nothing in the feeder."""
        raise LookupError("a conformance test names its scanner")

    @pytest.fixture
    def jamming_scanner(self) -> Scanner:
        """Return one that jams at the first sheet."""
        raise LookupError("a conformance test names its scanner")

    @pytest.fixture
    def open_scanner(self) -> Scanner:
        """Return one whose cover is open."""
        raise LookupError("a conformance test names its scanner")

    @pytest.fixture
    def failing_scanner(self) -> Scanner:
        """Return one that is lost in the middle of a page."""
        raise LookupError("a conformance test names its scanner")

    @pytest.fixture
    def absent_scanner(self) -> Scanner:
        """Return one that is not there."""
        raise LookupError("a conformance test names its scanner")

    def test_an_empty_feeder_is_said_so(self, empty_scanner: Scanner) -> None:
        with pytest.raises(NoPage) as caught:
            list(empty_scanner.scan(Source.FEEDER, cancel=threading.Event()))
        assert "进纸器" in caught.value.remedy

    def test_a_jam_is_said_so(self, jamming_scanner: Scanner) -> None:
        with pytest.raises(PaperJam):
            list(jamming_scanner.scan(Source.FEEDER, cancel=threading.Event()))

    def test_an_open_cover_is_said_so(self, open_scanner: Scanner) -> None:
        with pytest.raises(CoverOpen):
            list(open_scanner.scan(Source.FLATBED, cancel=threading.Event()))

    def test_a_scanner_lost_in_mid_page_is_absent_with_a_remedy(self, failing_scanner: Scanner) -> None:
        with pytest.raises(DeviceAbsent) as caught:
            list(failing_scanner.scan(Source.FLATBED, cancel=threading.Event()))
        assert "数据线" in caught.value.remedy

    def test_a_scanner_that_is_not_there_is_absent(self, absent_scanner: Scanner) -> None:
        assert isinstance(absent_scanner.status(), Absent)
        with pytest.raises((DeviceAbsent, DeviceFault)):
            list(absent_scanner.scan(Source.FLATBED, cancel=threading.Event()))

    def test_a_scan_cancelled_in_mid_page_ends_soon(self, slow_scanner: Scanner) -> None:
        cancel, set_at = threading.Event(), [0.0]

        def stop(_: Progress) -> None:
            set_at[0] = set_at[0] or time.monotonic()
            cancel.set()

        with pytest.raises(Cancelled):
            list(slow_scanner.scan(Source.FLATBED, cancel=cancel, progress=stop))
        assert time.monotonic() - set_at[0] < CANCEL_S
