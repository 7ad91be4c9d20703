"""The real terminal, worked from another process: JSON commands on standard input become taps on the real window.

    {"id": 1, "do": "tap", "name": "start", "seconds": 20}   ->   {"id": 1, "ok": true, "step": "notice", …}

`do` is tap, type (with `text`), see, shot (with `path`), state, step (with `steps`), pages (with `count`), warm, mishap (with `name`) or end. Each waits
up to `seconds` for what it needs; nothing blocks the GUI thread. Taps, typing and scrolling are input events at the window,
never calls into the view-models; only `end` ends a visit directly, to clean up between visits.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from PySide6.QtCore import QObject, Signal

from drivers.core.registry import DRIVERS
from kiosk.app import Kiosk, application
from kiosk.bench.fingers import Fingers
from kiosk.bench.visitor import Action, Do, StepReport, Tap, Type, Visitor, WaitFor, WaitUntil
from kiosk.flow.events import Abandoned
from kiosk.flow.form import open_questions
from kiosk.flow.visit import Mishap, Visit
from kiosk.reading.memory import pictures_apart
from kiosk.settings import load
from kiosk.views.form import folds, of_holder
from server.contract.logs import configure
from server.contract.masking import mask_name

#: work under way that a screen waits for; pages are read on behind the pages screen
WAITED_FOR = frozenset({"card", "lookup", "capture", "reading", "submit", "suggest", "print", "rating"})

Command = dict[str, Any]


class Remote(QObject):
    """Carries out one command at a time, in the order they came."""

    _came = Signal(str)

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__()
        self._kiosk = kiosk
        self._fingers = Fingers(kiosk.screen.window)
        self._visitor = Visitor(kiosk.screen.window)
        self._waiting: deque[Command] = deque()
        self._came.connect(self._queue)
        threading.Thread(target=self._listen, name="remote", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            if line.strip():
                self._came.emit(line)

    def _queue(self, line: str) -> None:
        self._waiting.append(json.loads(line))
        if len(self._waiting) == 1:
            self._begin()

    def _begin(self) -> None:
        self._visitor.run([self._action(self._waiting[0])], self._done)

    def _done(self, reports: list[StepReport]) -> None:
        number = self._waiting.popleft()["id"]
        cause = reports[-1].cause
        if cause:
            say({"id": number, "ok": False, "error": f"{cause}; {json.dumps(self._shown(), ensure_ascii=False)}"})
        else:
            of_terminal = {
                "turns": self._visitor.turns,
                "stalls": asdict(self._kiosk.stalls),
                "reading_load_s": self._kiosk.reading_load_s,
            }
            say({"id": number, "ok": True} | of_terminal | state(self._kiosk.visit))
        if self._waiting:
            self._begin()

    def _action(self, command: Command) -> Action:
        do, name, patience = command["do"], str(command.get("name", "")), float(command["seconds"])
        match do:
            case "tap":
                return Tap(name, patience)
            case "type":
                return Type(name, str(command["text"]), patience)
            case "see":
                return WaitFor(name, patience=patience)
            case "shot":
                return Do(do, lambda: self._shoot(command["path"]))
            case "state":
                return Do(do, lambda: None)
            case "step":
                steps = frozenset(command["steps"])
                return WaitUntil(do, lambda: self._reached(steps), patience)
            case "pages":
                return WaitUntil(do, lambda: self._taken(int(command["count"])), patience)
            case "warm":
                return WaitUntil(do, lambda: self._kiosk.reading_load_s is not None, patience)
            case "mishap":
                return WaitUntil(do, lambda: _value(self._kiosk.visit.mishap) == name, patience)
            case "end":
                return Do(do, lambda: self._kiosk.happened(Abandoned()))
            case _:
                raise ValueError(f"unknown command {do}")

    def _reached(self, steps: frozenset[str]) -> bool:
        visit = self._kiosk.visit
        busy = visit.busy & WAITED_FOR - ({"card"} if "card" in steps else set())
        return visit.step.value in steps and not busy and visit.mishap is None

    def _taken(self, count: int) -> bool:
        visit = self._kiosk.visit
        return len(visit.pages) >= count and "capture" not in visit.busy and not visit.retaking and not visit.mishap

    def _shoot(self, path: str) -> None:
        if not self._kiosk.screen.window.grabWindow().save(path):
            raise OSError(f"{path} cannot be written")

    def _shown(self) -> Command:
        """What a person in front of it would report when it does not go on."""
        visit = self._kiosk.visit
        return {
            "step": visit.step.value,
            "busy": sorted(visit.busy),
            "mishap": _value(visit.mishap),
            "tappable": self._fingers.tappable(),
        }


def _value(mishap: Mishap | None) -> str | None:
    return mishap.value if mishap else None


def state(visit: Visit) -> Command:
    """Return what the visit shows; holds synthetic identity data, so it goes to the pipe and to no log."""
    receipt = visit.receipt
    return {
        "step": visit.step.value,
        "busy": sorted(visit.busy),
        "mishap": _value(visit.mishap),
        "holder": visit.holder.name if visit.holder else None,
        "holder_masked": mask_name(visit.holder.name) if visit.holder else None,
        "verified": bool(visit.holder and visit.holder.verified),
        "earlier": [matter.number for matter in visit.earlier or ()],
        "persons": visit.company.persons,
        "pages": len(visit.pages),
        "fields": [
            {
                "id": field.field_id,
                "kind": field.kind.value,
                "value": field.value,
                "normalised": field.normalised,
                "doubtful": field.doubtful,
                "confirmed": field.confirmed,
                "shown": not (of_holder(field) or folds(field)),
            }
            for field in visit.form.fields
        ],
        "questions_apart": bool(visit.form.papers.hints) or any(answer for _, answer in visit.form.questions),
        "open_questions": len(open_questions(visit.form)),
        "unanswered": [question.value for question, answer in visit.form.questions if answer is None],
        "suggested_unit": visit.suggestion.unit_name if visit.suggestion else None,
        "print_state": visit.print_state.value,
        "receipt": receipt
        and {
            "number": receipt.number,
            "query_code": receipt.query_code,
            "provisional": receipt.provisional,
            "unit_name": receipt.unit_name,
            "reason": receipt.reason,
        },
    }


def say(line: Command) -> None:
    """One JSON line for the process that works the terminal."""
    click.echo(json.dumps(line, ensure_ascii=False))
    sys.stdout.flush()


@click.command()
@click.option("--settings", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True)
def main(settings: Path) -> None:
    """The real terminal, worked through standard input; see the module's text."""
    configure("kiosk")
    # a camera that shows what lies under it; running code knows no simulator
    DRIVERS["camera", "table"] = "kiosk.bench.table_camera:TableCamera"
    pictures_apart()
    app = application()
    kiosk = Kiosk(load(settings))
    remote = Remote(kiosk)
    kiosk.ready.connect(lambda: say({"event": "ready"}))
    kiosk.start()
    code = app.exec()
    kiosk.stop()
    remote.deleteLater()
    sys.exit(code)


if __name__ == "__main__":
    main()
