"""What every `Camera` does.

A subclass of `CameraConformance` provides `camera`, of `FeedingConformance` (pages run out) also `empty_camera`, of
`PreviewConformance` a camera that is `Previewing`.
"""

from __future__ import annotations

import hashlib
import threading

import pytest

from drivers.cameras import Camera, Previewing
from drivers.cameras.errors import NoPage
from drivers.core.errors import Cancelled
from drivers.core.status import Ready
from drivers.imaging.imagefile import frame_of


class CameraConformance:
    """Tests of the contract in `drivers.cameras`."""

    @pytest.fixture
    def camera(self) -> Camera:
        """Return an opened camera with at least two pages before it; those of a live camera are two looks at one."""
        raise LookupError("a conformance test names its camera")

    def test_a_camera_that_answers_is_ready(self, camera: Camera) -> None:
        assert isinstance(camera.status(), Ready)

    def test_it_satisfies_the_protocol(self, camera: Camera) -> None:
        assert isinstance(camera, Camera)

    def test_each_capture_is_a_picture_of_its_own_with_its_hash_and_size(self, camera: Camera) -> None:
        first, second = (camera.capture(cancel=threading.Event()) for _ in range(2))
        assert first.sha256 != second.sha256
        for frame in (first, second):
            assert frame.sha256 == hashlib.sha256(frame.data).hexdigest()
            assert frame_of(frame.data) == frame
            assert min(frame.width, frame.height) >= 200

    def test_a_cancelled_capture_takes_no_page(self, camera: Camera) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            camera.capture(cancel=cancel)
        assert camera.capture(cancel=threading.Event()).data
        assert camera.capture(cancel=threading.Event()).data


class FeedingConformance(CameraConformance):
    """What a camera does whose pages come from a heap: `camera` has exactly two."""

    @pytest.fixture
    def empty_camera(self) -> Camera:
        """Return an opened camera with no page before it."""
        raise LookupError("a conformance test names its camera")

    def test_each_page_comes_once(self, camera: Camera) -> None:
        for _ in range(2):
            camera.capture(cancel=threading.Event())
        with pytest.raises(NoPage):
            camera.capture(cancel=threading.Event())

    def test_no_page_is_said_so(self, empty_camera: Camera) -> None:
        with pytest.raises(NoPage):
            empty_camera.capture(cancel=threading.Event())


class PreviewConformance(CameraConformance):
    """What a camera does that can be looked through."""

    def test_a_preview_is_small_and_a_page_is_not(self, camera: Camera) -> None:
        assert isinstance(camera, Previewing)
        small = camera.preview(cancel=threading.Event())
        page = camera.capture(cancel=threading.Event())
        assert small.media_type == "image/jpeg"
        assert 200 <= small.width < 1280
        assert small.width < page.width
        assert frame_of(small.data) == small

    def test_a_cancelled_preview_ends(self, camera: Camera) -> None:
        assert isinstance(camera, Previewing)
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            camera.preview(cancel=cancel)

    def test_a_preview_running_beside_it_does_not_hold_a_capture_up(self, camera: Camera) -> None:
        assert isinstance(camera, Previewing)
        camera.capture(cancel=threading.Event())
        stop, looks = threading.Event(), 0

        def look() -> None:
            nonlocal looks
            while not stop.is_set():
                camera.preview(cancel=threading.Event())
                looks += 1

        viewer = threading.Thread(target=look)
        viewer.start()
        try:
            pages = {camera.capture(cancel=threading.Event()).sha256 for _ in range(3)}
        finally:
            stop.set()
            viewer.join(timeout=10)
        assert len(pages) == 3
        assert looks
