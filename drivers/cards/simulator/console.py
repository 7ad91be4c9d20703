"""Working a simulated reader from outside: one command a line in, one JSON object a line out.

insert [NAME|FILE.json] · remove · fault NAME [ARG] [xTIMES] · clear · unplug · plug · cards · help · quit
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from drivers.cards.simulator.card import CardFileError, SyntheticCard, load_card
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.simulator.gallery import gallery
from drivers.cards.simulator.vpcd import ReaderMissing

COMMANDS = {
    "insert [NAME|FILE.json]": "放上一张卡，名称见 cards · Lay a card down; names: cards",
    "remove": "拿开 · Lift it",
    "fault NAME [ARG] [xTIMES]": "让故障发生 · Let something go wrong",
    "clear": "取消故障，接回数据线 · No fault any more, the cable back in",
    "unplug": "拔下数据线（--pty）· Pull the cable (--pty)",
    "plug": "接回数据线 · Put it back",
    "cards": "测试卡名称 · Names of the test cards",
    "help": "本说明 · This text",
    "quit": "结束 · The end",
}
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


@runtime_checkable
class Pluggable(Protocol):
    """A carrier with a cable."""

    def unplug(self) -> None:
        """Pull it."""
        ...

    def plug(self) -> dict[str, Any]:
        """Put it back and say where the reader is now."""
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
            card, told = _obey(bench, card, words[0], line.strip().removeprefix(words[0]).strip())
        except (CommandError, CardFileError, ReaderMissing) as error:
            say(_json(ok=False, command=words[0], error=str(error)))
        else:
            say(_json(ok=True, command=words[0], **told))


def _obey(bench: Bench, card: SyntheticCard, command: str, rest: str) -> tuple[SyntheticCard, dict[str, Any]]:
    """Do it; return the card that lies ready from now on, and what there is to tell."""
    told: dict[str, Any] = {}
    match command:
        case "insert":
            card = _named(rest) if rest else card
            bench.insert(card)
        case "cards":
            told = {"cards": sorted(gallery())}
        case "help":
            told = {"commands": COMMANDS, "faults": sorted(bench.supported)}
        case "unplug" | "plug":
            if not isinstance(bench, Pluggable):
                raise CommandError("此载体没有数据线可拔 · This carrier has no cable to pull")
            if command == "plug":
                told = bench.plug()
            else:
                bench.unplug()
        case "remove":
            bench.remove()
        case "clear":
            bench.faults.clear()
            if isinstance(bench, Pluggable):
                told = bench.plug()
        case "fault" if rest == "unplug" and isinstance(bench, Pluggable):
            bench.unplug()
        case "fault":
            fault, argument, times = parse_fault(rest.split(), bench.supported)
            bench.faults.arm(fault, argument, times=times)
        case _:
            raise CommandError(" | ".join(COMMANDS))
    return card, told


def _named(name: str) -> SyntheticCard:
    known = gallery()
    return known[name] if name in known else load_card(Path(name))


def parse_fault(words: list[str], supported: frozenset[Fault]) -> tuple[Fault, str, int]:
    """Read `NAME [ARG] [xTIMES]` into fault, argument and how often it strikes; raise `CommandError`."""
    names = ", ".join(sorted(supported))
    name = words[0].replace("_", "-") if words else ""
    if name not in supported:
        raise CommandError(f"可用的故障 · Faults of this reader: {names}")
    fault, arguments, times = Fault(name), words[1:], 1
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
