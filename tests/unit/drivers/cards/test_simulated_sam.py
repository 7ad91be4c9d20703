"""The state machine of the simulated module, frame by frame, without a carrier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.cards.sam import (
    MIN_ANSWER,
    Answer,
    Command,
    Frame,
    FrameParser,
    MalformedAnswer,
    build,
    build_command,
    parse_answer,
    parse_base_message,
    parse_sam_number,
)
from drivers.cards.simulator.card import CardFileError, card_of, sample_card
from drivers.cards.simulator.faults import Fault
from drivers.cards.simulator.physics import INSTANT, REAL
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.textblock import decode_extra_addresses


class Bench:
    """A module whose work takes no time and whose clock is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sam = SimulatedSam(physics=INSTANT, clock=lambda: self.now)

    def send(self, data: bytes) -> list[Answer]:
        line = b""
        for job in self.sam.receive(data):
            line += b"".join(piece.data for piece in job.finish())
            job.after()
        frames = FrameParser(shortest=MIN_ANSWER).feed(line)
        return [parse_answer(frame) for frame in frames if isinstance(frame, Frame)]

    def codes(self, *commands: Command) -> list[int]:
        return [answer.code for command in commands for answer in self.send(build_command(command))]


@pytest.fixture
def bench() -> Bench:
    return Bench()


FIND, SELECT, READ = Command.FIND, Command.SELECT, Command.READ_BASE


def test_an_empty_field_finds_nothing(bench: Bench) -> None:
    assert bench.codes(FIND, SELECT, READ) == [0x80, 0x81, 0x41]


def test_a_card_goes_through_find_select_read_and_is_then_found_no_more(bench: Bench) -> None:
    bench.sam.insert(sample_card())
    assert bench.codes(FIND, SELECT, READ, FIND) == [0x9F, 0x90, 0x90, 0x80]
    bench.sam.remove()
    bench.sam.insert(sample_card())
    assert bench.codes(FIND) == [0x9F]


def test_the_order_cannot_be_skipped(bench: Bench) -> None:
    bench.sam.insert(sample_card())
    assert bench.codes(SELECT, READ, FIND, READ, Command.READ_CARD_NUMBER) == [0x81, 0x41, 0x9F, 0x41, 0x41]


def test_what_is_read_is_the_card(bench: Bench) -> None:
    card = sample_card()
    bench.sam.insert(card)
    bench.codes(FIND, SELECT)
    (answer,) = bench.send(build_command(READ))
    message = parse_base_message(answer.data)
    assert (message.text, message.photo) == (card.text, card.photo)
    (number,) = bench.send(build_command(Command.READ_CARD_NUMBER))
    assert number.data == card.card_number
    assert bench.codes(Command.READ_NEW_ADDRESS) == [0x91]


def test_a_client_that_asks_for_fingerprints_is_told_that_there_are_none(bench: Bench) -> None:
    card = sample_card()
    bench.sam.insert(card)
    bench.codes(FIND, SELECT)
    (answer,) = bench.send(build(b"\x30\x10"))
    assert answer.data == bytes.fromhex("010004000000") + card.text + card.photo
    assert bench.codes(FIND) == [0x80]


def test_a_card_lifted_between_the_steps_is_noticed(bench: Bench) -> None:
    bench.sam.insert(sample_card())
    assert bench.codes(FIND) == [0x9F]
    bench.sam.remove()
    assert bench.codes(SELECT) == [0x81]


def test_a_card_lifted_while_the_module_reads_is_a_failed_read(bench: Bench) -> None:
    bench.sam.insert(sample_card())
    bench.codes(FIND, SELECT)
    (job,) = bench.sam.receive(build_command(READ))
    bench.sam.remove()
    assert job.finish()[0].data.hex() == "aaaaaa966900040000" + "4145"


def test_a_damaged_command_is_answered_as_damaged(bench: Bench) -> None:
    frame = build_command(FIND)
    assert [a.code for a in bench.send(frame[:-1] + b"\x00")] == [0x10]
    assert [a.code for a in bench.send(bytes.fromhex("aaaaaa9669000101"))] == [0x11]
    assert [a.code for a in bench.send(build(b"\x77\x77"))] == [0x21]


def test_a_reset_module_is_silent_until_it_has_booted() -> None:
    bench = Bench()
    bench.sam.physics = REAL
    assert bench.codes(Command.RESET, Command.STATUS) == [0x90]
    bench.now = 2.1
    assert bench.codes(Command.STATUS) == [0x90]


def test_the_module_says_its_number(bench: Bench) -> None:
    (answer,) = bench.send(build_command(Command.SAM_NUMBER))
    assert parse_sam_number(answer.data) == "05.03-20200101-0000012345-0987654321"


def test_a_slower_line_takes_longer() -> None:
    bench = Bench()
    bench.sam.physics = REAL
    assert bench.codes(Command.SPEED_9600) == [0x90]
    assert (bench.sam.baud, bench.sam.physics.byte) == (9600, 10 / 9600)


def test_the_answer_to_a_change_of_speed_still_goes_out_at_the_old_one(bench: Bench) -> None:
    (job,) = bench.sam.receive(build_command(Command.SPEED_19200))
    job.finish()
    assert bench.sam.baud == 115200
    job.after()
    assert bench.sam.baud == 19200


def test_added_addresses_are_answered_70_bytes_each(bench: Bench) -> None:
    bench.sam.insert(card_of({"name": "测试乙", "extra_addresses": ["模拟路2号", "模拟路3号"]}))
    bench.codes(FIND, SELECT, READ)
    (answer,) = bench.send(build_command(Command.READ_NEW_ADDRESS))
    assert (answer.code, len(answer.data)) == (0x90, 140)
    assert decode_extra_addresses(answer.data) == ("模拟路2号", "模拟路3号")


@pytest.mark.parametrize("addresses", ["模拟路2号", [1], ["长" * 36], ["模拟路2号"] * 5])
def test_addresses_that_no_chip_could_hold_are_refused(addresses: object) -> None:
    with pytest.raises(CardFileError, match="extra_addresses"):
        card_of({"extra_addresses": addresses})


@given(st.binary(max_size=400))
def test_any_bytes_of_added_addresses_are_read_or_called_malformed(data: bytes) -> None:
    try:
        rows = decode_extra_addresses(data)
    except MalformedAnswer:
        assert len(data) % 70 or len(data) > 280
    else:
        assert len(rows) <= 4


def test_a_scripted_status_strikes_as_often_as_armed(bench: Bench) -> None:
    bench.sam.insert(sample_card())
    bench.sam.faults.arm(Fault.STATUS, "41", times=2)
    assert bench.codes(FIND, SELECT, READ, READ, READ) == [0x9F, 0x90, 0x41, 0x41, 0x90]


@given(st.lists(st.sampled_from([*map(build_command, Command), b"\xaa\xaa\x96\x69", b"noise"]), max_size=12))
def test_any_order_of_commands_is_answered(parts: list[bytes]) -> None:
    bench = Bench()
    bench.sam.insert(sample_card())
    for part in parts:
        bench.send(part)
    assert bench.sam.physics is not None
