"""Words that ask for a special lane. A cue decides nothing; it makes a person look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind, Source

_WORDS = {
    FieldKind.ACCUSATION: (
        "贪污|受贿|行贿|索贿|挪用公款|挪用|侵占|侵吞|以权谋私|滥用职权|徇私|包庇|保护伞|失职|渎职|买官|卖官|吃拿卡要|优亲厚友"
        "|虚报冒领|套取|截留|私分|中饱私囊|贿选|检举|违纪"
    ),
    FieldKind.LITIGATION: (
        "判决书?|裁定书?|起诉书?|上诉|再审|申请执行|强制执行|执行局|法院|立案|不予立案|不起诉|仲裁裁决|仲裁委|劳动仲裁|仲裁"
        "|行政复议(?:决定)?|行政诉讼|检察院|抗诉|民事调解书"
    ),
    FieldKind.URGENCY: (
        "自杀|跳楼|喝药|轻生|同归于尽|爆炸|进京|赴京|集体上访|断水|断电|停水|停电|停暖|断暖|塌陷|坍塌|垮塌|重伤|生命危险|未成年|火灾|煤气泄漏"
        "|活不下去|拼命|绝食"
    ),
}
_PATTERNS = {kind: re.compile(words) for kind, words in _WORDS.items()}


def find(document: Document) -> Iterator[Found]:
    """One finding per kind, its value all words found in the order of the text."""
    for kind, pattern in _PATTERNS.items():
        hits = list(pattern.finditer(document.text))
        if hits:
            words = "、".join(dict.fromkeys(hit[0] for hit in hits))
            first = hits[0]
            yield Found(kind, first.start(), first.end(), 0.9, f"cue-{kind.value}", value=words, source=Source.INFERRED)
