from __future__ import annotations

import threading
from pathlib import Path

import pytest

from drivers.cameras import Camera
from drivers.core.registry import driver
from drivers.core.status import Absent
from drivers.scanners.ascamera import ScannerCamera
from drivers.scanners.sane import SaneScanner
from drivers.scanners.simulator.bench import Scene, SimulatedScanner
from drivers.testing.cameras import CameraConformance, FeedingConformance

NEVER = threading.Event()


def camera_with(folder: Path, scene: Scene, **options: str) -> ScannerCamera:
    bench = SimulatedScanner(folder, scene)
    return ScannerCamera(scanner=SaneScanner(command=bench.command, resolution=75), **options)


class TestFeederConformance(FeedingConformance):
    @pytest.fixture
    def camera(self, tmp_path: Path) -> Camera:
        return camera_with(tmp_path, Scene(sheets=2))

    @pytest.fixture
    def empty_camera(self, tmp_path: Path) -> Camera:
        return camera_with(tmp_path, Scene(sheets=0))


class TestFlatbedConformance(CameraConformance):
    @pytest.fixture
    def camera(self, tmp_path: Path) -> Camera:
        return camera_with(tmp_path, Scene(), source="flatbed")


def test_each_call_takes_one_sheet_and_leaves_the_others_in_the_feeder(tmp_path: Path) -> None:
    bench = SimulatedScanner(tmp_path, Scene(sheets=3))
    ScannerCamera(scanner=SaneScanner(command=bench.command, resolution=75)).capture(cancel=NEVER)
    assert bench.scene.sheets == 2


def test_settings_choose_a_scanner_as_camera() -> None:
    with driver("camera", "sane")(source="flatbed", command=("/no/such/scanimage",)) as camera:
        assert isinstance(camera.status(), Absent)


@pytest.mark.parametrize("source", ["duplex", "lap"])
def test_a_source_that_gives_no_single_pages_is_a_mistake_of_the_settings(source: str) -> None:
    with pytest.raises(TypeError, match=source):
        ScannerCamera(source=source)
