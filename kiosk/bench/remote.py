"""The real terminal, worked from another process: JSON commands on standard input become taps on the real window.

    {"id": 1, "do": "tap", "name": "start", "seconds": 20}   ->   {"id": 1, "ok": true}

`do` is tap, type (with `text`), see, shot (with `path`), state, step (with `steps`), mishap (with `name`) or end. Each waits
up to `seconds` for what it needs; nothing blocks the GUI thread. Taps, typing and scrolling are input events at the window,
never calls into the view-models; only `end` ends a visit directly, to clean up between visits.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.app import Kiosk, application
from kiosk.bench.fingers import Fingers
from kiosk.flow.events import Abandoned
from kiosk.flow.visit import Visit
from kiosk.settings import load
from server.contract.logs import configure
from server.contract.masking import mask_name

#: how often a command that waits looks again; faster than an eye, slow enough to cost nothing
LOOK_MS = 25
#: work under way that a screen waits for; reading pages goes on behind the pages screen
WAITED_FOR = frozenset({"card", "lookup", "capture", "reading", "submit", "suggest", "print"})

Command = dict[str, Any]
#: None: not yet; a dictionary: done, with what to answer
Attempt = Callable[[], Command | None]


class Remote(QObject):
    """Carries out one command at a time, in the order they came."""

    _came = Signal(str)

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__()
        self._kiosk = kiosk
        self._fingers = Fingers(kiosk.screen.window)
        self._waiting: list[Command] = []
        self._attempt: Attempt | None = None
        self._deadline = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._came.connect(lambda line: self._waiting.append(json.loads(line)))
        threading.Thread(target=self._listen, name="remote", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            if line.strip():
                self._came.emit(line)

    def _look(self) -> None:
        if self._attempt is None:
            if not self._waiting:
                return
            self._attempt = self._understood(self._waiting[0])
            self._deadline = time.monotonic() + float(self._waiting[0]["seconds"])
        answer = self._attempt()
        if answer is None and time.monotonic() > self._deadline:
            answer = {"ok": False, "error": json.dumps(self._shown(), ensure_ascii=False)}
        if answer is not None:
            say({"id": self._waiting.pop(0)["id"], "ok": True} | answer)
            self._attempt = None

    def _understood(self, command: Command) -> Attempt:
        name = str(command.get("name", ""))
        match command["do"]:
            case "tap":
                return lambda: self._fingers.tap(name)
            case "type":
                return lambda: self._fingers.type(name, str(command["text"]))
            case "see":
                return lambda: {} if self._fingers.find(name) else None
            case "shot":
                return lambda: self._shot(Path(command["path"]))
            case "state":
                return lambda: state(self._kiosk.visit)
            case "step":
                return lambda: self._reached(frozenset(command["steps"]))
            case "mishap":
                return lambda: self._troubled(name)
            case "end":
                return self._end
            case unknown:
                return lambda: {"ok": False, "error": f"unknown command {unknown}"}

    def _reached(self, steps: frozenset[str]) -> Command | None:
        visit = self._kiosk.visit
        busy = visit.busy & WAITED_FOR - ({"card"} if "card" in steps else set())
        settled = visit.step.value in steps and not busy and visit.mishap is None
        return state(visit) if settled else None

    def _troubled(self, mishap: str) -> Command | None:
        visit = self._kiosk.visit
        return state(visit) if visit.mishap is not None and visit.mishap.value == mishap else None

    def _shot(self, path: Path) -> Command:
        saved = self._kiosk.screen.window.grabWindow().save(str(path))
        return {} if saved else {"ok": False, "error": f"{path} cannot be written"}

    def _end(self) -> Command:
        self._kiosk.happened(Abandoned())
        return {}

    def _shown(self) -> Command:
        """What a person in front of it would report when it does not go on."""
        visit = self._kiosk.visit
        return {
            "step": visit.step.value,
            "busy": sorted(visit.busy),
            "mishap": visit.mishap.value if visit.mishap else None,
            "tappable": self._fingers.tappable(),
        }


def state(visit: Visit) -> Command:
    """Return what the visit shows; holds synthetic identity data, so it goes to the pipe and to no log."""
    receipt = visit.receipt
    return {
        "step": visit.step.value,
        "busy": sorted(visit.busy),
        "mishap": visit.mishap.value if visit.mishap else None,
        "holder": visit.holder.name if visit.holder else None,
        "holder_masked": mask_name(visit.holder.name) if visit.holder else None,
        "verified": bool(visit.holder and visit.holder.verified),
        "earlier": [matter.number for matter in visit.earlier or ()],
        "pages": len(visit.pages),
        "fields": [
            {
                "id": field.field_id,
                "kind": field.kind.value,
                "value": field.value,
                "normalised": field.normalised,
                "doubtful": field.doubtful,
                "confirmed": field.confirmed,
            }
            for field in visit.form.fields
        ],
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
