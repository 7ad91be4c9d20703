"""Words that work the virtual printer from outside while it runs, one command a line."""

from __future__ import annotations

from collections.abc import Callable

from printers.transport.register import AnswerFault
from printers.transport.simulator import VirtualPrinter

USAGE = (
    "paper out|ok · paper after DOTS · cover open|closed|after DOTS · cutter jam|ok · head hot|ok · "
    "fault silent|only-realtime|stale|zero|none · fault drop BYTES · fault jam-at-cut · fault power [DOTS] · clear · quit"
)


class BadCommand(ValueError):
    """The line is not a command of the panel."""

    def __init__(self, line: str) -> None:
        super().__init__(f"不明命令 {line!r}，可用 {USAGE} · Unknown command")


def work(printer: VirtualPrinter, line: str) -> bool:
    """Carry out one line; False for `quit`; raise `BadCommand`."""
    body = printer.body
    simple: dict[str, Callable[[], None]] = {
        "paper out": body.run_out_of_paper,
        "paper ok": body.load_paper,
        "cover open": lambda: body.set_cover(opened=True),
        "cover closed": lambda: body.set_cover(opened=False),
        "cutter jam": body.jam_cutter,
        "cutter ok": body.free_cutter,
        "head hot": lambda: body.set_head(hot=True),
        "head ok": lambda: body.set_head(hot=False),
        "fault jam-at-cut": lambda: body.jam_cutter(at_next_cut=True),
        "fault power": printer.cut_power,
        "clear": printer.clear,
    }
    words = line.split()
    if words == ["quit"]:
        return False
    if action := simple.get(" ".join(words)):
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
        case _:
            raise BadCommand(line)
    return True
