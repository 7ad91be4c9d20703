"""A preview beside the camera's bus: pages are taken meanwhile, and nothing is opened for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.cameras.folder import FolderCamera
from drivers.cameras.simulator import Make, SimulatedVideo
from drivers.cameras.stream import Timing
from drivers.cameras.uvc import UvcCamera
from drivers.core.keeping import Keeper
from drivers.imaging import Frame
from kiosk.flow.answers import PageCaptured
from kiosk.flow.effects import Capture
from kiosk.workers.camera import CameraWorker
from kiosk.workers.device import Opened
from kiosk.workers.viewfinder import Viewfinder

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SOON_S = 5.0


def kept(make: Callable[[], Any], folder: Path) -> Opened[Any]:
    return Opened(make, Keeper("camera", folder / "devices.json", lambda before, after: None, now=lambda: NOW))


@pytest.fixture
def system() -> Iterator[SimulatedVideo]:
    system = SimulatedVideo(Make(sizes=((1600, 1200), (640, 480)), unplug_block_s=0.1))
    yield system
    system.close()


class Screen:
    """Counts the pictures it is shown."""

    def __init__(self) -> None:
        self.pictures: list[Frame] = []
        self.changed = threading.Condition()

    def show(self, picture: Frame) -> None:
        with self.changed:
            self.pictures.append(picture)
            self.changed.notify_all()

    def wait_for(self, count: int) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: len(self.pictures) >= count, SOON_S)


def test_pictures_come_while_pages_are_taken(system: SimulatedVideo, tmp_path: Path) -> None:
    opened = kept(lambda: UvcCamera(system=system, timing=Timing(linger_s=5.0)), tmp_path)
    worker, screen = CameraWorker(opened, lambda: "page-1"), Screen()
    finder = Viewfinder(opened.current, pace_s=0.01)
    worker.look()
    finder.start(screen.show)
    try:
        assert screen.wait_for(2)
        for _ in range(3):
            page = worker.carry_out(Capture(), threading.Event(), lambda _: None)
            assert isinstance(page, PageCaptured)
        assert screen.wait_for(len(screen.pictures) + 2)
    finally:
        finder.stop()
    shown = len(screen.pictures)
    assert {(picture.width, picture.media_type) for picture in screen.pictures} == {(800, "image/jpeg")}
    worker.close()
    assert len(screen.pictures) == shown
    assert system.opened == 1 and system.in_use == 0


def test_a_camera_pulled_out_shows_nothing_and_stop_returns(system: SimulatedVideo, tmp_path: Path) -> None:
    opened = kept(lambda: UvcCamera(system=system, timing=Timing(stall_s=0.3, open_s=0.5)), tmp_path)
    screen, finder = Screen(), Viewfinder(opened.current, pace_s=0.01)
    opened.look()
    finder.start(screen.show)
    assert screen.wait_for(1)
    system.unplug()
    finder.stop()
    opened.leave()


def test_nothing_is_opened_for_it_and_a_folder_has_no_preview(tmp_path: Path) -> None:
    opened = kept(lambda: FolderCamera(tmp_path), tmp_path)
    screen, finder = Screen(), Viewfinder(opened.current, pace_s=0.01)
    finder.start(screen.show)
    finder.start(screen.show)
    assert opened.current() is None
    opened.get()
    finder.stop()
    finder.stop()
    assert screen.pictures == []
