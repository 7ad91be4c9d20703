"""Where it happened, by the county's gazetteer. The words stay as written; the code is the machine form."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind, Source

_COUNTY_DIGITS, _TOWN_DIGITS = 6, 9
#: village, estate or road after the township
_FINER = re.compile(r"[\u4e00-\u9fa5]{1,6}?(?:村(?!民|委|里)|社区|小区|新村|家园|庄(?!稼))")
_OF_PLACE = re.compile(r"[^,，。;；:\n]{2,24}?[村号组室镇乡区庄]人(?=[,，。;；])")
#: how much a mention counts: on the address or the addressee it only hints, in the name of an office it tells who and not
#: where; the county is where nearly all is
_HINT, _OFFICE, _COUNTY = 0.2, 0.3, 0.05
_OFFICE_NAME = re.compile(r"(?:人民)?政府|党委|派出所|司法所|民政所|财政所|卫生院|中心校|信访办|办事处")


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer: GB/T 2260 county code of 6 digits, with 3 more for a township, 6 more for a village."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    code: str
    start: int
    end: int
    hint: bool
    #: within the name of an office (彭城镇人民政府)
    office: bool


@cache
def gazetteer() -> tuple[Place, ...]:
    """Read the table that ships with the program."""
    text = (files("kiosk.reading.fields") / "gazetteer.csv").read_text(encoding="utf-8")
    return tuple(
        Place(row["code"], (row["name"], *row["aliases"].split())) for row in csv.DictReader(text.splitlines())
    )


@cache
def _by_name() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern of all names, long ones first, and the codes a name may stand for."""
    codes: dict[str, tuple[str, ...]] = {}
    for place in gazetteer():
        for name in place.names:
            codes[name] = (*codes.get(name, ()), place.code)
    return re.compile("|".join(map(re.escape, sorted(codes, key=len, reverse=True)))), codes


def find(document: Document, elsewhere: Sequence[Found]) -> Iterator[Found]:
    """Find township and village of the matter. `elsewhere`: address and addressee, which only hint at it."""
    mentions = list(_mentions(document, elsewhere))
    scores: dict[str, float] = {}
    for mention in mentions:
        town = mention.code[:_TOWN_DIGITS]
        weight = (_HINT if mention.hint else _OFFICE if mention.office else 1.0) * (
            _COUNTY if len(town) == _COUNTY_DIGITS else 1.0
        )
        scores[town] = scores.get(town, 0.0) + weight
    if not scores:
        return
    town = max(scores, key=lambda code: scores[code])
    # the first plain mention, else the first hint
    first = min((m for m in mentions if m.code[:_TOWN_DIGITS] == town), key=lambda m: (m.hint, m.start))
    villages = [m for m in mentions if len(m.code) > _TOWN_DIGITS and m.code.startswith(town) and m.hint == first.hint]
    named = {m.code for m in villages}
    code = named.pop() if len(named) == 1 else town
    yield _found(document, first, villages, code, scores, town)


def _found(
    document: Document,
    first: _Mention,
    villages: Sequence[_Mention],
    code: str,
    scores: dict[str, float],
    town: str,
) -> Found:
    end = first.end
    after = next((m for m in villages if m.start == first.end), None)
    finer = _FINER.match(document.text, end)
    if after is not None:
        end = after.end
    elif finer and len(first.code) == _TOWN_DIGITS:
        end = finer.end()
    rivals = [c for c, score in scores.items() if c != town and score >= scores[town] and len(c) > _COUNTY_DIGITS]
    county_only = len(town) == _COUNTY_DIGITS
    several = code == town and len({m.code for m in villages}) > 1
    certainty = 0.5 if county_only or first.hint else 0.7 if rivals or several else 0.92
    remark = "文中有几个村 · several villages are named" if several else ""
    if first.hint and not county_only:
        remark = "按住址推断 · inferred from the address"
    return Found(
        FieldKind.PLACE,
        first.start,
        end,
        certainty,
        "place-from-address" if first.hint else "place-gazetteer",
        normalised=code,
        remark=remark,
        doubtful=first.hint or county_only or bool(rivals) or several,
        source=Source.INFERRED if first.hint else None,
    )


def _mentions(document: Document, elsewhere: Sequence[Found]) -> Iterator[_Mention]:
    """Every name of the gazetteer; a village's name that several townships have counts for the one named before it."""
    pattern, codes = _by_name()
    town = ""
    for match in pattern.finditer(document.text):
        candidates = codes[match[0]]
        if len(candidates) > 1:
            candidates = tuple(code for code in candidates if town and code.startswith(town))
            if len(candidates) != 1:
                continue
        (code,) = candidates
        town = code[:_TOWN_DIGITS] if len(code) >= _TOWN_DIGITS else town
        hint = any(f.start - 2 <= match.start() < f.end for f in elsewhere) or _is_home(document, match.start())
        office = bool(_OFFICE_NAME.match(document.text, match.end()))
        yield _Mention(code, match.start(), match.end(), hint, office)


def _is_home(document: Document, at: int) -> bool:
    """The address may stand twice; 家住 and 住 behind a comma tell, and who is of a place (某村人)."""
    return bool(
        re.search(r"(?:家住|现住|住址|居住|[,，]住)[^,，。\n]{0,20}$", document.text[max(0, at - 26) : at])
        or _OF_PLACE.match(document.text, at)
    )
