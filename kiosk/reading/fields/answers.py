"""The four questions asked of everybody, answered from what the papers say. A "yes" is only ever proposed.

Of the national layout: sffyysl, sfyjxzfy, sfzcjgysl, sfyyfcfhyjs. Silence of the papers proves nothing, so there is no
proposed "no".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.reading.fields.document import Document
from kiosk.reading.result import Region, Source


class Asked(StrEnum):
    """Has a court, a review body, an arbitration body taken the matter on; is there an earlier opinion?"""

    COURT = "court"
    RECONSIDERATION = "reconsideration"
    ARBITRATION = "arbitration"
    EARLIER_OPINION = "earlier_opinion"


#: (what proves it, what only hints at it): a document or its number against a word
_SIGNS: dict[Asked, tuple[re.Pattern[str], re.Pattern[str]]] = {
    Asked.COURT: (
        re.compile(
            r"[〔\[【(（] ?(?:19|20)\d{2} ?[〕\]】)）] ?[\u4e00-\u9fa5] ?\d{0,4} ?(?:民|刑|行|执|知)[\u4e00-\u9fa5]{0,3} ?\d+ ?号"
            r"|(?:民事|刑事|行政)(?:判决|裁定|调解)书|法院[^。\n]{0,12}(?:判决|裁定|受理|立案|开庭)(?!不)"
        ),
        re.compile(r"判决|裁定书|起诉|上诉|再审|申请执行|强制执行|法院"),
    ),
    Asked.RECONSIDERATION: (
        re.compile(
            r"行政复议决定书?|政复决?字?[〔\[【(（](?:[^\n，。；]{0,12}?号)?|复议机关[^。\n]{0,10}(?:受理|决定|维持|撤销)"
        ),
        re.compile(r"行政复议|申请复议"),
    ),
    Asked.ARBITRATION: (
        re.compile(
            r"(?:劳人)?仲案字?[〔\[【(（](?:[^\n，。；]{0,12}?号)?|仲裁(?:裁决|调解)书|仲裁委[^。\n]{0,12}(?:裁决|受理|开庭)"
        ),
        re.compile(r"仲裁"),
    ),
    Asked.EARLIER_OPINION: (
        re.compile(
            r"(?:复查|复核|信复|信访)[\u4e00-\u9fa5]{0,4}字?[〔\[【(（] ?(?:19|20)\d{2}(?:[^\n，。；]{0,10}号)?|(?:复查|复核)意见书?"
        ),
        re.compile(r"复查|复核|信访事项处理意见书?|处理意见书|答复意见书"),
    ),
}
#: 没有起诉, 拟申请仲裁, 如果不解决就起诉: nothing has happened yet
_NOT_YET = re.compile(
    r"(?:没有?|未|不(?!服|满|同意)|准备|打算|拟|将要?|如果?|否则|要去|可以|告知|让我们?去?|建议我?们?)[^。，,\n]{0,6}$"
)
_NOT_TAKEN = re.compile(r"^[^。，,\n]{0,4}(?:不予|未予|没有)(?:受理|立案)")


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """A proposed yes, beside the words that say so."""

    question: Asked
    value: str
    page: int
    region: Region | None
    #: 0..1
    confidence: float
    rule: str
    #: True: only a word hints at it, or a hand wrote it
    doubtful: bool
    source: Source


def answers(document: Document) -> tuple[ProposedAnswer, ...]:
    """Return at most one proposal a question."""
    return tuple(answer for question in Asked if (answer := next(_answers(document, question), None)))


def _answers(document: Document, question: Asked) -> Iterator[ProposedAnswer]:
    proof, hint = _SIGNS[question]
    for pattern, certainty, rule, doubtful in ((proof, 0.93, "document", False), (hint, 0.6, "word", True)):
        for match in pattern.finditer(document.text):
            before = document.text[max(0, match.start() - 12) : match.start()]
            if _NOT_YET.search(before) or _NOT_TAKEN.search(document.text[match.end() : match.end() + 10]):
                continue
            source = document.source(match.start(), match.end())
            yield ProposedAnswer(
                question,
                document.value(match.start(), match.end()),
                document.page(match.start(), match.end()),
                document.region(match.start(), match.end()),
                round(document.confidence(match.start(), match.end()) * certainty, 4),
                f"answer-{question.value}-{rule}",
                doubtful or source is Source.HANDWRITING,
                source,
            )
