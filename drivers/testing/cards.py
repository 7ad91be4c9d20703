"""What every `CardReader` does, whatever carries it. A subclass provides the fixtures `field` or `bench`, and `reader`.

`CardReaderContract` needs a reader and a hand that lays cards: it runs on hardware too. `CardReaderConformance` adds what
only a simulator can do on command.
"""

from __future__ import annotations

import threading
import time
from datetime import date
from typing import Protocol

import pytest

from drivers.cards import CardReader
from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.idcard import CardType, CardWarning
from drivers.cards.simulator.card import SyntheticCard, card_of, sample_card
from drivers.cards.simulator.console import Bench
from drivers.cards.simulator.faults import Fault
from drivers.core.errors import Cancelled
from drivers.core.status import Ready

#: longer than any reader or daemon takes to notice a card
SOON_S = 8.0
#: the promise of `CardReader.wait_card`, with room for a busy machine
CANCEL_S = 0.3 + 0.3


class Field(Protocol):
    """Where cards are laid: a simulator, or a person at the reader."""

    def insert(self, card: SyntheticCard) -> None:
        """Lay a card down; a person lays whatever test card there is."""
        ...

    def remove(self) -> None:
        """Lift it."""
        ...


class CardReaderContract:
    """The contract in `drivers.cards`, as far as a reader and a card show it."""

    #: how long a card may take to be laid and noticed, in seconds
    soon = SOON_S

    @pytest.fixture
    def field(self) -> Field:
        """Return the reader's field; a subclass says where it is."""
        raise LookupError("a conformance test names its field")

    @pytest.fixture
    def reader(self, field: Field) -> CardReader:
        """Return the driver under test, opened, judging dates as of `TODAY`."""
        raise LookupError("a conformance test names its reader")

    @pytest.fixture
    def cancel(self) -> threading.Event:
        """Return an event that nobody has set."""
        return threading.Event()

    def test_a_reader_that_answers_is_ready(self, reader: CardReader) -> None:
        status = reader.status()
        assert isinstance(status, Ready)
        assert status.detail

    def test_it_satisfies_the_protocol(self, reader: CardReader) -> None:
        assert isinstance(reader, CardReader)

    def test_waiting_at_an_empty_reader_ends_after_the_timeout(
        self, reader: CardReader, cancel: threading.Event
    ) -> None:
        start = time.monotonic()
        assert not reader.wait_card(timeout=0.3, cancel=cancel)
        assert 0.3 <= time.monotonic() - start < 2.0

    def test_a_card_that_was_read_counts_again_only_after_it_left(
        self, field: Field, reader: CardReader, cancel: threading.Event
    ) -> None:
        field.insert(sample_card())
        assert reader.wait_card(timeout=self.soon, cancel=cancel)
        first = reader.read(cancel=cancel)
        assert not reader.wait_card(timeout=0.5, cancel=cancel)
        assert not reader.wait_removed(timeout=0.3, cancel=cancel)
        field.remove()
        assert reader.wait_removed(timeout=self.soon, cancel=cancel)
        field.insert(sample_card())
        assert reader.wait_card(timeout=self.soon, cancel=cancel)
        assert reader.read(cancel=cancel).number == first.number

    def test_a_card_that_was_read_is_not_read_twice(
        self, field: Field, reader: CardReader, cancel: threading.Event
    ) -> None:
        field.insert(sample_card())
        assert reader.wait_card(timeout=self.soon, cancel=cancel)
        reader.read(cancel=cancel)
        with pytest.raises(CardRemoved):
            reader.read(cancel=cancel)

    def test_reading_an_empty_reader_says_that_no_card_lies_there(
        self, reader: CardReader, cancel: threading.Event
    ) -> None:
        with pytest.raises(CardRemoved):
            reader.read(cancel=cancel)

    def test_a_wait_for_a_card_obeys_cancel(self, reader: CardReader, cancel: threading.Event) -> None:
        reader.status()
        _assert_cancelled(cancel, lambda: reader.wait_card(timeout=self.soon, cancel=cancel))

    def test_a_wait_for_removal_obeys_cancel(self, field: Field, reader: CardReader, cancel: threading.Event) -> None:
        field.insert(sample_card())
        assert reader.wait_card(timeout=self.soon, cancel=cancel)
        reader.read(cancel=cancel)
        _assert_cancelled(cancel, lambda: reader.wait_removed(timeout=self.soon, cancel=cancel))


class CardReaderConformance(CardReaderContract):
    """The whole contract, on a simulator whose cards and faults are known."""

    @pytest.fixture
    def bench(self) -> Bench:
        """Return the simulated reader; a subclass says which."""
        raise LookupError("a conformance test names its bench")

    @pytest.fixture
    def field(self, bench: Bench) -> Field:
        """Return the bench: cards are laid on it."""
        return bench

    def test_a_card_laid_down_is_read_whole(self, bench: Bench, reader: CardReader, cancel: threading.Event) -> None:
        laid = sample_card()
        bench.insert(laid)
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        card = reader.read(cancel=cancel)
        assert (card.type, card.name, card.number) == (CardType.RESIDENT, "测试甲", "130406190001010016")
        assert (card.sex, card.ethnic, card.birth) == ("1", "01", date(1900, 1, 1))
        assert (card.long_term, card.warnings) == (True, ())
        assert (card.raw_text, card.raw_photo) == (laid.text, laid.photo)

    def test_an_expired_card_is_read_with_a_warning(
        self, bench: Bench, reader: CardReader, cancel: threading.Event
    ) -> None:
        bench.insert(
            card_of(
                {
                    "name": "测试乙",
                    "number": "130406190001010024",
                    "sex": "女",
                    "birth": "19000101",
                    "valid_to": "19200101",
                }
            )
        )
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        assert reader.read(cancel=cancel).warnings == (CardWarning.EXPIRED,)

    @pytest.mark.parametrize("size", [0, 3, 255, 600, 1283])
    def test_a_card_lifted_mid_read_is_reported_and_the_next_read_works(
        self, bench: Bench, reader: CardReader, cancel: threading.Event, size: int
    ) -> None:
        bench.insert(sample_card())
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        bench.faults.arm(Fault.PULL, str(size))
        with pytest.raises(CardRemoved):
            reader.read(cancel=cancel)
        assert reader.wait_removed(timeout=SOON_S, cancel=cancel)
        bench.insert(sample_card())
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        assert reader.read(cancel=cancel).name == "测试甲"

    def test_a_card_without_identity_data_is_refused_and_not_offered_again(
        self, bench: Bench, reader: CardReader, cancel: threading.Event
    ) -> None:
        bench.insert(SyntheticCard(text=bytes(256), photo=bytes(1024), card_number=bytes(28)))
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        with pytest.raises(NotAnIdentityCard):
            reader.read(cancel=cancel)
        assert not reader.wait_card(timeout=0.5, cancel=cancel)
        bench.remove()
        assert reader.wait_removed(timeout=SOON_S, cancel=cancel)
        bench.insert(sample_card())
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)

    def test_a_read_that_hangs_obeys_cancel_and_the_next_read_works(
        self, bench: Bench, reader: CardReader, cancel: threading.Event
    ) -> None:
        bench.insert(sample_card())
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        bench.faults.arm(Fault.HANG)
        _assert_cancelled(cancel, lambda: reader.read(cancel=cancel))
        bench.faults.clear()
        bench.remove()
        cancel.clear()
        assert reader.wait_removed(timeout=SOON_S, cancel=cancel)
        bench.insert(sample_card())
        assert reader.wait_card(timeout=SOON_S, cancel=cancel)
        assert reader.read(cancel=cancel).name == "测试甲"


def _assert_cancelled(cancel: threading.Event, call: object) -> None:
    assert callable(call)
    set_at: list[float] = []

    def set_it() -> None:
        set_at.append(time.monotonic())
        cancel.set()

    timer = threading.Timer(0.3, set_it)
    timer.start()
    try:
        with pytest.raises(Cancelled):
            call()
        assert time.monotonic() - set_at[0] < CANCEL_S
    finally:
        timer.join()
