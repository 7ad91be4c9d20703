"""How many people stand behind a petition: what it says (等23人, 9户) and the names that signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.numerals import NUMERALS, number
from kiosk.reading.fields.person import SURNAMES
from kiosk.reading.result import Region, Source

_N = rf"(?P<n>\d{{1,4}}|[{NUMERALS}]{{1,5}})"
_AND_OTHERS = re.compile(rf"等 ?{_N} ?(?:多|余)?(?:名|位)?(?P<unit>人|户|村民|居民|业主|职工|工人|群众|住户|农户)")
#: counts people only where people ask together
_TOGETHER = re.compile(
    rf"(?:我们|全体|全村|本组|本楼|本小区|共|共计|合计)?{_N} ?(?:多|余)?(?:名|位)?"
    r"(?P<unit>人|户|村民|居民|业主|职工|工人|群众|住户|农户)(?:村民|居民|业主|人)?(?:联名|共同|一致|一起)(?:反映|请求|要求|签名|致函|写信|上访|向)?"
)
#: 我代表家属院52户居民
_ON_BEHALF = re.compile(
    rf"代表[^,，。;；\n\d]{{0,10}}?(?:的|全体)?{_N} ?(?:多|余)?(?:名|位)?(?P<unit>人|户|村民|居民|业主|职工|工人|群众|住户|农户)"
)
_SIGNED = re.compile(rf"(?:联名|签名|签字|捺印)(?:人|人员|者)?(?:共|共计)[:：]?{_N} ?(?P<unit>人|户)")
_TABLE = re.compile(
    r"(?:联名人?|签名人?|签字|签名捺印|信访人|代表)?(?:签名|签字|捺印|按手印|名单|花名册)(?:表|如下|栏|捺印)?[:：]?\n"
)
_NAME = re.compile(rf"(?<![\u4e00-\u9fa5])[{SURNAMES}][\u4e00-\u9fa5]{{1,2}}(?![\u4e00-\u9fa5])")
_HOUSEHOLDS = frozenset({"户", "住户", "农户"})
#: a signature table has at least so many names
_LEAST_NAMES = 3


class CountOf(StrEnum):
    PEOPLE = "people"
    HOUSEHOLDS = "households"


@dataclass(frozen=True, slots=True)
class Signatories:
    """Number of people or households behind the petition, always shown for confirmation when anything contradicts it."""

    number: int
    of: CountOf
    #: as written; "" when counted from the names
    value: str
    page: int
    region: Region | None
    #: 0..1
    confidence: float
    rule: str
    doubtful: bool
    source: Source
    remark: str = ""


def signatories(document: Document) -> Signatories | None:
    """Find the stated number; names that signed are counted beside it. None for a petition of one person."""
    stated = list(_stated(document))
    names = _names(document)
    if not stated:
        if names is None:
            return None
        count, start, end = names
        return _signatories(document, count, CountOf.PEOPLE, start, end, 0.7, "signatories-names", True, counted=True)
    best = max(stated, key=lambda one: one[4])
    differ = len({(n, unit) for n, unit, *_ in stated}) > 1
    number_of, unit, start, end, certainty, rule = best
    remark = ""
    if names is not None and unit is CountOf.PEOPLE and names[0] != number_of:
        remark = f"签名处数到{names[0]}人 · {names[0]} names are signed"
    elif differ:
        remark = "文中人数不一 · the text gives several numbers"
    return _signatories(document, number_of, unit, start, end, certainty, rule, bool(remark), remark=remark)


def _stated(document: Document) -> Iterator[tuple[int, CountOf, int, int, float, str]]:
    for pattern, certainty, rule in (
        (_AND_OTHERS, 0.93, "signatories-and-others"),
        (_SIGNED, 0.95, "signatories-signed"),
        (_TOGETHER, 0.88, "signatories-together"),
        (_ON_BEHALF, 0.85, "signatories-on-behalf"),
    ):
        for match in pattern.finditer(document.text):
            digits = match["n"]
            value = int(digits) if digits.isdigit() else number(digits)
            if value is None or not 2 <= value <= 9999:
                continue
            unit = CountOf.HOUSEHOLDS if match["unit"] in _HOUSEHOLDS else CountOf.PEOPLE
            yield value, unit, match.start(), match.end(), certainty, rule


def _names(document: Document) -> tuple[int, int, int] | None:
    """Names in the table under its heading: (how many, start, end)."""
    headings = list(_TABLE.finditer(document.text))
    if not headings:
        return None
    found = list(_NAME.finditer(document.text, headings[-1].end()))
    different = {match[0] for match in found}
    if len(different) < _LEAST_NAMES:
        return None
    return len(different), found[0].start(), found[-1].end()


def _signatories(
    document: Document,
    count: int,
    unit: CountOf,
    start: int,
    end: int,
    certainty: float,
    rule: str,
    doubtful: bool,
    counted: bool = False,
    remark: str = "",
) -> Signatories:
    confidence = round(document.confidence(start, end) * certainty, 4)
    source = document.source(start, end)
    return Signatories(
        number=count,
        of=unit,
        value="" if counted else document.value(start, end),
        page=document.page(start, end),
        region=document.region(start, end),
        confidence=confidence,
        rule=rule,
        doubtful=doubtful or confidence < 0.8 or source is Source.HANDWRITING,
        source=source,
        remark=remark,
    )
