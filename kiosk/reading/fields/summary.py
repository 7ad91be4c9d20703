"""A summary made of the petition's own title and clauses, never of new words, and without the petitioner in it.

The national exchange layout keeps 200 characters for it (内容摘要). Who the petitioner is stands in fields of its own;
here it would only be shown to more people than need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind, Source

#: characters
LONGEST = 200
#: characters of what is asked
_ASKED = 80
_TITLE = re.compile(
    r"(?:^|\n)(?P<title>关于[^。；;\n]{3,60}|[^。；;，:\n]{4,40}(?:的(?:情况)?反映|申诉书|控告信|求助信|举报信))(?=\n)"
)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_CLAUSE = re.compile(r"[^，,；;]+[，,；;]?")
#: headings and personal data are shown elsewhere
_FORM = re.compile(
    r"^(?:被?(?:信访|申诉|反映|举报|控告|申请|上访|投诉|求助|写信)(?:人|单位|对象)|姓名|性别|身份证|公民身份|住址|地址|家庭住址|联系|电话|手机|请求事项"
    r"|诉求|事实|理由|此致|敬礼|附|尊敬的|签名|关于|(?:19|20)\d{2}年[\d 年月日]*$)"
)
#: clauses in which people introduce themselves, greet, give their data
_OF_PERSON = re.compile(
    r"^(?:尊敬的|敬爱的)?[^，。]{0,12}(?:您好|你们?好)|^(?:我|本人|我们)(?:是|叫|名叫|名字叫|姓)|^(?:我家)?(?:家住|现住|住在|住)"
    r"|身份证|公民身份|户籍|电话|手机|联系方式|(?:打|拨)我|微信|^(?:男|女|汉族|现年|今年\S{1,4}岁)|出生$"
)
_NUMBER = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{15,}|0\d{2,3}-\d{7,8}")
_WEIGHTS = (
    (re.compile(r"\d|[一二三四五六七八九十百千万]{2,}[元亩人户天年]"), 1.0),
    (re.compile(r"(?:19|20)\d{2}年|去年|今年"), 0.8),
    (re.compile(r"公司|政府|村委会|委员会|物业|局|镇|村|小区"), 0.8),
    (
        re.compile(r"拖欠|占用|没有|不热|拒绝|推诿|损坏|污染|违法|未经|赔偿|补偿|克扣|强拆|漏水|停|欠|贪污|挪用|侵占"),
        1.0,
    ),
)
_STOPS = "。！？!?；;：:，,、"


def find(
    document: Document, requests: Sequence[Found], private: Sequence[str], accused: Sequence[str]
) -> Iterator[Found]:
    """Put together title, the weightiest sentences in their order, and what is asked.

    `private` are values of the petitioner that must not appear; sentences that name one of `accused` weigh more.
    """
    own = _parts(private)
    title = _TITLE.search(document.text)
    head = document.value(title.start("title"), title.end("title")) if title else ""
    head = "" if any(part in head for part in own) else head
    asks = [words for r in requests if (words := _cleaned(document.value(r.start, r.end), own))]
    room = LONGEST - len(head)
    ask = _joined(asks, min(_ASKED, room - 1))
    sentences = list(_telling(document, title, asks, own))
    body = _fit(sentences, room - len(ask) - 2, accused)
    parts = [part.strip(_STOPS) for part in (head, body, ask)]
    value = "。".join(part for part in parts if part)
    if value:
        yield Found(FieldKind.SUMMARY, 0, 0, 0.8, "summary", value=value + "。", source=Source.INFERRED)


def _parts(private: Sequence[str]) -> list[str]:
    """The values, and of an address its end too, which alone would tell the house."""
    parts = [value for value in private if len(value) >= 2]
    for value in private:
        parts += re.findall(r"[^省市区县镇乡道]{2,}\d+号\S*$", value)
    return parts


def _telling(document: Document, title: re.Match[str] | None, asks: Sequence[str], own: Sequence[str]) -> Iterator[str]:
    for match in _SENTENCE.finditer(document.text):
        words = document.value(match.start(), match.end())
        inside = title is not None and title.start() <= match.start() < title.end()
        # headings, signatures and the like carry no sentence punctuation
        spoken = words[-1:] in tuple("。！？!?") or "，" in words
        if inside or not spoken or _FORM.match(match[0].strip()):
            continue
        cleaned = _cleaned(words, own)
        if len(cleaned) >= 8 and not any(cleaned in ask or ask in cleaned for ask in asks if len(ask) > 3):
            yield cleaned


def _cleaned(words: str, own: Sequence[str]) -> str:
    """The clauses of a sentence that say nothing of the petitioner."""
    kept = [
        clause
        for clause in _CLAUSE.findall(words.strip())
        if not (
            _OF_PERSON.search(clause.strip(_STOPS)) or _NUMBER.search(clause) or any(part in clause for part in own)
        )
    ]
    return "".join(kept).strip(_STOPS + " ")


def _joined(asks: Sequence[str], room: int) -> str:
    chosen: list[str] = []
    for ask in asks:
        if sum(map(len, chosen)) + len(chosen) + len(ask) <= room - 3:
            chosen.append(ask)
    if not chosen:
        return ""
    words = "；".join(chosen)
    return words if re.match(r"请|恳|要求|希望|盼|望", words) else f"请求：{words}"


def _fit(sentences: Sequence[str], room: int, accused: Sequence[str]) -> str:
    """Choose the weightiest sentences that fit, then put them back in their order; the first one tells what began."""
    ranked = sorted(
        range(len(sentences)),
        key=lambda i: -_weight(sentences[i], accused) - (1.5 if i == 0 else 0.0),
    )
    chosen: dict[int, str] = {}
    used = 0
    for i in ranked:
        words = sentences[i]
        if used + len(words) + 1 > room and not chosen:
            # people who write without full stops: the first clauses that fit
            words = _first_clauses(words, room - 1)
        if words and used + len(words) + 1 <= room:
            chosen[i] = words
            used += len(words) + 1
    return "。".join(chosen[i] for i in sorted(chosen))


def _first_clauses(words: str, room: int) -> str:
    taken = ""
    for clause in _CLAUSE.findall(words):
        if len(taken) + len(clause) > room:
            break
        taken += clause
    return taken.strip(_STOPS)


def _weight(sentence: str, accused: Sequence[str]) -> float:
    named = 1.2 if any(name in sentence for name in accused) else 0.0
    return (named + sum(weight for pattern, weight in _WEIGHTS if pattern.search(sentence))) / (1 + len(sentence) / 120)
