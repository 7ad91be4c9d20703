"""What a scanner can do: the answer of `scanimage -A` as a value, and our wishes fitted into it.

Backends share no names: a feeder is "ADF", "Automatic Document Feeder", "ADF Front"; some have no mode, no area.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drivers.core.errors import DeviceFault
from drivers.scanners import Source

#: the answer of a scanner with every option is some 20 kB
MAX_TEXT = 1_000_000
MAX_LINE = 4096
#: ISO 216 A4 in millimetres
A4_MM = (210.0, 297.0)

# "    --resolution 75|150|300dpi [75]", "    -x 0..215.9mm (in steps of 0.1) [215.9]", "--mode[=(yes|no)] [inactive]"
_OPTION = re.compile(
    r"^ {2,8}(-[lxty]|--[A-Za-z][A-Za-z0-9-]{0,62})(?:\[=\([^)\n]*\)\])? ?([^\[\n]*?)(?: \[([^\]\n]*)\])*\s*$"
)
_RANGE = re.compile(r"^(-?\d{1,9}(?:\.\d{1,9})?)\.\.(-?\d{1,9}(?:\.\d{1,9})?)")
_NUMBER = re.compile(r"^-?\d{1,9}(?:\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Abilities:
    """Options that can be set now, by name with its dashes ("--mode", "-x"), and what each takes: "Gray|Color"."""

    options: dict[str, str]

    def words(self, name: str) -> list[str]:
        """Return the choices of an option; empty if it has none or does not exist."""
        taken = self.options.get(name, "")
        return [] if _RANGE.match(taken) else [word for word in taken.split("|") if word]


def parse_abilities(text: str) -> Abilities:
    """Read the help text of `scanimage -A`. Anything that is no option line is passed over."""
    options: dict[str, str] = {}
    for line in text[:MAX_TEXT].splitlines():
        found = _OPTION.match(line) if len(line) <= MAX_LINE else None
        if found and found[3] not in ("inactive", "read-only"):
            options.setdefault(found[1], found[2].strip())
    return Abilities(options)


def arguments(abilities: Abilities, source: Source, *, mode: str, resolution_dpi: int) -> list[str]:
    """Return the command-line options for a page of `source`, A4, as near to our wishes as this scanner comes.

    Raises `DeviceFault` if it has no such source.
    """
    chosen: list[str] = []
    sides = _adf_mode(abilities.words("--adf-mode"), source)
    if (name := _source(abilities.words("--source"), source, sides)) is not None:
        chosen.append(f"--source={name}")
    if sides is not None:
        chosen.append(f"--adf-mode={sides}")
    if (shade := _mode(abilities.words("--mode"), mode)) is not None:
        chosen.append(f"--mode={shade}")
    if (dpi := _resolution(abilities.options.get("--resolution"), resolution_dpi)) is not None:
        chosen.append(f"--resolution={dpi}")
    for axis, length in zip(("-x", "-y"), A4_MM, strict=True):
        taken = abilities.options.get(axis, "")
        if (bounds := _RANGE.match(taken)) and "mm" in taken:
            chosen += [axis, f"{min(length, float(bounds[2])):g}"]
    return chosen


def _source(names: list[str], source: Source, sides: str | None) -> str | None:
    feeders = [name for name in names if re.search(r"adf|feeder", name, re.IGNORECASE)]
    both_sides = [name for name in feeders if re.search(r"duplex|both", name, re.IGNORECASE)]
    match source:
        case Source.FLATBED:
            fits = [name for name in names if name not in feeders]
        case Source.FEEDER:
            fits = [name for name in feeders if name not in both_sides and "back" not in name.lower()]
        case Source.DUPLEX:
            # some feeders have no source of that name, but an option for the sides
            fits = both_sides or (feeders if sides else [])
    if fits:
        return fits[0]
    if not names and source is not Source.DUPLEX:
        # a scanner with one source has no such option
        return None
    raise DeviceFault(
        f"扫描仪没有这种进纸方式（{source.value}），可选 {'、'.join(names)} · The scanner has no {source.value}; it has {', '.join(names)}",
        "请在设置中改正进纸方式 · Correct the source in the settings",
    )


def _adf_mode(names: list[str], source: Source) -> str | None:
    wanted = {Source.FEEDER: "simplex", Source.DUPLEX: "duplex"}.get(source)
    return next((name for name in names if name.lower() == wanted), None)


def _mode(names: list[str], wanted: str) -> str | None:
    same = [name for name in names if name.lower() == wanted.lower()]
    alike = [name for name in names if re.search("gr[ae]y", name, re.IGNORECASE)]
    return next(iter(same or alike or names), None)


def _resolution(taken: str | None, wanted: int) -> str | None:
    """Return the wanted resolution, or else the next finer one, or else the finest."""
    if taken is None:
        return None
    if bounds := _RANGE.match(taken):
        return f"{min(max(float(wanted), float(bounds[1])), float(bounds[2])):g}"
    steps = sorted(float(found[0]) for word in taken.split("|") if (found := _NUMBER.match(word)))
    return f"{next((step for step in steps if step >= wanted), steps[-1]):g}" if steps else None
