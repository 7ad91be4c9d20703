"""The scanner driver against the real SANE: scanimage with the `test` backend, in child processes."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from drivers.core.errors import DeviceFault
from drivers.core.status import Absent, Ready
from drivers.scanners import Scanner, Source
from drivers.scanners.errors import BackendCrashed, Busy
from drivers.scanners.listing import attached
from drivers.scanners.sane import SILENCE_S, SaneScanner
from drivers.testing.scanners import ScannerConformance

NEVER = threading.Event()
DEVICE = "test:0"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A SANE configuration with the test backend and no other."""
    (tmp_path / "dll.conf").write_text("test\n")
    (tmp_path / "test.conf").write_text("number_of_devices 2\n")
    return tmp_path


def scanner_with(
    config: Path, *options: str, device: str | None = DEVICE, resolution: int = 75, silence_s: float = SILENCE_S
) -> SaneScanner:
    picture = "--test-picture=Grid"
    return SaneScanner(
        device, config_dir=config, resolution=resolution, options=(picture, *options), silence_s=silence_s
    )


class TestSaneConformance(ScannerConformance):
    @pytest.fixture
    def scanner(self, config: Path) -> Scanner:
        return scanner_with(config)

    @pytest.fixture
    def slow_scanner(self, config: Path) -> Scanner:
        # 200 ms for each buffer of 64 kB: a page of 600 dpi takes a minute
        return scanner_with(config, "--read-delay=yes", "--read-delay-duration=200000", resolution=600)

    @pytest.fixture
    def empty_scanner(self, config: Path) -> Scanner:
        return scanner_with(config, "--read-return-value=SANE_STATUS_NO_DOCS")

    @pytest.fixture
    def jamming_scanner(self, config: Path) -> Scanner:
        return scanner_with(config, "--read-return-value=SANE_STATUS_JAMMED")

    @pytest.fixture
    def open_scanner(self, config: Path) -> Scanner:
        return scanner_with(config, "--read-return-value=SANE_STATUS_COVER_OPEN")

    @pytest.fixture
    def failing_scanner(self, config: Path) -> Scanner:
        return scanner_with(config, "--read-return-value=SANE_STATUS_IO_ERROR", silence_s=5.0)

    def test_a_scanner_lost_in_mid_page_is_absent_with_a_remedy(self, failing_scanner: Scanner) -> None:
        # Two runs in a thousand scanimage and the reader of its test backend wait for each other for good. The driver says
        # so after `silence_s`; the next run is asked, as a person would.
        asked = super().test_a_scanner_lost_in_mid_page_is_absent_with_a_remedy
        for _ in range(2):
            with suppress(DeviceFault):
                asked(failing_scanner)
                return
        asked(failing_scanner)

    @pytest.fixture
    def absent_scanner(self, config: Path) -> Scanner:
        return scanner_with(config, device="test:7")


def test_the_feeder_of_the_test_backend_holds_ten_sheets(config: Path) -> None:
    assert len(list(scanner_with(config).scan(Source.FEEDER, cancel=NEVER))) == 10


def test_a_page_is_grey_at_300_dpi_as_large_as_the_glass_allows(config: Path) -> None:
    (page,) = scanner_with(config, resolution=300).scan(cancel=NEVER)
    # the glass of the test backend is 200 x 200 mm, smaller than A4
    assert (page.media_type, page.width, page.height) == ("image/png", 2362, 2362)


def test_without_a_name_the_first_scanner_is_found_and_remembered(config: Path) -> None:
    scanner = scanner_with(config, device=None)
    assert scanner.status() == Ready(DEVICE)
    assert len(list(scanner.scan(cancel=NEVER))) == 1


def test_both_scanners_are_listed(config: Path) -> None:
    assert [name for name, _ in attached(SaneScanner(config_dir=config))] == [
        "扫描仪 · scanner: test:0",
        "扫描仪 · scanner: test:1",
    ]


def test_no_backend_means_no_scanner(tmp_path: Path) -> None:
    (tmp_path / "dll.conf").write_text("\n")
    (tmp_path / "dll.d").mkdir()
    status = SaneScanner(config_dir=tmp_path).status()
    assert isinstance(status, Absent)
    assert "扫描仪" in status.cause


def test_a_busy_scanner_and_one_without_permission_are_faults(config: Path) -> None:
    with pytest.raises(Busy):
        list(scanner_with(config, "--read-return-value=SANE_STATUS_DEVICE_BUSY").scan(cancel=NEVER))
    with pytest.raises(DeviceFault, match="无权"):
        list(scanner_with(config, "--read-return-value=SANE_STATUS_ACCESS_DENIED").scan(cancel=NEVER))


def test_an_option_the_scanner_does_not_know_is_named(config: Path) -> None:
    with pytest.raises(DeviceFault, match="--no-such-option"):
        list(scanner_with(config, "--no-such-option=1").scan(cancel=NEVER))


def test_both_sides_are_refused_by_a_feeder_that_sees_one(config: Path) -> None:
    with pytest.raises(DeviceFault, match="duplex"):
        list(scanner_with(config).scan(Source.DUPLEX, cancel=NEVER))


@pytest.mark.parametrize("quirk", ["--fuzzy-parameters=yes", "--read-limit=yes", "--ppl-loss=13"])
def test_odd_scanners_give_whole_pages(config: Path, quirk: str) -> None:
    (page,) = scanner_with(config, quirk).scan(cancel=NEVER)
    assert page.width >= 200


def test_scanimage_that_really_crashes_takes_nobody_with_it(config: Path) -> None:
    # scanimage 1.1.1 aborts when a page of unknown length is to become a PNG; later versions may not
    scanner = scanner_with(config)
    try:
        assert len(list(scanner_with(config, "--hand-scanner=yes").scan(cancel=NEVER))) == 1
    except BackendCrashed as error:
        assert "SIGABRT" in error.cause
    assert len(list(scanner.scan(cancel=NEVER))) == 1
