from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.profiles import Sensor
from printers.status import ALL_SENSORS
from printers.transport.interpreter import Interpreter
from printers.transport.operations import Asked, Cut, Dropped, EndOfStream, Feed, Picture, Question, Row
from printers.transport.register import RealtimeScanner, Register

DOTS = 576


class Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise EndOfStream
        self._at += count
        return self._data[self._at - count : self._at]


def operations(data: bytes) -> list[object]:
    return list(Interpreter(DOTS).run(Bytes(data)))


def text(data: bytes) -> str:
    rows = [operation for operation in operations(data + b"\n") if isinstance(operation, Row)]
    return "\n".join("".join(run.text for run in row.runs) for row in rows)


COMMAND = st.sampled_from(
    [b"\x1b", b"\x1c", b"\x1d", b"\x1d(k", b"\x1dv0", b"\x1b*", b"\x1dk", b"\x10\x04", b"\x1dV", b"\n"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=20), COMMAND), max_size=20))
def test_garbage_neither_hangs_nor_crashes_nor_grows(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    for operation in Interpreter(DOTS).run(Bytes(data)):
        match operation:
            case Picture(image):
                assert image.height <= 4096 and image.width <= 2 * DOTS
            case Feed(dots):
                assert dots <= 8128
            case Row(runs):
                assert sum(run.dots for run in runs) <= max(DOTS, 16 * 24)
            case Cut() | Asked() | Dropped():
                pass


def test_kanji_mode_is_on_at_power_up_as_in_chinese_firmware() -> None:
    assert text("信访ok".encode("gbk")) == "信访ok"


def test_a_four_byte_code_prints_as_its_two_digits() -> None:
    assert text("¥".encode("gb18030")) == "06"


def test_without_kanji_mode_hanzi_are_single_bytes() -> None:
    assert "信" not in text(b"\x1c." + "信".encode("gbk"))


def test_a_line_longer_than_the_paper_wraps() -> None:
    assert text(b"x" * 50) == "x" * 48 + "\nxx"


def test_status_questions_leave_no_trace_on_the_tape() -> None:
    interpreter = Interpreter(DOTS)
    answers = list(interpreter.run(Bytes(b"\x10\x04\x01ab\x1dr\x01\n\x1dr\x02")))
    assert bytes(interpreter.tape) == b"ab\n"
    assert [a.question for a in answers if isinstance(a, Asked)] == [Question.PAPER, Question.DRAWER]


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dV\x01", b"\x1dVB\x10", b"\x1dVA\x10", b"\x1bi", b"\x1bm"])
def test_every_spelling_of_cut_cuts(cut: bytes) -> None:
    assert isinstance(operations(cut)[-1], Cut)


def test_a_row_wider_than_the_paper_is_clipped() -> None:
    (picture,) = operations(b"\x1dv0\x00\xc8\x00\x01\x00" + b"\xff" * 200)
    assert isinstance(picture, Picture) and picture.image.size == (DOTS, 1)


GOLDEN = [
    (Register(), (0x12, 0x12, 0x12, 0x12)),
    (Register(near_end=True), (0x12, 0x12, 0x12, 0x1E)),
    (Register(paper_out=True), (0x1A, 0x32, 0x12, 0x7E)),
    (Register(cover_open=True), (0x1A, 0x16, 0x12, 0x12)),
    (Register(cutter_jammed=True), (0x1A, 0x52, 0x1A, 0x12)),
    (Register(paper_out=True, cover_open=True), (0x1A, 0x36, 0x12, 0x7E)),
    (Register(offline=True), (0x1A, 0x12, 0x12, 0x12)),
    (Register(broken=True), (0x1A, 0x52, 0x32, 0x12)),
]


@pytest.mark.parametrize(("register", "answers"), GOLDEN)
def test_the_register_answers_as_the_bit_table_says(register: Register, answers: tuple[int, ...]) -> None:
    assert tuple(register.realtime(n, ALL_SENSORS) for n in (1, 2, 3, 4)) == answers


def test_without_a_near_end_sensor_paper_out_is_72() -> None:
    assert Register(paper_out=True).realtime(4, ALL_SENSORS - {Sensor.NEAR_END}) == 0x72


@given(st.binary(max_size=40), st.integers(1, 4), st.binary(max_size=40), st.integers(1, 10))
def test_a_question_is_found_over_any_split(before: bytes, n: int, after: bytes, size: int) -> None:
    data = before.replace(b"\x10", b"") + bytes((0x10, 4, n)) + after.replace(b"\x10", b"")
    scanner = RealtimeScanner()
    asked = [a for i in range(0, len(data), size) for a in scanner.feed(data[i : i + size])]
    assert asked == [n]
