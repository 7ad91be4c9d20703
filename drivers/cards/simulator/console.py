"""Working a simulated reader from outside: one command a line in, one JSON object a line out.

insert [FILE.json] · remove · fault NAME [ARG] [xTIMES] · clear · quit
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from drivers.cards.simulator.card import CardFileError, SyntheticCard, load_card
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.simulator.vpcd import ReaderMissing

_NUMBERS = frozenset({Fault.PULL, Fault.TRUNCATE})
_HEX = {Fault.WRONG_SW: 2, Fault.STATUS: 1}


class CommandError(ValueError):
    """A line cannot be obeyed; the text says why."""


class Bench(Protocol):
    """What the console works: a module on a line or a slot of the virtual PC/SC reader."""

    faults: Faults

    @property
    def supported(self) -> frozenset[Fault]:
        """The faults that this carrier can show."""
        ...

    def insert(self, card: SyntheticCard) -> None:
        """Lay a card down."""
        ...

    def remove(self) -> None:
        """Lift the card."""
        ...


def obey(bench: Bench, card: SyntheticCard, lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Obey `lines` until `quit` or their end; `card` is what `insert` without a file lays down."""
    for line in lines:
        words = line.split()
        if not words:
            continue
        if words[0] == "quit":
            say(_json(ok=True, command="quit"))
            return
        try:
            card = _obey(bench, card, words[0], line.strip().removeprefix(words[0]).strip())
        except (CommandError, CardFileError, ReaderMissing) as error:
            say(_json(ok=False, command=words[0], error=str(error)))
        else:
            say(_json(ok=True, command=words[0]))


def _obey(bench: Bench, card: SyntheticCard, command: str, rest: str) -> SyntheticCard:
    match command:
        case "insert":
            card = load_card(Path(rest)) if rest else card
            bench.insert(card)
        case "remove":
            bench.remove()
        case "clear":
            bench.faults.clear()
        case "fault":
            fault, argument, times = parse_fault(rest.split(), bench.supported)
            bench.faults.arm(fault, argument, times=times)
        case _:
            raise CommandError("insert [FILE.json] | remove | fault NAME [ARG] [xTIMES] | clear | quit")
    return card


def parse_fault(words: list[str], supported: frozenset[Fault]) -> tuple[Fault, str, int]:
    """Read `NAME [ARG] [xTIMES]` into fault, argument and how often it strikes; raise `CommandError`."""
    names = ", ".join(sorted(supported))
    if not words or words[0] not in supported:
        raise CommandError(f"可用的故障 · Faults of this reader: {names}")
    fault, arguments, times = Fault(words[0]), words[1:], 1
    if arguments and re.fullmatch(r"x[1-9][0-9]{0,5}", arguments[-1]):
        times = int(arguments.pop()[1:])
    argument = "".join(arguments)
    if not _fits(fault, argument):
        raise CommandError(f"{fault}: 参数不对 · wrong argument {argument!r}")
    return fault, argument, times


def _fits(fault: Fault, argument: str) -> bool:
    if fault in _NUMBERS:
        return re.fullmatch(r"[0-9]{1,4}", argument) is not None
    if fault in _HEX:
        return re.fullmatch(r"([0-9a-fA-F]{2})+", argument) is not None and len(argument) == 2 * _HEX[fault]
    if fault is Fault.GARBAGE:
        return re.fullmatch(r"([0-9a-fA-F]{2})+", argument) is not None
    if fault is Fault.PAUSE:
        return re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", argument) is not None
    return argument == ""


def _json(**items: Any) -> str:
    return json.dumps(items, ensure_ascii=False)
