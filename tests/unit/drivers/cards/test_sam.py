"""The frame protocol; golden frames as field equipment sends them, their check bytes recomputed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.errors import CardRemoved, NotAnIdentityCard
from drivers.cards.sam import (
    MAX_LENGTH,
    MIN_ANSWER,
    MIN_COMMAND,
    BadFrame,
    BaseMessage,
    Command,
    Damage,
    Frame,
    FrameParser,
    MalformedAnswer,
    build,
    build_answer,
    build_base_message,
    build_command,
    parse_answer,
    parse_base_message,
    parse_sam_number,
)
from drivers.cards.samstatus import Reaction, SamStatus, error_of, reaction
from drivers.core.errors import DeviceError, DeviceFault

HEAD = "aaaaaa9669"
COMMANDS = {
    Command.RESET: "000310ffec",
    Command.STATUS: "000311ffed",
    Command.SAM_NUMBER: "000312ffee",
    Command.FIND: "0003200122",
    Command.SELECT: "0003200221",
    Command.READ_BASE: "0003300132",
    Command.READ_NEW_ADDRESS: "0003300330",
    Command.READ_CARD_NUMBER: "0003300536",
    Command.SPEED_115200: "0003600063",
    Command.SPEED_57600: "0003600162",
    Command.SPEED_38400: "0003600261",
    Command.SPEED_19200: "0003600360",
    Command.SPEED_9600: "0003600467",
}
ANSWERS = {
    (0x90, b""): "00040000" + "9094",
    (0x80, b""): "00040000" + "8084",
    (0x81, b""): "00040000" + "8185",
    (0x41, b""): "00040000" + "4145",
    (0x10, b""): "00040000" + "1014",
    (0x11, b""): "00040000" + "1115",
    (0x21, b""): "00040000" + "2125",
    (0x91, b""): "00040000" + "9195",
    (0x66, b""): "00040000" + "6662",
    (0x60, b""): "00040000" + "6064",
    (0x9F, bytes(4)): "000800009f0000000097",
    (0x90, bytes(8)): "000c00009000000000000000009c",
}


def parse(data: bytes, *, shortest: int = MIN_ANSWER) -> list[Frame | BadFrame]:
    return list(FrameParser(shortest=shortest).feed(data))


@pytest.mark.parametrize(("command", "rest"), COMMANDS.items())
def test_commands_are_built_as_the_field_sends_them(command: Command, rest: str) -> None:
    assert build_command(command).hex() == HEAD + rest


@pytest.mark.parametrize(("size", "rest"), [(0x50, "000461ff50ca"), (0x58, "000461ff58c2")])
def test_a_command_with_data_is_built_as_the_field_sends_it(size: int, rest: str) -> None:
    assert build_command(Command.MAX_RF_BYTES, bytes([size])).hex() == HEAD + rest


@pytest.mark.parametrize(("answer", "rest"), ANSWERS.items())
def test_answers_are_built_and_parsed_as_the_field_sends_them(answer: tuple[int, bytes], rest: str) -> None:
    code, data = answer
    raw = bytes.fromhex(HEAD + rest)
    assert build_answer(code, data) == raw
    (frame,) = parse(raw)
    assert isinstance(frame, Frame)
    parsed = parse_answer(frame)
    assert (parsed.code, parsed.status, parsed.data, parsed.card_words) == (code, code, data, 0)


def test_fingerprints_have_no_command_here() -> None:
    assert b"\x30\x10" not in {command.value for command in Command}


def test_a_base_answer_has_the_size_of_the_field() -> None:
    message = BaseMessage(bytes(256), bytes(1024))
    frame = build_answer(0x90, build_base_message(message))
    assert len(frame) == 1295
    assert frame[:14].hex() == HEAD + "0508" + "000090" + "01000400"
    (parsed,) = parse(frame)
    assert isinstance(parsed, Frame)
    assert parse_base_message(parse_answer(parsed).data) == message


def test_fingerprints_sent_unasked_are_left_lying() -> None:
    head = bytes.fromhex("01000400")
    assert parse_base_message(head + bytes(1280) + bytes(1024)) == BaseMessage(bytes(256), bytes(1024))


@pytest.mark.parametrize("data", [b"", b"\x01\x00\x04", bytes.fromhex("01000400") + bytes(1279)])
def test_a_base_answer_shorter_than_it_says_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedAnswer):
        parse_base_message(data)


@given(st.binary(max_size=3000))
def test_a_base_answer_is_never_longer_than_a_chip(data: bytes) -> None:
    try:
        message = parse_base_message(data)
    except MalformedAnswer:
        return
    assert len(message.text) <= 256
    assert len(message.photo) <= 1024


def test_the_module_number_is_printed_as_on_the_housing() -> None:
    raw = bytes.fromhex("0500" + "0300" + "313c3401" + "39300000" + "b168de3a")
    assert parse_sam_number(raw) == "05.03-20200497-0000012345-0987654321"
    assert len(parse_sam_number(raw)) == 36
    with pytest.raises(MalformedAnswer):
        parse_sam_number(raw[:-1])


def test_a_lost_first_byte_is_tolerated_and_two_are_not() -> None:
    frame = build_answer(0x90)
    assert parse(frame[1:]) == [Frame(b"\x00\x00\x90")]
    assert parse(frame[2:]) == []


def test_a_wrong_check_byte_is_reported() -> None:
    frame = build_answer(0x90)
    assert parse(frame[:-1] + b"\x00") == [BadFrame(Damage.CHECKSUM)]


@pytest.mark.parametrize("length", ["0000", "0003", "0961", "ffff"])
def test_an_impossible_length_is_reported_at_once(length: str) -> None:
    assert parse(bytes.fromhex(HEAD + length)) == [BadFrame(Damage.LENGTH)]


BODIES = st.binary(min_size=3, max_size=200)


@given(st.lists(BODIES, max_size=5), st.data())
def test_frames_are_found_however_the_bytes_are_cut(bodies: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(map(build, bodies))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    parser = FrameParser(shortest=MIN_ANSWER)
    found = [
        result
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for result in parser.feed(stream[start:end])
    ]
    assert found == [Frame(body) for body in bodies]


@given(st.binary(max_size=300), BODIES)
def test_a_sound_frame_behind_noise_is_found_once_enough_follows(noise: bytes, body: bytes) -> None:
    # a false head in the noise may wait for bytes that never come; the repeated frame is what a resend brings
    parser = FrameParser(shortest=MIN_ANSWER)
    found = [result for part in (noise, build(body)) for result in parser.feed(part)]
    if Frame(body) not in found:
        parser.reset()
        found = list(parser.feed(build(body)))
    assert Frame(body) in found


@given(BODIES, BODIES, st.data())
def test_a_truncated_frame_costs_only_itself(first: bytes, second: bytes, data: st.DataObject) -> None:
    whole = build(first)
    cut = data.draw(st.integers(0, len(whole) - 1))
    found = parse(whole[:cut] + build(second) + bytes(MAX_LENGTH))
    # eight bits of XOR can be fooled by chance: then a false frame swallowed the true one, and the driver asks again
    fooled = any(isinstance(result, Frame) and result != Frame(second) for result in found)
    assert Frame(second) in found or fooled


@given(st.binary(min_size=0, max_size=6000), st.sampled_from([MIN_ANSWER, MIN_COMMAND]))
def test_noise_never_breaks_the_parser_nor_fills_the_memory(noise: bytes, shortest: int) -> None:
    parser = FrameParser(shortest=shortest)
    for _ in parser.feed(noise * 3):
        assert len(parser) <= 2 * MAX_LENGTH + 16
    assert len(parser) <= MAX_LENGTH + 8


@pytest.mark.parametrize("flood", [b"\xaa", b"\xaa\xaa\x96\x69\x09\x60", b"\xaa\xaa\x96\x69", b"\x00"])
def test_a_flood_is_swallowed_in_bounded_memory_and_time(flood: bytes) -> None:
    parser = FrameParser(shortest=MIN_ANSWER)
    for _ in range(20):
        for _result in parser.feed(flood * 1000):
            pass
        assert len(parser) <= MAX_LENGTH + 8


@pytest.mark.parametrize("code", range(256))
def test_every_status_has_a_reaction_and_an_error_with_a_remedy(code: int) -> None:
    status = SamStatus.of(code)
    assert reaction(status) in Reaction
    error = error_of(status, code)
    assert isinstance(error, DeviceError)
    assert error.cause
    assert error.remedy


def test_statuses_become_the_error_a_visitor_needs() -> None:
    assert isinstance(error_of(SamStatus.READ_FAILED, 0x41), CardRemoved)
    assert isinstance(error_of(SamStatus.CARD_REFUSES_SAM, 0x31), NotAnIdentityCard)
    assert isinstance(error_of(SamStatus.UNKNOWN_CARD_TYPE, 0x40), NotAnIdentityCard)
    assert isinstance(error_of(SamStatus.NOT_AUTHORISED, 0x66), DeviceFault)
    assert "E7" in error_of(SamStatus.of(0xE7), 0xE7).cause
