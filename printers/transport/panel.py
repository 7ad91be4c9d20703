"""Words that work the virtual printer from outside while it runs, one command a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from printers.transport.register import AnswerFault
from printers.transport.simulator import VirtualPrinter

COMMANDS = {
    "insert": "装纸，同 paper ok · Load a new roll",
    "remove": "取出纸，同 paper out · Take the paper out",
    "paper out|low|ok": "缺纸、将尽、装好 · No paper, nearly used up, a new roll",
    "paper after DOTS": "再走这么多点后缺纸 · No paper after so many dots",
    "cover open|closed": "盖子 · The cover",
    "cover after DOTS": "再走这么多点后开盖 · The cover opens after so many dots",
    "cutter jam|ok": "切纸刀 · The knife",
    "head hot|ok": "打印头过热 · The head",
    "offline / online": "脱机、联机 · Taken off line, and on again",
    "fault paper-out|near-end|cover-open|cutter-jam|overheated|offline|broken": "同上 · The same as faults",
    "fault jam-at-cut": "下次切纸时卡住 · The knife jams when it moves next",
    "fault silent|only-realtime|stale|zero|none": "状态应答：无、仅 DLE EOT、滞后、全 00、正常 · How it answers",
    "fault drop BYTES": "再收这么多字节后断线 · The line breaks after so many bytes",
    "fault power [DOTS]": "断电再上电 · Power off and on, now or after so many dots",
    "status": "当前状态和已出纸张 · How it is, and what came out",
    "clear": "全部恢复并装新纸 · Everything mended, a new roll",
    "help": "本说明 · This text",
    "quit": "结束 · The end",
}
#: lever touched: about this much is left
LOW_MM = 1_000
#: other names of the ways to answer
_ANSWERS = {
    "no-answer": AnswerFault.SILENT,
    "only-dle-eot": AnswerFault.ONLY_REALTIME,
    "stale-answer": AnswerFault.STALE,
    "returns-00": AnswerFault.ZERO,
}


class BadCommand(ValueError):
    """The line is not a command of the panel."""

    def __init__(self, line: str) -> None:
        super().__init__(f"不明命令 {line!r}，可用 · Unknown command; there are: {' · '.join(COMMANDS)}")


def work(printer: VirtualPrinter, line: str) -> bool:
    """Carry out one line; False for `quit`; raise `BadCommand`."""
    body = printer.body
    words = line.replace("_", "-").split()
    if words == ["quit"]:
        return False
    if action := _simple(printer).get(" ".join(words)):
        action()
        return True
    match words:
        case ["paper", "after", dots] if dots.isdecimal():
            body.run_out_of_paper(int(dots))
        case ["cover", "after", dots] if dots.isdecimal():
            body.after(int(dots), lambda: body.set_cover(opened=True))
        case ["fault", "power", dots] if dots.isdecimal():
            body.after(int(dots), printer.cut_power)
        case ["fault", "drop", received] if received.isdecimal():
            printer.drop_connection_after(int(received))
        case ["fault", name] if name in list(AnswerFault):
            printer.answer_wrongly(AnswerFault(name))
        case ["fault", name] if name in _ANSWERS:
            printer.answer_wrongly(_ANSWERS[name])
        case _:
            raise BadCommand(line)
    return True


def told(printer: VirtualPrinter, line: str) -> dict[str, Any]:
    """Return what a line asks for beyond doing something: help or status."""
    match line.split():
        case ["help"]:
            return {"commands": COMMANDS}
        case ["status"]:
            with printer.body.changed:
                how = {**asdict(printer.body.register), "stopped": printer.body.register.stopped}
                return {"status": how, "slips": len(printer.slips), "hanging": printer.body.hanging}
        case _:
            return {}


def _simple(printer: VirtualPrinter) -> dict[str, Callable[[], None]]:
    body = printer.body
    faults: dict[str, Callable[[], None]] = {
        "paper-out": body.run_out_of_paper,
        "near-end": lambda: body.load_paper(LOW_MM),
        "cover-open": lambda: body.set_cover(opened=True),
        "cutter-jam": body.jam_cutter,
        "overheated": lambda: body.set_head(hot=True),
        "offline": lambda: body.set_online(online=False),
        "broken": lambda: body.set_broken(broken=True),
        "jam-at-cut": lambda: body.jam_cutter(at_next_cut=True),
        "power": printer.cut_power,
    }
    return {f"fault {name}": act for name, act in faults.items()} | {
        "insert": body.load_paper,
        "remove": body.run_out_of_paper,
        "paper out": body.run_out_of_paper,
        "paper low": faults["near-end"],
        "paper ok": body.load_paper,
        "cover open": faults["cover-open"],
        "cover closed": lambda: body.set_cover(opened=False),
        "cutter jam": body.jam_cutter,
        "cutter ok": body.free_cutter,
        "head hot": faults["overheated"],
        "head ok": lambda: body.set_head(hot=False),
        "offline": faults["offline"],
        "online": lambda: body.set_online(online=True),
        "clear": printer.clear,
        "status": _nothing,
        "help": _nothing,
    }


def _nothing() -> None:
    """`told` says it."""
