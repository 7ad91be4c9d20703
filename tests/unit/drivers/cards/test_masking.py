"""No person in a recording, and nothing else missing from it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.idcard import CardType, CardWarning
from drivers.cards.layout import CardText
from drivers.cards.masking import masked_file, masked_stream, masked_text
from drivers.cards.sam import (
    MIN_ANSWER,
    BadFrame,
    Command,
    Frame,
    FrameParser,
    build_answer,
    build_command,
    parse_answer,
    parse_base_message,
)
from drivers.cards.simulator.card import make_card, sample_card
from drivers.cards.simulator.sam import SAM_NUMBER
from drivers.cards.textblock import decode

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
CARDS = st.builds(
    lambda name, address, number: make_card(
        CardText(CardType.RESIDENT, name=name, sex="1", ethnic="01", birth="19000101", address=address, number=number)
    ),
    st.text(HAN, min_size=4, max_size=15),
    st.text(HAN, min_size=8, max_size=35),
    st.text("123456789", min_size=18, max_size=18),
)
BASE = build_answer(0x90, sample_card().virtual_file)


def frames(stream: bytes) -> list[Frame | BadFrame]:
    return list(FrameParser(shortest=MIN_ANSWER).feed(stream))


def test_a_masked_card_is_still_a_card() -> None:
    (frame,) = frames(masked_stream(BASE))
    assert isinstance(frame, Frame)
    message = parse_base_message(parse_answer(frame).data)
    card = decode(message.text, message.photo, today=date(2026, 1, 1))
    assert (card.name, card.number, card.long_term) == ("某某某", "000000000000000000", True)
    assert card.address.startswith("某某")
    assert message.photo == bytes(1024)
    assert CardWarning.RARE_CHARACTER not in card.warnings


def test_a_rare_character_stays_rare() -> None:
    text = make_card(CardText(CardType.RESIDENT, name="\ue123甲", birth="19000101", number="130406190001010016")).text
    assert masked_text(text)[:4].decode("utf-16-le") == "\ue000某"


def test_status_answers_and_the_module_number_stay() -> None:
    for answer in (build_answer(0x80), build_answer(0x9F, bytes(4)), build_answer(0x90, SAM_NUMBER)):
        assert masked_stream(answer) == answer


def test_chip_numbers_and_added_addresses_go() -> None:
    number = build_answer(0x90, sample_card().card_number)
    assert masked_stream(number)[10:-1] == bytes(28)
    (frame,) = frames(masked_stream(number))
    assert isinstance(frame, Frame)
    address = "模拟路2号".ljust(35).encode("utf-16-le")
    shown = masked_stream(build_answer(0x90, address))
    assert shown[10:-1].decode("utf-16-le").rstrip() == "某某某0某"


def test_a_wrong_check_byte_stays_wrong() -> None:
    spoiled = BASE[:-1] + bytes([BASE[-1] ^ 0xFF])
    assert [type(f) for f in frames(masked_stream(spoiled))] == [type(f) for f in frames(spoiled)] == [BadFrame]


def test_a_false_head_before_the_true_frame_hides_nothing() -> None:
    for noise in ("aaaaaa96690010", "aaaaaa96690014", "aaaa96690508", "aaaa9669ffff", "00ff5555aaaa"):
        stream = bytes.fromhex(noise) + BASE
        assert len(masked_stream(stream)) == len(stream)
        assert no_trace_of(sample_card().text, masked_stream(stream))


@given(CARDS, st.data())
def test_however_an_answer_is_damaged_no_person_is_left_in_it(card: object, data: st.DataObject) -> None:
    from drivers.cards.simulator.card import SyntheticCard

    assert isinstance(card, SyntheticCard)
    stream = bytearray(build_answer(0x90, card.virtual_file))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(stream) - 1))
        match data.draw(st.sampled_from(["drop", "flip", "insert", "cut"])):
            case "drop":
                del stream[at]
            case "flip":
                stream[at] ^= 0x40
            case "insert":
                stream[at:at] = data.draw(st.binary(min_size=1, max_size=9))
            case _:
                # three more bytes may be dropped
                del stream[max(at, 4) :]
    shown = masked_stream(bytes(stream))
    assert len(shown) == len(stream)
    assert no_trace_of(card.text, shown)


def no_trace_of(text: bytes, shown: bytes) -> bool:
    """Whether no four characters of name, address or number in a row are left, at any alignment."""
    for start, length in ((0, 30), (52, 70), (122, 36)):
        field = text[start : start + length].decode("utf-16-le").rstrip()
        for at in range(len(field) - 3):
            piece = field[at : at + 4]
            if piece.encode("utf-16-le") in shown:
                return False
    return True


@given(st.binary(max_size=3000))
def test_any_bytes_are_masked_at_their_length(data: bytes) -> None:
    assert len(masked_stream(data)) == len(data)
    assert len(masked_text(data)) == len(data)


@given(st.integers(0, 1283), st.integers(0, 300))
def test_any_part_of_the_virtual_file_is_masked_like_the_whole(offset: int, size: int) -> None:
    file = sample_card().virtual_file
    piece = file[offset : offset + size]
    shown = masked_file(piece, offset)
    assert len(shown) == len(piece)
    whole = masked_file(file, 0)[offset : offset + size]
    assert all(a == b or a == 0 for a, b in zip(shown, whole, strict=True))
    assert no_trace_of(sample_card().text, shown)


def test_commands_pass_as_they_are() -> None:
    assert all(masked_stream(build_command(c)) for c in Command)
