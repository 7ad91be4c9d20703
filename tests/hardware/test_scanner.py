"""The contract of scanners on the scanner that `--hardware` names; a test page lies on its glass."""

from __future__ import annotations

import pytest

from drivers.scanners import Scanner
from drivers.testing.scanners import ScannerContract

pytestmark = [pytest.mark.hardware, pytest.mark.timeout(300)]


class TestHardwareContract(ScannerContract):
    @pytest.fixture
    def scanner(self, hardware_scanner: Scanner) -> Scanner:
        return hardware_scanner
