"""The contract of printers on the printer that `--hardware` names. It uses some paper and asks for a hand."""

from __future__ import annotations

import pytest

from printers.testing.conformance import Hands, PrinterContract, Subject
from tests.hardware.hand import Hand

pytestmark = [pytest.mark.hardware, pytest.mark.timeout(600)]


class TestHardwareContract(PrinterContract):
    soon = 60.0

    @pytest.fixture
    def subject(self, hardware_printer: Subject) -> Subject:
        return hardware_printer

    @pytest.fixture
    def hands(self, hand: Hand) -> Hands:
        return hand
