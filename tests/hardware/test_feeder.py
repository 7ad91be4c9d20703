"""The contract of scanners with a feeder on the one that `--hardware` names, and a hand that feeds it."""

from __future__ import annotations

import pytest

from drivers.scanners import Scanner
from drivers.testing.scanners import Feed, FeederContract
from tests.hardware.hand import Hand

pytestmark = [pytest.mark.hardware, pytest.mark.timeout(600)]


class TestHardwareContract(FeederContract):
    @pytest.fixture
    def scanner(self, hardware_scanner: Scanner) -> Scanner:
        return hardware_scanner

    @pytest.fixture
    def feed(self, hand: Hand) -> Feed:
        return hand.feed
