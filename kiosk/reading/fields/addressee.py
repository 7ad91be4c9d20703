"""To whom the letter is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.reading.fields.document import Document
from kiosk.reading.fields.found import Found
from kiosk.reading.result import FieldKind

_ORG = r"(?:局|府|委|委员会|办|办公室|法院|检察院|部|厅|中心|室|组|镇|乡|街道|大队|公司)"
_DEAR = re.compile(r"(?:尊敬|敬爱)的(?P<to>[^,，。;；:!！\n]{2,25}?)(?:您好|你们?好)?(?=[:：,，!！\n])")
_FIRST = re.compile(rf"(?:^|\n)(?!尊敬|敬爱)(?P<to>[^,，。;；:\n]{{2,24}}{_ORG}(?:各位)?(?:领导|负责同志)?)[:：](?=\n)")
_CLOSING = re.compile(
    rf"此致[,，。:\n]*(?:敬礼[!！。\n]*)?(?P<to>(?!敬礼)[^,，。;；:\n]{{2,24}}{_ORG})(?=\n|[!！。]|$)"
)
#: words that name no body
_NOBODY = frozenset(
    {"上级", "各级", "有关", "相关", "有关部门", "相关部门", "上级有关部门", "各级政府", "政府", "党和政府"}
)
_LEADERS = re.compile(r"(?:的)?(?:各位|有关|相关)?(?:负责)?(?:领导|同志)(?:们|同志)?$")


def find(document: Document) -> Iterator[Found]:
    """Find the best-read of salutation, first line and closing; doubtful when they name different bodies."""
    candidates = []
    for pattern, certainty, rule in (
        (_DEAR, 0.95, "addressee-salutation"),
        (_CLOSING, 0.95, "addressee-closing"),
        (_FIRST, 0.85, "addressee-first-line"),
    ):
        match = pattern.search(document.text)
        if match is None:
            continue
        tail = _LEADERS.search(match["to"])
        named = match["to"][: tail.start()] if tail else match["to"]
        if (tail and tail.start() < 2) or named in _NOBODY:
            # 尊敬的领导: nobody in particular; a closing may say more
            continue
        end = match.start("to") + (tail.start() if tail else len(match["to"]))
        candidates.append(Found(FieldKind.ADDRESSEE, match.start("to"), end, certainty, rule))
    if not candidates:
        return
    best = max(candidates, key=lambda c: c.certainty * document.trust(c.start, c.end))
    differ = len({document.value(c.start, c.end) for c in candidates}) > 1
    yield Found(best.kind, best.start, best.end, best.certainty, best.rule, doubtful=differ)
