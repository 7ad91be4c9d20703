"""Sums of money: arabic, 万元 and formal capitals, to yuan. A sum is never corrected, only doubted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kiosk.reading.fields.arithmetic import Claim, claims
from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.fields.numerals import FORMAL, NUMERALS, formal_yuan, number
from kiosk.reading.result import FieldKind

_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_ARABIC = re.compile(
    r"(?<![\d.])[￥¥]?(?P<n>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?) ?[多余来]?(?P<scale>十万|百万|千万|[十百千万亿]?)[多余来]?"
    r"(?P<more>\d(?=千))?(?P<thousand>千)?[多余来]?(?:块钱|元|块|圆|人民币)(?:(?P<tenth>\d)角)?(?:(?P<cent>\d)分)?"
)
_SIGNED = re.compile(r"[￥¥] ?(?P<n>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>万?)(?![\d元万])")
_FORMAL = re.compile(
    rf"(?=[{FORMAL}]*[壹贰叁肆伍陆柒捌玖拾佰仟])[{FORMAL}]+[元圆](?:[零{FORMAL}]角)?(?:[{FORMAL}]分)?(?:整|正)?"
)
_SPOKEN = re.compile(
    rf"(?P<n>[{NUMERALS}]{{1,}})[多余来]?(?:块钱|元钱?|块)(?!地|[砖石])"
    rf"(?:(?P<tenth>[{NUMERALS}])角)?(?:(?P<cent>[{NUMERALS}])分)?"
)
#: 1200元/㎡, 6.8万/亩, 每亩500元
_PER_UNIT = re.compile(r" ?(?:/|每|一)(?:㎡|m2|m²|平方?米?|亩|吨|度|斤|小时|天|月|年|人|户|米)")
#: 每平方米1200元
_PER_BEFORE = re.compile(r"每(?:㎡|m2|平方?米?|亩|吨|度|斤|小时|天|日|个?月|年|人|户|间|米)(?:[补赔按约为]\S{0,2})?$")
_POINT = re.compile(r"\d[,，、·]$")
_MOST = 12


def find(document: Document) -> Iterator[Found]:
    """Find sums in the order of the text, each amount once, with a remark where a stated calculation fails."""
    text = document.text
    hits = sorted([*_formal(text), *_arabic(text), *_spoken(text)], key=lambda f: (f.start, -f.end))
    hits = [f for i, f in enumerate(hits) if not any(f.overlaps(other) for other in hits[:i])]
    failed = [claim for claim in claims(text) if not claim.holds]
    remarks = {f.start: remark for f in hits if (remark := _remark(f, hits, failed, text))}
    seen: set[str] = set()
    count = 0
    for hit in hits:
        remark = remarks.get(hit.start, "")
        if (hit.normalised in seen and not remark) or count >= _MOST:
            continue
        seen.add(hit.normalised)
        count += 1
        before = _PER_BEFORE.search(text[max(0, hit.start - 10) : hit.start])
        per_unit = "单价 · unit price" if before or _PER_UNIT.match(text, hit.end) else ""
        yield Found(
            hit.kind,
            hit.start,
            hit.end,
            hit.certainty,
            hit.rule,
            normalised=hit.normalised,
            remark=remark or per_unit,
            # 3,5万元 is 3.5万元 with its point misread
            doubtful=bool(remark) or bool(_POINT.search(text[max(0, hit.start - 2) : hit.start])),
        )


def yuan(value: Decimal) -> str:
    """The machine form of an amount."""
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _remark(hit: Found, hits: Sequence[Found], failed: Sequence[Claim], text: str) -> str:
    for claim in failed:
        if hit.start < claim.end and claim.start < hit.end:
            return f"{claim.reason}，保留原文 · does not add up; kept as written"
    # 73500元(柒万叁仟伍佰元整): the two must be the same
    for other in hits:
        between = text[hit.end : other.start] if hit.end <= other.start else ""
        if between in ("(", "(大写", "(大写:", "(人民币", "(人民币:") and hit.normalised != other.normalised:
            return "大写与小写不一致，请核对 · figures and words differ"
    return ""


def _arabic(text: str) -> Iterator[Found]:
    for pattern in (_ARABIC, _SIGNED):
        for match in pattern.finditer(text):
            value = Decimal(match["n"].replace(",", "").replace("，", "")) * _SCALES[match["scale"]]
            groups = match.groupdict()
            if groups.get("more"):
                value += Decimal(groups["more"]) * 1000
            elif groups.get("thousand"):
                value *= 1000
            value += _small(groups.get("tenth"), groups.get("cent"))
            if not value:
                # the rest of a sum that the end of a line tore apart
                continue
            yield Found(FieldKind.SUM, match.start(), match.end(), 0.93, "sum", normalised=yuan(value))


def _formal(text: str) -> Iterator[Found]:
    for match in _FORMAL.finditer(text):
        value = formal_yuan(match[0].rstrip("整正"))
        if value:
            yield Found(FieldKind.SUM, match.start(), match.end(), 0.93, "sum-formal", normalised=yuan(value))


def _spoken(text: str) -> Iterator[Found]:
    for match in _SPOKEN.finditer(text):
        value = number(match["n"])
        if value:
            whole = Decimal(value) + _small(match["tenth"], match["cent"])
            yield Found(FieldKind.SUM, match.start(), match.end(), 0.85, "sum-spoken", normalised=yuan(whole))


def _small(tenth: str | None, cent: str | None) -> Decimal:
    """角 and 分 behind the yuan, in figures or numerals."""
    said = (
        int(part) if part.isdecimal() and part.isascii() else number(part) or 0 for part in (tenth or "0", cent or "0")
    )
    tenths, cents = said
    return Decimal(tenths) / 10 + Decimal(cents) / 100
