"""The test cards the console knows by name: every kind of chip, every oddity, and what a driver makes of each."""

from __future__ import annotations

from datetime import date

import pytest

from drivers.cards.idcard import CardType, CardWarning
from drivers.cards.sam import BadFrame, Frame, FrameParser, build
from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.gallery import gallery
from drivers.cards.simulator.physics import EVEN, INSTANT, REAL
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.textblock import decode

TODAY = date(2026, 1, 1)
WARNINGS = {
    "rare": set(),
    "private-use": {CardWarning.RARE_CHARACTER},
    "ethnic-unknown": {CardWarning.UNKNOWN_CODE},
    "expired": {CardWarning.EXPIRED},
    "bad-check-digit": {CardWarning.CHECK_DIGIT},
    "wrong-birth": {CardWarning.BIRTH_MISMATCH},
}
TYPES = {
    "hong-kong": CardType.HMT_PERMIT,
    "macao": CardType.HMT_PERMIT,
    "taiwan": CardType.HMT_PERMIT,
    "foreigner-2017": CardType.FOREIGNER_2017,
    "foreigner-2023": CardType.FOREIGNER_2023,
}


@pytest.mark.parametrize("name", sorted(set(gallery()) - {"no-identity"}))
def test_each_test_card_is_what_its_name_says(name: str) -> None:
    card = gallery()[name]
    read = decode(card.text, card.photo, today=TODAY)
    assert read.type is TYPES.get(name, CardType.RESIDENT)
    assert set(read.warnings) - {CardWarning.RARE_CHARACTER} >= WARNINGS.get(name, set()) - {CardWarning.RARE_CHARACTER}
    if name not in WARNINGS:
        assert not read.warnings
    if name == "foreigner-2023":
        assert len(read.english_name) == 46
    if name == "long-name":
        assert len(read.name) == 15
    if name in ("ethnic-97", "ethnic-98"):
        assert read.ethnic == name[-2:]


def answer(sam: SimulatedSam, command: bytes) -> tuple[int, float]:
    """Give a command; return SW3 and the seconds it takes."""
    parser = FrameParser(shortest=4)
    for job in sam.receive(build(command)):
        for piece in job.finish():
            for frame in parser.feed(piece.data):
                assert isinstance(frame, Frame) and not isinstance(frame, BadFrame)
                return frame.body[2], job.seconds
    raise AssertionError("no answer")


def test_a_multiplexer_answers_what_is_out_of_order_with_24() -> None:
    sam = SimulatedSam(physics=INSTANT)
    sam.insert(sample_card())
    assert [answer(sam, command)[0] for command in (b"\x20\x02", b"\x30\x01", b"\x30\x05")] == [0x81, 0x41, 0x41]
    sam.faults.arm(Fault.MULTIPLEXER)
    assert [answer(sam, command)[0] for command in (b"\x20\x02", b"\x30\x01", b"\x30\x05")] == [0x24, 0x24, 0x24]
    sam.remove()
    assert answer(sam, b"\x20\x02")[0] == 0x81


def test_a_read_takes_700_ms_give_or_take_and_finding_40() -> None:
    for physics, spread in ((REAL, 0.035), (EVEN, 0.0)):
        sam = SimulatedSam(physics=physics)
        sam.insert(sample_card())
        assert answer(sam, b"\x20\x01") == (0x9F, 0.04)
        assert answer(sam, b"\x20\x02") == (0x90, 0.04)
        took = [answer(sam, b"\x30\x01")[1] for _ in range(20)]
        assert all(abs(seconds - 0.7) <= spread + 1e-9 for seconds in took)
        assert (len(set(took)) > 1) is bool(spread)
