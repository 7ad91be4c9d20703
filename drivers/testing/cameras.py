"""What every `Camera` does. A subclass provides the fixtures `camera` (two pages waiting) and `empty_camera`."""

from __future__ import annotations

import hashlib
import threading

import pytest

from drivers.cameras import Camera
from drivers.cameras.errors import NoPage
from drivers.core.errors import Cancelled
from drivers.core.status import Ready


class CameraConformance:
    """Tests of the contract in `drivers.cameras`."""

    @pytest.fixture
    def camera(self) -> Camera:
        """Return an opened camera with two different pages before it."""
        raise LookupError("a conformance test names its camera")

    @pytest.fixture
    def empty_camera(self) -> Camera:
        """Return an opened camera with no page before it."""
        raise LookupError("a conformance test names its camera")

    def test_a_camera_that_answers_is_ready(self, camera: Camera) -> None:
        assert isinstance(camera.status(), Ready)

    def test_it_satisfies_the_protocol(self, camera: Camera) -> None:
        assert isinstance(camera, Camera)

    def test_each_page_comes_once_with_its_hash_and_size(self, camera: Camera) -> None:
        first, second = (camera.capture(cancel=threading.Event()) for _ in range(2))
        assert first.sha256 != second.sha256
        for frame in (first, second):
            assert frame.sha256 == hashlib.sha256(frame.data).hexdigest()
            assert frame.media_type in ("image/jpeg", "image/png")
            assert min(frame.width, frame.height) >= 200
        with pytest.raises(NoPage):
            camera.capture(cancel=threading.Event())

    def test_no_page_is_said_so(self, empty_camera: Camera) -> None:
        with pytest.raises(NoPage):
            empty_camera.capture(cancel=threading.Event())

    def test_a_cancelled_capture_takes_no_page(self, camera: Camera) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            camera.capture(cancel=cancel)
        assert camera.capture(cancel=threading.Event()).data
        assert camera.capture(cancel=threading.Event()).data
