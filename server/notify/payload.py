"""What leaves the centre: fixed words, the number, a link that opens only for its reader, how urgent. Nothing else.

Never a name, a sentence of the petitioner, or what a matter is about; a sealed matter reads like any other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from server.notify.tables import Notice, NoticeKind, Urgency

_WORDS: Final[dict[NoticeKind, tuple[str, str]]] = {
    NoticeKind.ASSIGNED: ("有新的事项等待办理", "A matter waits for you"),
    NoticeKind.CLOCK_EXPIRED: ("有一项时限已到期", "A time limit has run out"),
    NoticeKind.CLOCK_WARNING: ("有一项时限需要注意", "A time limit needs attention"),
    NoticeKind.UNREAD: ("有一条通知请您代为处理", "A notice was left unread; please take over"),
    NoticeKind.CALL: ("大厅终端有人请求协助", "A visitor at a terminal asks for help"),
    NoticeKind.INSTRUCTION: ("有领导批示", "A leader's instruction"),
    NoticeKind.SUPERVISION: ("有催办或者督办", "A reminder or supervision"),
    NoticeKind.FOLLOWED: ("您关注的事项有新进展", "A matter you follow has moved"),
    NoticeKind.BULLETIN: ("今日简报", "Today's bulletin"),
}


@dataclass(frozen=True, slots=True)
class Payload:
    title: str
    body: str
    url: str
    urgent: bool
    #: two messages with one tag are one to the reader
    tag: str

    def as_json(self) -> str:
        return json.dumps(
            {"title": self.title, "body": self.body, "url": self.url, "urgent": self.urgent, "tag": self.tag},
            ensure_ascii=False,
        )


def payload(notice: Notice, public_url: str) -> Payload:
    """Return what a channel beyond the page is given of a notice."""
    chinese, english = _WORDS[NoticeKind(notice.kind)]
    urgent = notice.urgency == Urgency.URGENT
    words = f"编号 {notice.number}，请登录查看。" if notice.number else "请登录查看。"
    place = notice.page or (f"/cases/{notice.case_id}" if notice.case_id else "/notices")
    return Payload(
        title=f"{'【紧急】' if urgent else ''}{chinese} · {english}",
        body=words,
        url=public_url.rstrip("/") + place,
        urgent=urgent,
        tag=f"notice-{notice.id}",
    )
