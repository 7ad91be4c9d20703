"""A summary made of the petition's own title and sentences, never of new words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind, Source

#: characters
LONGEST = 400
_TITLE = re.compile(r"(?:^|\n)(?P<title>关于[^。；;\n]{3,60})(?=\n)")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
#: headings and personal data are shown elsewhere
_FORM = re.compile(
    r"^(?:被?(?:信访|申诉|反映|举报|控告|申请|上访|投诉|求助|写信)(?:人|单位|对象)|姓名|性别|身份证|公民身份|住址|地址|家庭住址|联系|电话|手机|请求事项"
    r"|诉求|事实|理由|此致|敬礼|附|尊敬的|您好|你好|签名|关于|(?:19|20)\d{2}年[\d 年月日]*$)"
)
_PERSONAL = re.compile(r"1[3-9]\d{9}|\d{17}[\dX]")
_WEIGHTS = (
    (re.compile(r"\d|[一二三四五六七八九十百千万]{2,}[元亩人户天年]"), 1.0),
    (re.compile(r"(?:19|20)\d{2}年|去年|今年"), 0.8),
    (re.compile(r"公司|政府|村委会|委员会|物业|局|镇|村|小区"), 0.8),
    (re.compile(r"拖欠|占用|没有|不热|拒绝|推诿|损坏|污染|违法|未经|赔偿|补偿|克扣|强拆|漏水|停|欠"), 1.0),
    (re.compile(r"请求|恳请|希望|要求|请.{0,8}(?:解决|处理|查|核实)"), 0.9),
)


def find(document: Document, requests: Sequence[Found]) -> Iterator[Found]:
    """Put together title, telling sentences in their order, and what is asked, up to 400 characters."""
    title = _TITLE.search(document.text)
    asked = {document.value(r.start, r.end) for r in requests}
    head = document.value(title.start("title"), title.end("title")) if title else ""
    sentences = []
    for match in _SENTENCE.finditer(document.text):
        words = document.value(match.start(), match.end())
        inside = title is not None and title.start() <= match.start() < title.end()
        # headings, signatures and the like carry no sentence punctuation
        spoken = words[-1] in "。！？!?" or "，" in words
        if inside or not spoken or len(words) < 8 or _FORM.match(match[0].strip()) or _PERSONAL.search(match[0]):
            continue
        if any(ask in words for ask in asked if len(ask) > 3):
            continue
        sentences.append(words.rstrip("；;：:，,、"))
    body = _fit(sentences, LONGEST - len(head) - 1)
    ask = "；".join(document.value(r.start, r.end) for r in requests[:3] if r.rule != "request-sentence")
    value = "。".join(part.strip("。") for part in (head, body) if part)
    if ask and len(value) + len(ask) + 4 <= LONGEST:
        value = f"{value}。请求：{ask}" if value else f"请求：{ask}"
    if value:
        yield Found(FieldKind.SUMMARY, 0, 0, 0.8, "summary", value=value + "。", source=Source.INFERRED)


def _fit(sentences: Sequence[str], room: int) -> str:
    """Choose the weightiest sentences that fit, then put them back in their order; the first one tells who and where."""
    ranked = sorted(range(len(sentences)), key=lambda i: -_weight(sentences[i]) - (2.0 if i == 0 else 0.0))
    chosen: list[int] = []
    used = 0
    for i in ranked:
        if used + len(sentences[i]) + 1 <= room:
            chosen.append(i)
            used += len(sentences[i]) + 1
    return "".join(s if s[-1] in "。！？!?" else s + "。" for s in (sentences[i] for i in sorted(chosen)))


def _weight(sentence: str) -> float:
    return sum(weight for pattern, weight in _WEIGHTS if pattern.search(sentence)) / (1 + len(sentence) / 120)
