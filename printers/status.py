"""What a printer says of itself, as a closed union. Silence and nonsense are `Unknown`, never "plenty of paper".

DLE EOT 1..4 (`10 04 n`) is answered at once, one byte of the pattern 0xx1xx10; GS r 1 (`1D 72 01`) is answered in its
turn, after everything before it, one byte of the pattern 0000xxxx.
After GS a the printer also reports changes unasked, four bytes each (ASB).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from printers.profiles import Sensor

ALL_SENSORS = frozenset(Sensor)
#: GS r 1, put behind a job: its answer proves that the job was carried out
ASK_WHEN_DONE = b"\x1dr\x01"
#: GS a: report changes of line, error and paper unasked, and stop reporting
REPORT_CHANGES = b"\x1da\x0e"
REPORT_NOTHING = b"\x1da\x00"
PROCESS_ID_BYTES = 4
#: GS ( H, function 48: answered in its turn with the id of four characters it carries
ASK_PROCESS_ID = b"\x1d(H\x06\x0000"
#: the answer: these two, the id, and a zero byte
PROCESS_ID_HEAD = b"\x37\x22"
PROCESS_ID_ANSWER_BYTES = 7
#: the answer with no bit set but the fixed ones
IDLE = 0x12


@dataclass(frozen=True, slots=True)
class Online:
    cause = "打印机正常 · The printer is ready"
    remedy = ""


@dataclass(frozen=True, slots=True)
class NearEnd:
    """Works, but the roll is nearly used up."""

    cause = "打印纸快用完了 · The paper roll is nearly used up"
    remedy = "请准备更换纸卷 · Have a new roll ready"


@dataclass(frozen=True, slots=True)
class OutOfPaper:
    cause = "打印机缺纸 · The printer is out of paper"
    remedy = "请装入新纸卷并合上盖子 · Load a new roll and close the cover"


@dataclass(frozen=True, slots=True)
class CoverOpen:
    cause = "打印机盖子没有合上 · The printer's cover is open"
    remedy = "请合上打印机盖子 · Close the cover"


@dataclass(frozen=True, slots=True)
class CutterJam:
    cause = "切纸刀卡住 · The cutter is jammed"
    remedy = "请关机，打开盖子取出卡纸，再开机 · Switch off, open the cover, remove the paper, switch on"


@dataclass(frozen=True, slots=True)
class HeadHot:
    """Pauses to cool down, and goes on by itself."""

    cause = "打印头过热，正在冷却 · The print head is hot and cools down"
    remedy = "请稍候，冷却后自动继续打印 · Wait a moment; it goes on by itself"


@dataclass(frozen=True, slots=True)
class Offline:
    """Stopped for another reason; `error` when the printer calls it an error that does not mend itself."""

    error: bool = False
    cause = "打印机停止工作 · The printer has stopped"
    remedy = "请断电十秒后重新上电 · Switch it off for ten seconds and on again"


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer, or an answer that no printer in order gives."""

    cause = "打印机没有回答状态 · The printer does not tell its state"
    remedy = "请检查连线，打印测试页 · Check the cable and make a test print: hall print test"


PrinterStatus = Online | NearEnd | OutOfPaper | CoverOpen | CutterJam | HeadHot | Offline | Unknown


@dataclass(frozen=True, slots=True)
class Answers:
    """Bytes answered to DLE EOT 1..4; None when there was no answer."""

    printer: int | None = None
    offline: int | None = None
    error: int | None = None
    paper: int | None = None


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """The answer to GS r 1."""

    near_end: bool
    end: bool


def question(n: int) -> bytes:
    """Return DLE EOT `n`."""
    return bytes((0x10, 0x04, n))


def is_realtime(byte: int) -> bool:
    """Say whether a byte can be an answer to DLE EOT."""
    return byte & 0b1001_0011 == 0b0001_0010


def starts_report(byte: int) -> bool:
    """Say whether a byte can be the first of an automatic report; no answer to DLE EOT or GS r looks like it."""
    return byte & 0b1001_0011 == 0b0001_0000


def interpret(answers: Answers, sensors: frozenset[Sensor] = ALL_SENSORS) -> PrinterStatus:
    """Return the state behind the four answers; bits of sensors the printer lacks are ignored."""
    given = (answers.printer, answers.offline, answers.error, answers.paper)
    if any(byte is not None and not is_realtime(byte) for byte in given):
        return Unknown()
    printer, offline, error, paper = given
    if Sensor.PAPER_END in sensors and _has(paper, 0x60):
        return OutOfPaper()
    if Sensor.COVER in sensors and _has(offline, 0x04):
        return CoverOpen()
    if Sensor.PAPER_END in sensors and _has(offline, 0x20):
        return OutOfPaper()
    if _has(error, 0x08):
        return CutterJam()
    if _has(error, 0x20):
        return Offline(error=True)
    if _has(error, 0x40):
        return HeadHot()
    if _has(offline, 0x40):
        return Offline(error=True)
    if _has(printer, 0x08):
        return Offline()
    if printer is None or paper is None or any(byte not in (None, IDLE) for byte in (offline, error)):
        # Online, and yet a reason to be offline: such a pair is one answer late, or made up.
        return Unknown()
    if Sensor.NEAR_END in sensors and _has(paper, 0x0C):
        return NearEnd()
    return Online()


def paper_answer(byte: int) -> PaperAnswer | None:
    """Return what GS r 1 answered, None when the byte is no such answer."""
    if byte & 0xF0 or byte & 0x03 in (1, 2) or byte & 0x0C in (4, 8):
        return None
    return PaperAnswer(near_end=bool(byte & 0x03), end=bool(byte & 0x0C))


def reported(packet: bytes, sensors: frozenset[Sensor] = ALL_SENSORS) -> PrinterStatus:
    """Return the state an automatic report of four bytes tells, `Unknown` when they are none."""
    if len(packet) != 4 or not starts_report(packet[0]) or any(byte & 0x90 for byte in packet[1:]):
        return Unknown()
    first, second, third, _ = packet
    if Sensor.PAPER_END in sensors and third & 0x0C:
        return OutOfPaper()
    if Sensor.COVER in sensors and first & 0x20:
        return CoverOpen()
    if second & 0x08:
        return CutterJam()
    if second & 0x40 and not second & 0x20:
        return HeadHot()
    if second & 0x20 or first & 0x08:
        return Offline(error=bool(second & 0x20))
    return NearEnd() if Sensor.NEAR_END in sensors and third & 0x03 else Online()


def query(ask: Callable[[int], int | None], sensors: frozenset[Sensor] = ALL_SENSORS) -> PrinterStatus:
    """Ask everything through `ask(n)` and interpret it.

    Some brands answer with the byte of the question before. Question 1 is therefore asked again at the end: a printer
    that lags by one then answers it with its paper byte, the two differ, and nothing is believed.
    """
    first = ask(1)
    if first is None or not is_realtime(first):
        return Unknown()
    answers = Answers(first, ask(2), ask(3), ask(4))
    return interpret(answers, sensors) if ask(1) == first else Unknown()


def _has(byte: int | None, mask: int) -> bool:
    return byte is not None and bool(byte & mask)
