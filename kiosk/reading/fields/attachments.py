"""The list of attachments (附: 证据目录): titles, how many pages or copies, original or copy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.numerals import NUMERALS, number
from kiosk.reading.result import Region

_HEADING = re.compile(
    r"(?:^|\n)(?:附件?|附:?证据(?:目录|清单)?|证据(?:目录|清单|材料)|附件(?:目录|清单)|随信附上|附相关材料)(?:如下)?(?P<no>\d{1,2}|[一二三四五六七八九十])?[:：\n]\s*"
)
_NUMBERED = re.compile(
    r"(?:^|(?<=[\n;；。,，:]))\s*(?:[(]?\d{1,2}[)、,.]|[一二三四五六七八九十]{1,2}、|[①-⑳]|附件\d{1,2}[:：]?)"
)
_AMOUNT = re.compile(rf"(?P<n>\d{{1,3}}|[{NUMERALS}]{{1,3}}) ?(?P<unit>页|份|张|册|本)")
_ORIGINAL, _COPY = re.compile(r"原件"), re.compile(r"复印件|影印件|复制件")
#: after the list comes the signature
_END = re.compile(r"\n(?:信访人|申诉人|反映人|举报人|控告人|具状人|此致|敬礼|(?:19|20)\d{2}年)")
_MOST, _LONGEST = 30, 60


@dataclass(frozen=True, slots=True)
class Attachment:
    """One item of the list; what was really handed in is counted from the pages, not from this."""

    title: str
    #: as the list says: number and its unit (页 份 张 册 本); None and "" when it says nothing
    amount: int | None
    unit: str
    #: None: not said
    original: bool | None
    page: int
    region: Region | None
    #: 0..1
    confidence: float


def attachments(document: Document) -> tuple[Attachment, ...]:
    """Read the last list under a heading; () without one."""
    headings = list(_HEADING.finditer(document.text))
    if not headings:
        return ()
    heading = next((h for h in reversed(headings) if not h["no"]), headings[0])
    begin = heading.start("no") if heading["no"] else heading.end()
    stop = _END.search(document.text, heading.end())
    end = stop.start() if stop else len(document.text)
    items = [_attachment(document, start, finish) for start, finish in _items(document.text, begin, end)]
    return tuple(item for item in items if len(item.title) >= 2)[:_MOST]


def _items(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    numbers = list(_NUMBERED.finditer(text, begin, end))
    if numbers:
        edges = [number.start() for number in numbers[1:]] + [end]
        return [(number.end(), edge) for number, edge in zip(numbers, edges, strict=True)]
    return [m.span() for m in re.compile(r"[^\n;；。、]+").finditer(text, begin, end)]


def _attachment(document: Document, start: int, end: int) -> Attachment:
    text = document.text
    while start < end and text[start] in " \n:：.、":
        start += 1
    end = min(end, start + _LONGEST)
    line_end = text.find("\n", start, end)
    end = line_end if line_end > start else end
    words = text[start:end]
    amount = _AMOUNT.search(words)
    marks = [m.start() for m in (amount, _ORIGINAL.search(words), _COPY.search(words)) if m]
    title_end = start + min([*marks, len(words)])
    title = document.value(start, title_end).strip("（）()，,；;。:： ")
    value = None if amount is None else int(amount["n"]) if amount["n"].isdigit() else number(amount["n"])
    copy = bool(_COPY.search(words))
    return Attachment(
        title=title,
        amount=value,
        unit=amount["unit"] if amount and value is not None else "",
        original=False if copy else True if _ORIGINAL.search(words) else None,
        page=document.page(start, end),
        region=document.region(start, end),
        confidence=round(document.confidence(start, end) * 0.9, 4),
    )
