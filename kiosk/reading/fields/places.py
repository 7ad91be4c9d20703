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

_COUNTY_DIGITS = 6
#: village, estate or road after the township
_FINER = re.compile(r"[\u4e00-\u9fa5]{1,6}?(?:村(?!民|委|里)|社区|小区|新村|家园|庄(?!稼))")


@dataclass(frozen=True, slots=True)
class Township:
    """A row of the gazetteer: GB/T 2260 county code of 6 digits, with 3 more for a township."""

    code: str
    names: tuple[str, ...]


@cache
def gazetteer() -> tuple[Township, ...]:
    """Read the table that ships with the program."""
    text = (files("kiosk.reading.fields") / "gazetteer.csv").read_text(encoding="utf-8")
    return tuple(
        Township(row["code"], (row["name"], *row["aliases"].split())) for row in csv.DictReader(text.splitlines())
    )


def find(document: Document, elsewhere: Sequence[Found]) -> Iterator[Found]:
    """Find the township of the matter. `elsewhere`: address and addressee, whose townships only hint at it."""
    scores: dict[str, float] = {}
    hits: dict[str, list[tuple[int, int, bool]]] = {}
    for town in gazetteer():
        for match in re.finditer("|".join(sorted(map(re.escape, town.names), key=len, reverse=True)), document.text):
            hint = any(f.start - 2 <= match.start() < f.end for f in elsewhere) or _is_home(document, match.start())
            weight = (0.2 if hint else 1.0) * (1.0 if len(town.code) > _COUNTY_DIGITS else 0.05)
            scores[town.code] = scores.get(town.code, 0.0) + weight
            hits.setdefault(town.code, []).append((match.start(), match.end(), hint))
    if not scores:
        return
    code = max(scores, key=lambda c: scores[c])
    # the first plain mention, else the first hint
    start, end, hint = min(hits[code], key=lambda h: (h[2], h[0]))
    finer = _FINER.match(document.text, end)
    if finer and len(code) > _COUNTY_DIGITS:
        end = finer.end()
    rivals = [c for c, score in scores.items() if c != code and score >= scores[code] and len(c) > _COUNTY_DIGITS]
    county_only = len(code) == _COUNTY_DIGITS
    certainty = 0.5 if county_only or hint else 0.7 if rivals else 0.92
    yield Found(
        FieldKind.PLACE,
        start,
        end,
        certainty,
        "place-from-address" if hint else "place-gazetteer",
        normalised=code,
        remark="按住址推断 · inferred from the address" if hint and not county_only else "",
        doubtful=hint or county_only or bool(rivals),
        source=Source.INFERRED if hint else None,
    )


def _is_home(document: Document, at: int) -> bool:
    """The address may stand twice; 家住 and 住 tell."""
    return bool(re.search(r"(?:家住|现住|住址|居住)[^,，。\n]{0,20}$", document.text[max(0, at - 26) : at]))
