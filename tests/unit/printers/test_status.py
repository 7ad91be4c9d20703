from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.profiles import Sensor
from printers.status import (
    ALL_SENSORS,
    Answers,
    CoverOpen,
    CutterJam,
    HeadHot,
    NearEnd,
    Offline,
    Online,
    OutOfPaper,
    PaperAnswer,
    PrinterStatus,
    Unknown,
    interpret,
    is_realtime,
    paper_answer,
    query,
    reported,
    starts_report,
)

BYTE = st.integers(0, 255)
ANSWER = st.one_of(st.none(), BYTE)
GOLDEN = [
    ((0x12, 0x12, 0x12, 0x12), Online()),
    ((0x16, 0x12, 0x12, 0x12), Online()),
    ((0x12, 0x12, 0x12, 0x1E), NearEnd()),
    ((0x1A, 0x32, 0x12, 0x7E), OutOfPaper()),
    ((0x1A, 0x32, 0x12, 0x72), OutOfPaper()),
    ((0x1A, 0x16, 0x12, 0x12), CoverOpen()),
    ((0x1A, 0x52, 0x1A, 0x12), CutterJam()),
    ((0x1A, 0x36, 0x12, 0x7E), OutOfPaper()),
    ((0x1A, 0x52, 0x32, 0x12), Offline(error=True)),
    ((0x1A, 0x52, 0x52, 0x12), HeadHot()),
    ((0x1A, 0x52, 0x72, 0x12), Offline(error=True)),
    ((0x1A, 0x12, 0x12, 0x12), Offline()),
]


@pytest.mark.parametrize(("answers", "state"), GOLDEN)
def test_golden_answers(answers: tuple[int, int, int, int], state: PrinterStatus) -> None:
    assert interpret(Answers(*answers)) == state


@pytest.mark.parametrize("answers", [(None,) * 4, (0x12, 0x12, 0x12, None), (None, 0x12, 0x12, 0x12), (0, 0, 0, 0)])
def test_silence_and_zeros_are_never_plenty_of_paper(answers: tuple[int | None, ...]) -> None:
    assert interpret(Answers(*answers)) == Unknown()


@given(ANSWER, ANSWER, ANSWER, ANSWER)
def test_online_needs_sensible_answers_to_everything_that_was_answered(
    a: int | None, b: int | None, c: int | None, d: int | None
) -> None:
    state = interpret(Answers(a, b, c, d))
    if isinstance(state, Online | NearEnd):
        assert a is not None and d is not None
        assert all(is_realtime(byte) for byte in (a, b, c, d) if byte is not None)
        assert not a & 0x08 and not d & 0x60


def test_bits_of_a_sensor_the_printer_lacks_are_noise() -> None:
    sensors = ALL_SENSORS - {Sensor.NEAR_END}
    assert interpret(Answers(0x12, 0x12, 0x12, 0x1E), sensors) == Online()


@pytest.mark.parametrize(("answers", "_state"), GOLDEN[3:])
@given(before=BYTE)
def test_a_printer_that_answers_one_question_late_is_not_believed(
    answers: tuple[int, int, int, int], _state: PrinterStatus, before: int
) -> None:
    pending = [before]

    def ask(n: int) -> int:
        pending.append(answers[n - 1])
        return pending.pop(0)

    assert not isinstance(query(ask), Online | NearEnd)


@pytest.mark.parametrize(
    ("byte", "meaning"),
    [
        (0x00, PaperAnswer(False, False)),
        (0x03, PaperAnswer(True, False)),
        (0x0F, PaperAnswer(True, True)),
        (0x12, None),
    ],
)
def test_answers_to_gs_r(byte: int, meaning: PaperAnswer | None) -> None:
    assert paper_answer(byte) == meaning


@pytest.mark.parametrize(
    ("packet", "state"),
    [
        (b"\x10\x00\x00\x0f", Online()),
        (b"\x14\x00\x03\x0f", NearEnd()),
        (b"\x18\x00\x0f\x0f", OutOfPaper()),
        (b"\x38\x00\x00\x0f", CoverOpen()),
        (b"\x18\x08\x00\x0f", CutterJam()),
        (b"\x18\x20\x00\x0f", Offline(error=True)),
        (b"\x18\x40\x00\x0f", HeadHot()),
        (b"\x18\x00\x00\x0f", Offline()),
        (b"\x12\x00\x00\x0f", Unknown()),
        (b"\x10\x00\x00", Unknown()),
        (b"\x10\x00\x90\x0f", Unknown()),
    ],
)
def test_reports_made_unasked(packet: bytes, state: PrinterStatus) -> None:
    assert reported(packet) == state


@given(BYTE)
def test_a_report_never_starts_like_an_answer(byte: int) -> None:
    assert not starts_report(byte) or not (is_realtime(byte) or paper_answer(byte))


@given(BYTE)
def test_no_byte_is_both_a_proof_and_a_realtime_answer(byte: int) -> None:
    assert not (is_realtime(byte) and paper_answer(byte))
