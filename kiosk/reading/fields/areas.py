"""Areas of land and floor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.fields.numerals import NUMERALS, number
from kiosk.reading.result import FieldKind

_AREA = re.compile(
    rf"(?<![\d.])(?P<n>\d+(?:\.\d+)?|[{NUMERALS}半]+) ?[多余来]?(?P<unit>平方公里|平方米|平米|平方|㎡|m²|m2|公顷|亩(?P<fen>[{NUMERALS}]分)?|分地)"
    r"(?![=×*])"
)
_POINT = re.compile(r"\d[,，、·]$")
_PER = re.compile(r"(?:每|/|元一?)$")


def find(document: Document) -> Iterator[Found]:
    """Find each area once; the machine form is number and unit, in m² or 亩."""
    seen: set[str] = set()
    for match in _AREA.finditer(document.text):
        if _PER.search(document.text[max(0, match.start() - 2) : match.start()]):
            continue
        form = _form(match)
        if form is None or form in seen:
            continue
        seen.add(form)
        # 3,2亩 is 3.2亩 with its point misread
        pointed = bool(_POINT.search(document.text[max(0, match.start() - 2) : match.start()]))
        yield Found(FieldKind.AREA, match.start(), match.end(), 0.9, "area", normalised=form, doubtful=pointed)


def _form(match: re.Match[str]) -> str | None:
    value = Decimal(match["n"]) if match["n"][0].isdigit() else _spoken(match["n"])
    if value is None:
        return None
    if match["fen"]:
        tenth = number(match["fen"][:-1])
        value += Decimal(tenth or 0) / 10
    unit = match["unit"]
    if unit.startswith("亩"):
        return f"{value.normalize():f} 亩"
    if unit == "分地":
        return f"{(value / 10).normalize():f} 亩"
    factor = {"公顷": 10_000, "平方公里": 1_000_000}.get(unit, 1)
    return f"{(value * factor).normalize():f} m²"


def _spoken(text: str) -> Decimal | None:
    if text == "半":
        return Decimal("0.5")
    value = number(text.replace("半", ""))
    if not value:
        return None
    return Decimal(value) + (Decimal("0.5") if "半" in text else 0)
