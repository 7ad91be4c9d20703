"""What the petitioner asks for. Half of real letters ask for nothing in words, so an empty answer is normal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind

_HEADING = re.compile(
    r"(?:^|(?<=[\n。;；]))(?:[一二三四五][、.])?(?:为此|因此|现|特|综上)?[,，]?(?:我|我们|本人)?(?:的|具体|主要|信访|申诉|投诉|控告|举报|申请|仲裁|复查|复核)*"
    r"(?:请求事项|诉求事项|信访事项及请求|申请事项|请求|诉求|要求)(?:如下|有[一二三四五]点?|是)?(?:[:：]\n?|\n)\s*"
)
_NEXT_HEADING = re.compile(
    r"(?:^|(?<=[\n。;；]))(?:[一二三四五][、.])?(?:主要|基本)?(?:事实|事情|理由|情况)(?:[与和及、]?(?:理由|经过|说明))?(?:如下)?[:：\n]"
    r"|\n(?:此致|敬礼|附件?[:：]|证据|信访人|申诉人|反映人|具状人|举报人|联系)|\n\s*(?=尊敬的)"
)
_NUMBER = re.compile(
    r"(?:^|(?<=[\n。;；:]))\s*(?:[(]?[1-9]\d?[)、,.]\s*(?!\d)|[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十]{1,3}[)]|[①-⑳]|[一二三四五六]是(?![否不])[,，]?|第[一二三四五六七八九十][,，、])"
)
_ASK = re.compile(
    r"请求|恳请|恳求|要求|希望|盼望|盼|(?:望|请)(?=.{0,12}(?:解决|处理|查处|核实|答复|赔偿|补偿|帮助|协调|调查|落实|整改|拆除|尽快|为民做主|主持公道|彻查|查清|追究|督促|退还|返还|纠正|责成|安排|救救))"
)
#: somebody else's asking
_NOT_MINE = re.compile(
    r"(?:他们?|她|对方|公司|老板|村里|村委会|镇里|政府|单位|物业|法院|医院|并?未|没有?)[^,，。]{0,4}$"
)
_SENTENCE = re.compile(r"[^。！？!?;；\n]+[。！？!?;；]?")
#: more than these are not shown
_MOST_NUMBERED, _MOST_SENTENCES = 10, 3
_LONGEST = 200


def find(document: Document) -> Iterator[Found]:
    """Find the numbered list under its heading, else the last sentences that ask."""
    headed = list(_under_heading(document))
    yield from headed if headed else _asking(document)


def _under_heading(document: Document) -> Iterator[Found]:
    text = document.text
    for heading in _HEADING.finditer(text):
        stop = _NEXT_HEADING.search(text, heading.end())
        end = stop.start() if stop else len(text)
        numbers = list(_NUMBER.finditer(text, heading.end(), end))
        if not numbers:
            end = min(end, _paragraph_end(text, heading.end()))
            if end - heading.end() >= 4:
                yield _request(text, heading.end(), min(end, heading.end() + _LONGEST), 0.85, "request-heading")
                return
            continue
        edges = [(m.end(), n.start()) for m, n in pairwise(numbers)]
        last = numbers[-1].end()
        edges.append((last, min(end, _paragraph_end(text, last))))
        for begin, finish in edges[:_MOST_NUMBERED]:
            if finish - begin >= 2:
                yield _request(text, begin, finish, 0.95, "request-numbered")
        return


def _asking(document: Document) -> Iterator[Found]:
    asking = []
    for sentence in _SENTENCE.finditer(document.text):
        verb = _ASK.search(sentence[0])
        titled = sentence[0].startswith("关于")
        if verb and not titled and len(sentence[0]) >= 6 and not _NOT_MINE.search(sentence[0][: verb.start()]):
            asking.append(sentence)
    for sentence in asking[-_MOST_SENTENCES:]:
        yield _request(document.text, sentence.start(), sentence.end(), 0.65, "request-sentence", doubtful=True)


def _request(text: str, start: int, end: int, certainty: float, rule: str, doubtful: bool = False) -> Found:
    while end > start and text[end - 1] in "\n ;；。,，:((（":
        end -= 1
    while start < end and text[start] in "\n ":
        start += 1
    return Found(FieldKind.REQUEST, start, end, certainty, rule, doubtful=doubtful)


def _paragraph_end(text: str, start: int) -> int:
    end = text.find("\n", start + 1)
    return len(text) if end < 0 else end
