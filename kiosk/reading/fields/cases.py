"""Numbers of earlier papers: courts, review, arbitration, penalties, petitions, in all bracket shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind

_OPEN, _CLOSE = r"[〔\[【(（［﹝{「]", r"[〕\]】)）］﹞}」]"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼最"
#: (2021)冀0406民初123号
_COURT = re.compile(
    rf"{_OPEN} ?(?P<y>(?:19|20)\d{{2}}) ?{_CLOSE} ?(?P<rest>[{_PROVINCES}] ?\d{{0,4}} ?[\u4e00-\u9fa5]{{1,6}} ?\d{{1,6}}(?:之[一二三四五六七八九十]+)? ?号)"
)
#: 峰信复查〔2025〕24号, 邯劳人仲案字(2024)第36号
_OFFICE = re.compile(
    rf"(?P<head>[\u4e00-\u9fa5]{{1,10}}?(?:[(（][\u4e00-\u9fa5]{{1,3}}[)）][\u4e00-\u9fa5]{{0,4}}?)?(?:字|信访|访|信复|复查|复核|信|复决|复字|仲案|仲裁|罚|公|决|函|告|答|处|认|许|政|办|发|土|环|住建|人社)[\u4e00-\u9fa5]{{0,6}}?)"
    rf" ?{_OPEN} ?(?P<y>(?:19|20)\d{{2}}) ?{_CLOSE} ?(?P<rest>第? ?\d{{1,6}} ?号)"
)
#: 邯市监投〔2019〕976号: any office may have its own word, so this is asked about
_OTHER = re.compile(
    rf"(?P<head>[\u4e00-\u9fa5]{{2,12}}) ?{_OPEN} ?(?P<y>(?:19|20)\d{{2}}) ?{_CLOSE} ?(?P<rest>第? ?\d{{1,6}} ?号)"
)
#: where the running text before a number ends
_LEAD = re.compile(
    r"^.*(?:案号|文号|编号|作出|出具|下达|收到|送达|依据|根据|按照|关于|以及|的|为|是|了|有|和|与|及|在|对|即|书|经|由|第|撤销|维持|变更|不服|所作|原)(?=[\u4e00-\u9fa5]{2,})"
)


def find(document: Document) -> Iterator[Found]:
    """Find every number once. The machine form has ( ) for courts and 〔 〕 for offices, no spaces."""
    seen: set[str] = set()
    for match in _COURT.finditer(document.text):
        yield from _once(seen, match.start(), match.end(), f"({match['y']}){match['rest']}", "case-court", 0.95)
    taken: set[int] = set()
    for pattern, rule, certainty in ((_OFFICE, "case-office", 0.88), (_OTHER, "case-office-other", 0.7)):
        for match in pattern.finditer(document.text):
            if match.end() in taken:
                continue
            taken.add(match.end())
            lead = _LEAD.match(match["head"])
            start = match.start() + (lead.end() if lead else 0)
            head = document.text[start : match.end("head")]
            yield from _once(seen, start, match.end(), f"{head}〔{match['y']}〕{match['rest']}", rule, certainty)


def _once(seen: set[str], start: int, end: int, form: str, rule: str, certainty: float) -> Iterator[Found]:
    form = form.replace(" ", "").replace("\n", "")
    if form not in seen:
        seen.add(form)
        yield Found(FieldKind.CASE_NUMBER, start, end, certainty, rule, normalised=form)
