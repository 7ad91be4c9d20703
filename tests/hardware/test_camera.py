"""The contract of cameras on the document camera that `--hardware` names; a test page lies under it."""

from __future__ import annotations

import pytest

from drivers.cameras import Camera
from drivers.testing.cameras import PreviewConformance

pytestmark = [pytest.mark.hardware, pytest.mark.timeout(300)]


class TestHardwareContract(PreviewConformance):
    @pytest.fixture
    def camera(self, hardware_camera: Camera) -> Camera:
        return hardware_camera
