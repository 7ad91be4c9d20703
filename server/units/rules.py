"""Which units a written name means, and who is kept away from a matter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

#: a shorter rest of a name says too little to keep a unit away
SHORTEST_NAME = 2
#: after a place or an office, these name a body of its own: 和村镇东坡村民委员会 is a village committee that its township
#: supervises, 法院路物业公司 a company; neither is the unit whose name it begins with. 农村 and 市场监管 are no bodies.
_OWN_BODY = re.compile(
    r"(?<!农)村|居民?委|社区|公司|集团|物业|合作社|医院|卫生院|小学|中学|学校|幼儿园|厂|矿(?!产|山|区)|超市|商店|饭店"
)

#: what a post is called behind a name
_POST = re.compile(
    r"(副|第一|常务|代理?)?(区|县|市|镇|乡|村|局|所|院|校|厂|矿|队|组|处|科|站|会)?(长|书记|主任|主席|经理|会计|委员)"
)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as far as exclusion needs it. `own_line`: reports to an organ of its own above, not to its parent here."""

    code: str
    parent: str
    labels: tuple[str, ...]
    own_line: bool
    #: who goes on with the duties of a dissolved unit, "" for one that works
    successor: str = ""


def bare(name: str, prefixes: Iterable[str]) -> str:
    """Return a name without spaces and without the names of city and district in front of it."""
    text = re.sub(r"[\s　（）()]", "", name)
    changed = True
    while changed:
        changed = False
        for prefix in prefixes:
            if prefix and text.startswith(prefix):
                text, changed = text[len(prefix) :], True
    return text


def person(name: str) -> str:
    """Return the name of a person without spaces and without what stands in brackets: 王某（值班员） is 王某."""
    return re.sub(r"[（(][^）)]*[）)]?|[\s　]", "", name)


def means(said: str, holder: str) -> bool:
    """Tell whether a written name means this holder of a post: alone, or with the post before or behind it (副区长 王某,
    王某镇长)."""
    text, name = person(said), person(holder)
    if len(name) < SHORTEST_NAME or name not in text:
        return False
    return text.endswith(name) or (text.startswith(name) and _POST.match(text[len(name) :]) is not None)


def matching(name: str, units: Iterable[UnitFacts], prefixes: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of the units a complained-of name means.

    A label inside the name counts (和村镇人民政府城建办 means 和村镇人民政府) unless a body of its own follows it; the
    longest label wins (区委组织部 is not 区委); when no label is inside the name, a name inside a label counts (劳动局 in
    劳动局人事科).
    """
    text = bare(name, prefixes)
    if len(text) < SHORTEST_NAME:
        return frozenset()
    inside: dict[str, set[str]] = {}
    around: set[str] = set()
    for unit in units:
        for label in unit.labels:
            short = bare(label, prefixes)
            if len(short) < SHORTEST_NAME:
                continue
            if short in text:
                if _OWN_BODY.search(text.rpartition(short)[2]):
                    continue
                inside.setdefault(short, set()).add(unit.code)
            elif text in short:
                around.add(unit.code)
    if not inside:
        return frozenset(around)
    winners = [label for label in inside if not any(label != other and label in other for other in inside)]
    return frozenset(code for label in winners for code in inside[label])


def with_subordinates(named: frozenset[str], units: Collection[UnitFacts]) -> frozenset[str]:
    """Add every unit below the named ones, and who took over the duties of a dissolved one.

    The discipline organ and the petition office answer to their own superiors as well (dual leadership), so that a
    matter about the district itself still finds a desk; named themselves, they are excluded like any other.
    """
    children: dict[str, list[UnitFacts]] = {}
    for unit in units:
        children.setdefault(unit.parent, []).append(unit)
    successors = {unit.code: unit.successor for unit in units if unit.successor}
    excluded, waiting = set(named), list(named)
    while waiting:
        code = waiting.pop()
        # people move with their duties: who was complained of works in the successor now
        if (heir := successors.get(code, "")) and heir not in excluded:
            excluded.add(heir)
            waiting.append(heir)
        for child in children.get(code, []):
            if not child.own_line and child.code not in excluded:
                excluded.add(child.code)
                waiting.append(child.code)
    return frozenset(excluded)


def common_superior(parents: Mapping[str, str], one: str, other: str) -> str | None:
    """Return the nearest unit above both, None when there is none. A unit is not its own superior."""
    above = set(_line(parents, one))
    return next((code for code in _line(parents, other) if code in above), None)


def _line(parents: Mapping[str, str], code: str) -> Iterator[str]:
    """Every unit above, nearest first; a loop in the table ends where it closes."""
    seen = {code}
    while (code := parents.get(code, "")) and code not in seen:
        seen.add(code)
        yield code
