from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault
from drivers.core.registry import driver
from drivers.core.status import Absent, Faulty, Ready
from drivers.imaging.errors import BadImage, NoPage
from drivers.scanners import Scanner, Source
from drivers.scanners.errors import BackendCrashed, Busy, PaperJam
from drivers.scanners.listing import attached
from drivers.scanners.pagefolder import page_folder
from drivers.scanners.sane import SaneScanner
from drivers.scanners.simulator.bench import Fault, Scene, SimulatedScanner
from drivers.testing.scanners import ScannerConformance

NEVER = threading.Event()
Make = Callable[..., tuple[SimulatedScanner, SaneScanner]]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(scene: Scene | None = None, **options: float) -> tuple[SimulatedScanner, SaneScanner]:
        bench = SimulatedScanner(tmp_path, scene)
        # small pages: what is tried here is the process, not the encoder
        return bench, SaneScanner(command=bench.command, resolution=75, grace_s=0.5, **options)  # type: ignore[arg-type]

    return make


def with_fault(made: Make, fault: Fault, *, at_page: int = 1) -> SaneScanner:
    bench, scanner = made()
    bench.fault(fault, at_page=at_page)
    return scanner


def children() -> list[str]:
    own = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    return Path(own).read_text().split()


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    before = children()
    yield
    assert children() == before
    assert not list(Path("/dev/shm").glob(f"hall-scan-{os.getpid()}-*"))


class TestSimulatedConformance(ScannerConformance):
    @pytest.fixture
    def scanner(self, made: Make) -> Scanner:
        return made()[1]

    @pytest.fixture
    def slow_scanner(self, made: Make) -> Scanner:
        return made(Scene(page_s=12))[1]

    @pytest.fixture
    def empty_scanner(self, made: Make) -> Scanner:
        return made(Scene(sheets=0))[1]

    @pytest.fixture
    def jamming_scanner(self, made: Make) -> Scanner:
        return with_fault(made, Fault.JAM)

    @pytest.fixture
    def open_scanner(self, made: Make) -> Scanner:
        return with_fault(made, Fault.COVER)

    @pytest.fixture
    def failing_scanner(self, made: Make) -> Scanner:
        return with_fault(made, Fault.UNPLUG)

    @pytest.fixture
    def absent_scanner(self, made: Make) -> Scanner:
        return made(Scene(attached=False))[1]


def test_a_jam_at_the_third_sheet_keeps_the_two_before(made: Make) -> None:
    scanner = with_fault(made, Fault.JAM, at_page=3)
    pages = scanner.scan(Source.FEEDER, cancel=NEVER)
    assert next(pages).sha256 != next(pages).sha256
    with pytest.raises(PaperJam, match="卡纸"):
        next(pages)


def test_a_crashing_backend_is_a_fault_and_the_next_scan_works(made: Make) -> None:
    bench, scanner = made()
    bench.fault(Fault.CRASH, at_page=2)
    pages = scanner.scan(Source.FEEDER, cancel=NEVER)
    assert next(pages).data
    with pytest.raises(BackendCrashed, match="SIGSEGV"):
        next(pages)
    bench.fault(None)
    assert len(list(scanner.scan(Source.FEEDER, cancel=NEVER))) == 2


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.BABBLE])
def test_a_scanner_that_says_nothing_any_more_is_killed_and_the_next_scan_works(made: Make, fault: Fault) -> None:
    bench, scanner = made(silence_s=1.5)
    bench.fault(fault)
    with pytest.raises(DeviceFault, match="没有反应"):
        list(scanner.scan(cancel=NEVER))
    bench.fault(None)
    assert len(list(scanner.scan(cancel=NEVER))) == 1


def test_a_hanging_scanner_obeys_cancel(made: Make) -> None:
    scanner = with_fault(made, Fault.HANG)
    cancel = threading.Event()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        list(scanner.scan(cancel=cancel, progress=lambda step: cancel.set() if step.percent >= 50 else None))
    assert time.monotonic() - start < 8


@pytest.mark.parametrize("fault", [Fault.TORN, Fault.VANISHED])
def test_a_page_that_did_not_come_out_is_no_page(made: Make, fault: Fault) -> None:
    scanner = with_fault(made, fault, at_page=2)
    pages = scanner.scan(Source.FEEDER, cancel=NEVER)
    assert next(pages).data
    with pytest.raises(BadImage):
        next(pages)


def test_a_scanner_in_other_hands_and_one_without_permission_are_faults_with_a_remedy(made: Make) -> None:
    busy = with_fault(made, Fault.BUSY)
    assert isinstance(busy.status(), Faulty)
    with pytest.raises(Busy):
        list(busy.scan(cancel=NEVER))
    with pytest.raises(DeviceFault) as caught:
        list(with_fault(made, Fault.DENIED).scan(cancel=NEVER))
    assert "scanner" in caught.value.remedy


def test_a_scanner_plugged_in_again_is_found_under_its_new_name(made: Make) -> None:
    bench, scanner = made()
    assert scanner.status() == Ready("simulated:libusb:001:004")
    bench.unplug()
    assert isinstance(scanner.status(), Absent)
    with pytest.raises(DeviceAbsent):
        list(scanner.scan(cancel=NEVER))
    bench.plug()
    assert len(list(scanner.scan(cancel=NEVER))) == 1
    assert scanner.status() == Ready("simulated:libusb:001:005")


def test_a_scanner_renamed_between_two_scans_costs_one_error_at_most(made: Make) -> None:
    bench, scanner = made()
    assert len(list(scanner.scan(cancel=NEVER))) == 1
    bench.plug()
    with pytest.raises(DeviceAbsent):
        list(scanner.scan(cancel=NEVER))
    assert len(list(scanner.scan(cancel=NEVER))) == 1


def test_paper_put_in_after_the_feeder_was_empty_is_scanned(made: Make) -> None:
    bench, scanner = made(Scene(sheets=0))
    with pytest.raises(NoPage):
        list(scanner.scan(Source.FEEDER, cancel=NEVER))
    bench.load(2)
    assert len(list(scanner.scan(Source.FEEDER, cancel=NEVER))) == 2


def test_pages_are_a4_at_the_resolution_asked_for(made: Make) -> None:
    _, scanner = made()
    (page,) = scanner.scan(cancel=NEVER)
    # 210 x 297 mm at 75 dpi
    assert (page.width, page.height) == (620, 877)


def test_scanimage_not_installed_is_absent_with_the_command_that_installs_it() -> None:
    with SaneScanner(command=("/no/such/scanimage",)) as scanner:
        status = scanner.status()
    assert isinstance(status, Absent)
    assert "sane-utils" in status.remedy
    ((_, listed),) = attached(scanner)
    assert isinstance(listed, Absent)


def test_attached_scanners_are_listed(made: Make) -> None:
    bench, scanner = made()
    assert attached(scanner) == [("扫描仪 · scanner: simulated:libusb:001:004", Ready("Simulated Feeder 300"))]
    bench.unplug()
    assert attached(scanner) == []


def test_settings_choose_the_scanner_by_its_driver_name() -> None:
    assert driver("scanner", "sane") is SaneScanner


def test_pages_of_a_killed_program_are_deleted_and_those_of_a_running_one_kept(tmp_path: Path) -> None:
    # numbers of processes end at 4194304 (kernel.pid_max on 64-bit machines)
    orphan, living = tmp_path / "hall-scan-4194305-abc", tmp_path / f"hall-scan-{os.getppid()}-abc"
    for folder in (orphan, living):
        folder.mkdir()
        (folder / "page-0001.png").write_bytes(b"page")
    with page_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not orphan.exists()
        assert living.exists()
    assert not folder.exists()


@pytest.mark.parametrize("fault", list(Fault))
def test_after_any_fault_the_scanner_works_again(made: Make, fault: Fault) -> None:
    bench, scanner = made(silence_s=1.5)
    bench.fault(fault, at_page=2)
    with pytest.raises(DeviceError) as caught:
        list(scanner.scan(Source.FEEDER, cancel=NEVER))
    assert caught.value.remedy
    bench.plug()
    bench.load(2)
    with pytest.raises(NoPage):
        try:
            list(scanner.scan(Source.FEEDER, cancel=NEVER))
        except DeviceAbsent:
            # its name was the old one
            list(scanner.scan(Source.FEEDER, cancel=NEVER))
        list(scanner.scan(Source.FEEDER, cancel=NEVER))
