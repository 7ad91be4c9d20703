"""When it happened and when it was signed. Certain dates get an ISO form; lunar and relative ones stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.fields.numerals import digits, number
from kiosk.reading.result import FieldKind

_CN = "一二三四五六七八九十"
_ARABIC = re.compile(
    # between figures a year needs its month: 188-2040-2520 is a telephone
    r"(?<!\d)(?<!\d-)(?P<y>(?:19|20)\d{2}) ?(?:年|[./-](?=(?:1[0-2]|0?[1-9])(?!\d))) ?(?:(?P<m>1[0-2]|0?[1-9]) ?(?:月份?|[./-](?=\d)|(?=\n|$)) ?"
    r"(?:(?P<d>3[01]|[12]\d|0?[1-9])(?!\d) ?[日号]?)?)?"
)
_CHINESE = re.compile(
    rf"(?P<y>[一二][九〇零○Oo0][一二三四五六七八九〇零○]{{2}})年(?:(?P<m>[{_CN}]{{1,2}})月(?:(?P<d>[{_CN}]{{1,3}})[日号])?)?"
)
_LUNAR = re.compile(
    rf"(?:农历|阴历|旧历)(?:(?:19|20)\d{{2}}年|[一二〇零○三四五六七八九]{{4}}年)?(?:\d{{1,2}}月(?:\d{{1,2}}[日号]?)?|(?:正|冬|腊|[{_CN}]{{1,2}})月(?:初?[{_CN}廿]{{1,3}}(?![{_CN}廿轮批届次名个户期组]))?|除夕|初[{_CN}])?"
    rf"|(?:正月|腊月|冬月)(?:初[{_CN}]|[{_CN}廿]{{1,3}}(?![{_CN}廿轮批届次名个户期组]))?"
)
_RELATIVE = re.compile(
    rf"(?:去年|今年|前年|大前年|上个?月|本月|前几?天|前一段时间|前段时间|近日|近期|昨天|上周)(?:(?:\d{{1,2}}|[{_CN}]{{1,2}})月份?(?:(?:\d{{1,2}}|[{_CN}]{{1,3}})[日号]|[上中下]旬|初|底)?|年?[初底]|(?:农历)?(?:正月|腊月|冬月)(?:初[{_CN}]|[{_CN}廿]{{1,3}}(?![{_CN}廿轮批届次名个户期组]))?|除夕|春节|入冬|夏天|冬天|秋天|春天|以来)?"
)
#: 今年七十三岁, 今年七十有三, 今年年近八旬
_AGE = re.compile(rf"(?:已|都)?(?:年?[近过满])?(?:\d|[{_CN}]){{1,4}}(?:多)?(?:周?岁|旬|有[{_CN}])")
#: a birthday is no event
_BORN_BEFORE, _BORN_AFTER = (
    re.compile(r"(?:出生(?:日期|年月)?|生于|生日)[:：]?\s*$|有效期限?[^。\n]{0,14}$"),
    re.compile(r"\s*(?:出?生|[-—至]长期)"),
)
_MOST = 8


def find(document: Document) -> Iterator[Found]:
    """Find dates in the order of the text, each once; at most eight."""
    hits = [*_calendar(document), *_relative(document), *_lunar(document)]
    taken: list[Found] = []
    seen: set[str] = set()
    for hit in hits:
        name = hit.normalised or document.value(hit.start, hit.end)
        if name in seen or any(hit.overlaps(other) for other in taken):
            continue
        seen.add(name)
        taken.append(hit)
    yield from sorted(taken, key=lambda f: f.start)[:_MOST]


def _calendar(document: Document) -> Iterator[Found]:
    text = document.text
    for pattern, chinese in ((_ARABIC, False), (_CHINESE, True)):
        for match in pattern.finditer(text):
            if _BORN_BEFORE.search(text, max(0, match.start() - 18), match.start()) or _BORN_AFTER.match(
                text, match.end()
            ):
                continue
            # the year of a document number, or a lunar date
            if text[match.start() - 1 : match.start()] in tuple("([〔【[历"):
                continue
            y = digits(match["y"].replace("O", "0").replace("o", "0")) if chinese else int(match["y"])
            m, d = (_part(match[k], chinese) for k in ("m", "d"))
            iso, wrong = _iso(y, m, d)
            whole = d is not None
            yield Found(
                FieldKind.DATE,
                match.start(),
                match.start() + len(match[0].rstrip("\n ")),
                0.95 if whole and iso else 0.87,
                "date-chinese" if chinese else "date",
                normalised=iso,
                remark="没有这一天，请核对 · no such day" if wrong else "",
                doubtful=wrong,
            )


def _part(text: str | None, chinese: bool) -> int | None:
    if text is None:
        return None
    return number(text) if chinese else int(text)


def _iso(year: int | None, month: int | None, day: int | None) -> tuple[str, bool]:
    """Return the ISO form, of reduced precision where the paper is, and whether the day cannot be."""
    if year is None:
        return "", False
    if month is None:
        return f"{year:04d}", False
    if not 1 <= month <= 12:
        return "", True
    if day is None:
        return f"{year:04d}-{month:02d}", False
    try:
        return date(year, month, day).isoformat(), False
    except ValueError:
        return "", True


def _lunar(document: Document) -> Iterator[Found]:
    for match in _LUNAR.finditer(document.text):
        yield Found(FieldKind.DATE, match.start(), match.end(), 0.85, "date-lunar", remark="农历 · lunar calendar")


def _relative(document: Document) -> Iterator[Found]:
    for match in _RELATIVE.finditer(document.text):
        if _AGE.match(document.text, match.end()):
            continue
        yield Found(FieldKind.DATE, match.start(), match.end(), 0.85, "date-relative")
