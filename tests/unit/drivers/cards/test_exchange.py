"""Frames over calls: pseudo-APDUs, calls that never return, profiles as settings write them."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.exchange import ExchangePort, frame_by_apdu
from drivers.cards.pcscprofile import (
    ApduPrefix,
    Escape,
    Method,
    UidOnly,
    UnknownProfile,
    VirtualFile,
    parse_method,
)
from drivers.cards.sam import Command, build_answer, build_command
from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.frameapdu import FrameApdus
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.winscard import PcscError, Response
from drivers.core.errors import DeviceFault

PREFIX = ApduPrefix(bytes.fromhex("ff000000"))


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("", None),
        ("ff_b0", VirtualFile()),
        ("UID_ONLY", UidOnly()),
        ("escape", Escape(1)),
        ("escape:3500", Escape(3500)),
        ("apdu_prefix:FF000000", PREFIX),
        ("apdu_prefix:ff9a0000:extended", ApduPrefix(bytes.fromhex("ff9a0000"), extended=True)),
    ],
)
def test_a_profile_is_read_as_settings_write_it(text: str, method: Method | None) -> None:
    assert parse_method(text) == method


@pytest.mark.parametrize("text", ["ffb0", "escape:x", "escape:1:2", "apdu_prefix", "apdu_prefix:ff00", "uid_only:1"])
def test_a_profile_nobody_knows_names_those_there_are(text: str) -> None:
    with pytest.raises(UnknownProfile, match="apdu_prefix:CLAINSP1P2"):
        parse_method(text)


@given(st.text(max_size=40))
def test_any_text_is_a_profile_or_refused(text: str) -> None:
    try:
        parse_method(text)
    except UnknownProfile:
        return


@pytest.mark.parametrize("extended", [False, True])
def test_a_long_answer_comes_whole_through_apdus(extended: bool) -> None:
    sam = SimulatedSam(physics=INSTANT)
    sam.insert(sample_card())
    reader, gone = FrameApdus(sam, extended=extended), threading.Event()
    sizes: list[int] = []

    def transmit(apdu: bytes) -> Response:
        answer = reader.answer(apdu, gone)
        assert answer is not None
        sizes.append(len(answer))
        return Response(answer[:-2], int.from_bytes(answer[-2:], "big"))

    method = ApduPrefix(b"\xff\x00\x00\x00", extended=extended)
    for command in (Command.FIND, Command.SELECT):
        frame_by_apdu(transmit, method, build_command(command))
    answer = frame_by_apdu(transmit, method, build_command(Command.READ_BASE))
    assert answer == build_answer(0x90, sample_card().virtual_file)
    assert (max(sizes) > 258) is extended


@pytest.mark.parametrize(
    ("sw", "error"), [(0x6300, CardRemoved), (0x6D00, NotAnIdentityCard), (0x6F00, PcscError), (0x6105, PcscError)]
)
def test_a_refused_frame_becomes_its_error(sw: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        frame_by_apdu(lambda apdu: Response(b"", sw), PREFIX, build_command(Command.FIND))


def test_an_answer_that_never_ends_is_cut_off() -> None:
    with pytest.raises(PcscError):
        frame_by_apdu(lambda apdu: Response(bytes(255), 0x61FF), PREFIX, build_command(Command.FIND))


@given(st.lists(st.tuples(st.binary(max_size=256), st.integers(0, 0xFFFF)), min_size=1, max_size=12))
def test_whatever_a_card_answers_ends(answers: list[tuple[bytes, int]]) -> None:
    left = iter(answers)

    def transmit(apdu: bytes) -> Response:
        return Response(*next(left, (b"", 0x6F00)))

    try:
        data = frame_by_apdu(transmit, PREFIX, build_command(Command.FIND))
    except (CardRemoved, NotAnIdentityCard, PcscError):
        return
    assert len(data) <= 256 * 12


def test_what_a_call_raises_comes_out_of_the_next_read() -> None:
    def fail(frame: bytes) -> bytes:
        raise CardRemoved()

    port = ExchangePort(fail)
    port.write(b"x")
    with pytest.raises(CardRemoved):
        port.read(1.0)
    assert port.read(0.01) == b""


def test_a_call_that_never_returns_is_left_and_freed_when_it_does() -> None:
    hold, freed = threading.Event(), threading.Event()

    def hang(frame: bytes) -> bytes:
        hold.wait(5)
        return frame

    port = ExchangePort(hang, late=freed.set)
    port.write(b"x")
    assert port.read(0.05) == b""
    with pytest.raises(DeviceFault):
        port.drain()
    port.close()
    assert port.abandoned
    assert not freed.is_set()
    hold.set()
    assert freed.wait(5)
