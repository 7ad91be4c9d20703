"""The contract of card readers on the reader that `--hardware` names."""

from __future__ import annotations

import threading

import pytest

from drivers.cards import CardReader
from drivers.cards.simulator.card import sample_card
from drivers.testing.cards import CardReaderContract, Field

pytestmark = [pytest.mark.hardware, pytest.mark.timeout(300)]


class TestHardwareContract(CardReaderContract):
    soon = 60.0

    @pytest.fixture
    def field(self, hand: Field) -> Field:
        return hand

    @pytest.fixture
    def reader(self, field: Field, hardware: CardReader) -> CardReader:
        return hardware

    def test_a_card_gives_text_and_photo_of_full_size(
        self, field: Field, reader: CardReader, cancel: threading.Event
    ) -> None:
        field.insert(sample_card())
        assert reader.wait_card(timeout=self.soon, cancel=cancel)
        card = reader.read(cancel=cancel)
        assert (len(card.raw_text), len(card.raw_photo)) == (256, 1024)
        assert card.number
