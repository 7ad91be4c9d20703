"""The visitor in front of the terminal: works the real window of another process by taps, and looks at the screen."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

from installer.demo.processes import Child, ChildFailed, Line

#: the terminal answers a tap within this, or something is wrong
TAP_SECONDS = 20.0


class TapFailed(RuntimeError):
    """The thing to tap never became visible and enabled; the message says what the screen showed instead."""


class Visitor:
    """Sends JSON commands to `kiosk.bench.remote` and waits for its answers."""

    def __init__(self, kiosk: Child, shots: Path) -> None:
        self._kiosk = kiosk
        self._shots = shots
        self._ids = count(1)
        shots.mkdir(parents=True, exist_ok=True)

    def tap(self, name: str, *, seconds: float = TAP_SECONDS) -> Line:
        """Tap the item with this object name once it can be tapped; return the state, with the `turns` of screens so far."""
        return self._do({"do": "tap", "name": name}, seconds)

    def type(self, name: str, text: str) -> None:
        """Tap the entry with this object name and type."""
        self._do({"do": "type", "name": name, "text": text}, TAP_SECONDS)

    def sees(self, name: str, *, seconds: float = TAP_SECONDS) -> None:
        """Wait until the item with this object name is visible."""
        self._do({"do": "see", "name": name}, seconds)

    def shot(self, name: str) -> Path:
        """Save what the screen shows as a picture."""
        path = self._shots / f"{name}.png"
        self._do({"do": "shot", "path": str(path)}, TAP_SECONDS)
        return path

    def state(self) -> Line:
        """Return what the screen is about: step, mishap, pages, fields, print state (no identity data)."""
        return self._do({"do": "state"}, TAP_SECONDS)

    def step(self, *steps: str, seconds: float) -> Line:
        """Wait until the visit is at one of these steps and nothing is under way; return the state."""
        return self._do({"do": "step", "steps": list(steps)}, seconds)

    def pages(self, count: int, *, seconds: float) -> Line:
        """Wait until so many pages were taken, none of them waiting to be taken again; return the state."""
        return self._do({"do": "pages", "count": count}, seconds)

    def warm(self, *, seconds: float) -> None:
        """Wait until a page would be read without waiting for the models."""
        self._do({"do": "warm"}, seconds)

    def mishap(self, name: str, *, seconds: float) -> Line:
        """Wait until the screen shows this mishap; return the state."""
        return self._do({"do": "mishap", "name": name}, seconds)

    def end(self) -> None:
        """Leave, wherever the visit is; everything is wiped."""
        if self.state()["step"] != "idle":
            self._do({"do": "end"}, TAP_SECONDS)
            self.step("idle", seconds=TAP_SECONDS)

    def _do(self, command: Line, seconds: float) -> Line:
        number = next(self._ids)
        self._kiosk.send(json.dumps(command | {"id": number, "seconds": seconds}, ensure_ascii=False))
        what = " ".join(str(value) for key, value in command.items() if key != "text")
        answer = self._kiosk.wait(lambda line: line.get("id") == number, seconds=seconds + 5.0, what=what)
        if not answer.get("ok"):
            raise TapFailed(f"{what}: {answer.get('error', '')}")
        return answer


__all__ = ["ChildFailed", "TapFailed", "Visitor"]
