"""Paging through the file of a PC/SC reader, against cards made of a function."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.pcscprofile import Method, UidOnly, VirtualFile, method_of
from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.vpcd import ATR, ATR_WITHOUT_MODULE
from drivers.cards.virtualfile import read_virtual_file
from drivers.cards.winscard import PcscError, Response

FILE = sample_card().virtual_file


def card(most: int = 256) -> Callable[[bytes], Response]:
    """A card that gives at most `most` bytes at a time."""

    def transmit(apdu: bytes) -> Response:
        assert apdu[:2] == b"\xff\xb0"
        offset = int.from_bytes(apdu[2:4])
        if offset >= len(FILE):
            return Response(b"", 0x6A82)
        return Response(FILE[offset : offset + min(apdu[4] or 256, most)], 0x9000)

    return transmit


def test_the_file_is_asked_for_in_six_blocks() -> None:
    asked: list[str] = []

    def transmit(apdu: bytes) -> Response:
        asked.append(apdu.hex())
        return card()(apdu)

    assert read_virtual_file(transmit) == FILE
    assert asked == ["ffb0000000", "ffb0010000", "ffb0020000", "ffb0030000", "ffb0040000", "ffb0050000"]


@given(st.integers(1, 256))
def test_blocks_of_any_size_are_put_together(most: int) -> None:
    assert read_virtual_file(card(most)) == FILE


def test_a_reader_that_names_the_length_it_wants_is_obeyed() -> None:
    def transmit(apdu: bytes) -> Response:
        left = len(FILE) - int.from_bytes(apdu[2:4])
        if left < 256 and apdu[4] == 0:
            return Response(b"", 0x6C00 | left)
        return card()(apdu)

    assert read_virtual_file(transmit) == FILE


def test_a_reader_that_keeps_the_rest_for_get_response_is_asked_for_it() -> None:
    rest = b""

    def transmit(apdu: bytes) -> Response:
        nonlocal rest
        if apdu[:2] == b"\x00\xc0":
            return Response(rest, 0x9000)
        answer = card()(apdu)
        rest = answer.data[200:]
        return Response(answer.data[:200], 0x6100 | len(rest)) if rest else answer

    assert read_virtual_file(transmit) == FILE


@pytest.mark.parametrize("sw", [0x6D00, 0x6E00, 0x6A81, 0x6A82])
def test_a_card_that_does_not_know_the_command_is_no_identity_card(sw: int) -> None:
    with pytest.raises(NotAnIdentityCard):
        read_virtual_file(lambda _: Response(b"", sw))


def test_no_card_is_said_by_the_reader_itself() -> None:
    with pytest.raises(CardRemoved):
        read_virtual_file(lambda _: Response(b"", 0x6300))


@pytest.mark.parametrize("head", [b"\xff\xff\xff\xff", b"\x01\x00\x04\x01", b""])
def test_a_file_with_other_lengths_is_no_identity_card(head: bytes) -> None:
    with pytest.raises(NotAnIdentityCard):
        read_virtual_file(lambda _: Response(head, 0x9000))


@given(st.lists(st.tuples(st.binary(max_size=256), st.integers(0, 0xFFFF)), min_size=1, max_size=30))
def test_whatever_a_card_answers_reading_ends(answers: list[tuple[bytes, int]]) -> None:
    script = iter(answers)

    def transmit(_: bytes) -> Response:
        return Response(*next(script, (b"", 0x6F00)))

    try:
        assert len(read_virtual_file(transmit)) <= 1284
    except (NotAnIdentityCard, CardRemoved, PcscError):
        return


@pytest.mark.parametrize(
    ("reader", "atr", "method"),
    [
        ("Virtual PCD 00 00", ATR.hex(), VirtualFile()),
        ("Some SAM reader", "3b8f8001804f0ca000000306079000000000 00ff", VirtualFile()),
        ("Any", ATR_WITHOUT_MODULE.hex(), UidOnly()),
        ("Any", "3b868001804f03f001003a", UidOnly()),
        ("ACS ACR122U PICC Interface 00 00", "3b8c80015000000000d103860c00808000", UidOnly()),
        ("ACS ACR122U PICC Interface 00 00", ATR.hex(), VirtualFile()),
        ("Unknown", "", VirtualFile()),
    ],
)
def test_the_method_follows_from_reader_and_atr(reader: str, atr: str, method: Method) -> None:
    assert method_of(reader, bytes.fromhex(atr)) == method
