"""The way of a matter in the plain words of somebody who has never read the Regulations: what is happening, what comes next.

Pure. Articles: Regulations on Petitioning 2022.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from server.cases.rules import CaseState as S
from server.contract.v1 import ClockState, ClockView
from server.contract.v1.base import Answer


class Plain(Answer):
    now: str = ""
    now_en: str = ""
    next: str = ""
    next_en: str = ""
    #: the end of the limit that runs out first, and what it is for; None when none runs
    by: datetime | None = None
    by_what: str = ""
    by_what_en: str = ""


_GIVEN = ("责任单位会先确认收到您的事项。", "The responsible unit will first confirm that it has your matter.")
_TALK = ("工作人员会和您当面谈，把情况记下来。", "Staff will talk with you and write down what you say.")
_NOTICE = (
    "责任单位会书面告诉您是否受理（第二十三条）。",
    "The unit will tell you in writing whether the matter is accepted (Art. 23).",
)
_ANSWER = ("责任单位会给您书面的处理意见（第三十四条）。", "The unit will give you a written opinion (Art. 34).")
_HAND = ("处理意见书会送到您手中。", "The opinion will be handed to you.")
_MAY_REVIEW = (
    "如果不服，可以在期限内请求复查（第三十五条）。",
    "If you do not agree, you may ask for a review in time (Art. 35).",
)
_MAY_RECHECK = (
    "如果仍不服，可以在期限内请求复核（第三十六条）。",
    "If you still do not agree, you may ask for a re-review in time (Art. 36).",
)
_NOTHING = ("这件事项没有后续步骤。", "No further step follows.")

#: what is happening, Chinese and English; what comes next, Chinese and English
_SAID: Final[dict[S, tuple[tuple[str, str], tuple[str, str]]]] = {
    S.VISITING: (("正在登记。", "It is being registered."), _GIVEN),
    S.REGISTERED: (("已经登记。", "It is registered."), _GIVEN),
    S.DISPATCHED: (
        ("已经交给责任单位，等它确认收到。", "It was sent to the unit, which has not confirmed yet."),
        _GIVEN,
    ),
    S.SCREENING: (
        ("信访局正在确定由哪个单位办理。", "The petition office is finding out which unit is responsible."),
        ("确定后会马上转给责任单位。", "It will then go to that unit at once."),
    ),
    S.RESTRICTED: (("已经收到。", "It was received."), ("请凭编号到窗口查询。", "Ask at the window with your number.")),
    S.OBJECTED: (
        ("接到的单位认为不归它管，信访局正在核实。", "The unit says it is not responsible; this is being checked."),
        ("核实后会确定由谁办理，您不用再跑一趟。", "It will be settled who handles it; you need not come again."),
    ),
    S.DISPUTED: (
        ("正在协调由哪个单位办理。", "It is being settled which unit handles it."),
        ("确定后责任单位会继续办理，您不用再跑一趟。", "The unit will then go on; you need not come again."),
    ),
    S.ACKNOWLEDGED: (("责任单位已经收到，正在安排。", "The unit has it and is preparing."), _TALK),
    S.ON_SCENE: (("责任单位的工作人员已经到大厅。", "Staff of the unit have come to the hall."), _TALK),
    S.INTERVIEWED: (("已经当面谈过，责任单位正在办理。", "You have talked; the unit is working on it."), _NOTICE),
    S.ACCEPTED: (("已经受理，责任单位正在调查处理。", "It is accepted; the unit is looking into it."), _ANSWER),
    S.ANSWERED: (("处理意见已经作出。", "The opinion is made."), _HAND),
    S.DELIVERED: (("处理意见书已经送给您。", "The opinion was handed to you."), _MAY_REVIEW),
    S.REVIEW: (
        ("上一级机关正在复查。", "The organ above is reviewing it."),
        ("复查机关会给您书面的复查意见。", "It will give you a written review opinion."),
    ),
    S.REVIEW_ANSWERED: (
        ("复查意见已经作出。", "The review opinion is made."),
        ("复查意见书会送到您手中。", "It will be handed to you."),
    ),
    S.REVIEW_DELIVERED: (("复查意见书已经送给您。", "The review opinion was handed to you."), _MAY_RECHECK),
    S.RECHECK: (
        ("复核机关正在复核。", "The re-review is under way."),
        ("复核机关会给您书面的复核意见。", "You will get a written re-review opinion."),
    ),
    S.RECHECK_ANSWERED: (
        ("复核意见已经作出。", "The re-review opinion is made."),
        ("复核意见书会送到您手中。", "It will be handed to you."),
    ),
    S.RECHECK_DELIVERED: (("复核意见书已经送给您。", "The re-review opinion was handed to you."), _NOTHING),
    S.NOT_ACCEPTED: (
        ("没有受理，书面告知里写明了原因和该走的途径。", "It was not accepted; the notice says why and where to turn."),
        ("请按书面告知中写明的途径办理。", "Please follow the way named in the notice."),
    ),
    S.FINAL: (("已经办结。", "It is closed."), _NOTHING),
    S.ARCHIVED: (("已经办结并归档。", "It is closed and filed."), _NOTHING),
    S.MERGED: (
        ("已经并入同一件事项一起办理。", "It goes on together with the same matter."),
        ("请用那件事项的编号查询。", "Look it up under the number of that matter."),
    ),
}


def said(state: S, clocks: Sequence[ClockView]) -> Plain:
    """Return the words for this state; `clocks` are those a citizen is told of."""
    (now, now_en), (after, after_en) = _SAID[state]
    running = [one for one in clocks if one.state is ClockState.RUNNING and not one.paused and one.met_at is None]
    first = min(running, key=lambda one: one.due_at, default=None)
    return Plain(
        now=now,
        now_en=now_en,
        next=after,
        next_en=after_en,
        by=first.due_at if first else None,
        by_what=first.name if first else "",
        by_what_en=first.name_en if first else "",
    )
