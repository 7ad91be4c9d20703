"""Calculations that a petition states, and whether they hold. Nothing is ever put right here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"(?:平方米|平米|平方|㎡|m²|m2|米|m|亩|元|块|人|天|个?月|年|吨|户|间|度|斤)?"
_PER = r"(?:[/每一](?:平方米|平米|㎡|m²|m2|米|亩|人|天|月|年|吨|户|间|度|斤|个))?"
_TERM = rf"(?:每{_UNIT})?(?:{_NUMBER}) ?万?{_UNIT}{_PER}"
_EQUALS = r" ?(?:=|等于|合计|共计|总计|计|折合|折款|为)[:：]?(?:人民币)? ?"
_PRODUCT = re.compile(
    rf"(?P<terms>{_TERM}(?: ?(?:×|[xX*]|乘以?) ?{_TERM})+)(?:{_EQUALS}|[,，](?:{_EQUALS})?(?=\d))(?P<total>(?:{_NUMBER}) ?万?元?)"
)
_SUM = re.compile(
    rf"(?P<terms>(?:{_NUMBER}) ?万?元?(?:\([^)]{{1,30}}\))?(?: ?(?:\+|加上?) ?(?:{_NUMBER}) ?万?元?(?:\([^)]{{1,30}}\))?)+){_EQUALS}(?P<total>(?:{_NUMBER}) ?万?元?)"
)
_TOTAL = re.compile(
    rf"(?:以上)?(?:各项|几项|四项|五项|三项|损失|费用|款项|金额)*(?:合计|共计|总计|总共|一共|总额为?)[:：]?(?:人民币)?(?:损失)? ?(?P<total>(?:{_NUMBER}) ?万?元)"
)
_AMOUNT = re.compile(rf"(?P<n>{_NUMBER}) ?(?P<w>万?)元(?! ?[/每])")
#: yuan; petitions round
_SLACK = Decimal("1")


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated result at `start`..`end` and whether the stated terms give it."""

    start: int
    end: int
    holds: bool
    reason: str


def claims(text: str) -> Iterator[Claim]:
    """Find products, additions and totals of an itemised list."""
    for match in _PRODUCT.finditer(text):
        terms = [_value(t) for t in re.findall(rf"(?:{_NUMBER}) ?万?", match["terms"])]
        yield _claim(match, math.prod(terms, start=Decimal(1)), "乘积不符")
    for match in _SUM.finditer(text):
        plain = re.sub(r"\([^)]*\)", "", match["terms"])
        yield _claim(match, sum((_value(t) for t in re.findall(rf"(?:{_NUMBER}) ?万?", plain)), Decimal(0)), "相加不符")
    yield from _totals(text)


def _totals(text: str) -> Iterator[Claim]:
    """A total after a list of three or more items: one item may be explained by others, so any run of them will do."""
    begin = 0
    for match in _TOTAL.finditer(text):
        items = [
            _value(m["n"] + m["w"]) for m in _AMOUNT.finditer(text, max(begin, match.start() - 300), match.start())
        ]
        begin = match.end()
        if len(items) < 3:
            continue
        total = _value(match["total"].rstrip("元"))
        reached = any(
            abs(sum(items[i:j], Decimal(0)) - total) <= _SLACK
            for i in range(len(items))
            for j in range(i + 2, len(items) + 1)
        )
        yield Claim(match.start("total"), match.end("total"), reached, "各项相加与合计不符")


def _claim(match: re.Match[str], computed: Decimal, reason: str) -> Claim:
    stated = _value(match["total"].rstrip("元"))
    holds = abs(stated - computed) <= max(_SLACK, abs(computed) * Decimal("0.002"))
    shown = f"{reason}（按所写计算为{computed.normalize():f}）"
    return Claim(match.start("total"), match.end("total"), holds, shown)


def _value(text: str) -> Decimal:
    plain = text.replace(",", "").replace("，", "").replace(" ", "")
    return Decimal(plain[:-1]) * 10_000 if plain.endswith("万") else Decimal(plain)
