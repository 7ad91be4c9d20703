"""The sentences of a matter: states, notices, what a visitor can do next. No sentence names a petitioner."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session

from server.cases.rules import CaseState
from server.contract.v1 import Decision, Outcome, ReceiptView
from server.core.settings import ServerSettings
from server.core.time import local
from server.wording.service import say

STATE_TEXT: Final[dict[CaseState, str]] = {
    CaseState.VISITING: "登记中",
    CaseState.REGISTERED: "已登记",
    CaseState.DISPATCHED: "已转送责任单位，等待签收",
    CaseState.SCREENING: "已登记，工作人员正在确定责任单位",
    CaseState.RESTRICTED: "已接收，按保密规定处理",
    CaseState.ACKNOWLEDGED: "责任单位已签收",
    CaseState.ON_SCENE: "责任单位工作人员已到场",
    CaseState.INTERVIEWED: "接谈完毕，正在办理",
    CaseState.ACCEPTED: "已受理，正在办理",
    CaseState.ANSWERED: "已作出处理意见",
    CaseState.DELIVERED: "结果已送达",
    CaseState.OBJECTED: "责任单位提出异议，正在核实",
    CaseState.DISPUTED: "正在协调确定责任单位",
    CaseState.REVIEW: "复查机关正在复查",
    CaseState.REVIEW_ANSWERED: "已作出复查意见",
    CaseState.REVIEW_DELIVERED: "复查意见已送达",
    CaseState.RECHECK: "复核机关正在复核",
    CaseState.RECHECK_ANSWERED: "已作出复核意见",
    CaseState.RECHECK_DELIVERED: "复核意见已送达",
    CaseState.NOT_ACCEPTED: "不予受理或者已引导到其他途径",
    CaseState.FINAL: "已办结",
    CaseState.ARCHIVED: "已办结归档",
    CaseState.MERGED: "已并入同一事项办理",
}


STATE_TEXT_EN: Final[dict[CaseState, str]] = {
    CaseState.VISITING: "Being registered",
    CaseState.REGISTERED: "Registered",
    CaseState.DISPATCHED: "Sent to the unit, not yet acknowledged",
    CaseState.SCREENING: "Registered; the unit is being determined",
    CaseState.RESTRICTED: "Received under seal",
    CaseState.ACKNOWLEDGED: "Acknowledged by the unit",
    CaseState.ON_SCENE: "Staff of the unit are here",
    CaseState.INTERVIEWED: "Talked over, in hand",
    CaseState.ACCEPTED: "Accepted, in hand",
    CaseState.ANSWERED: "Opinion issued",
    CaseState.DELIVERED: "Result delivered",
    CaseState.OBJECTED: "The unit objects; being checked",
    CaseState.DISPUTED: "The unit is being settled",
    CaseState.REVIEW: "Under review",
    CaseState.REVIEW_ANSWERED: "Review opinion issued",
    CaseState.REVIEW_DELIVERED: "Review opinion delivered",
    CaseState.RECHECK: "Under re-review",
    CaseState.RECHECK_ANSWERED: "Re-review opinion issued",
    CaseState.RECHECK_DELIVERED: "Re-review opinion delivered",
    CaseState.NOT_ACCEPTED: "Not accepted, or led to another way",
    CaseState.FINAL: "Closed",
    CaseState.ARCHIVED: "Closed and filed",
    CaseState.MERGED: "Goes on with the same matter",
}


def state_text(state: str) -> str:
    return STATE_TEXT[CaseState(state)]


def number_tail(number: str) -> str:
    return number[-5:]


def assigned(session: Session, number: str, decision: Decision) -> tuple[str, str]:
    """Return title and body of the notice to the unit's people; they travel over foreign channels."""
    if decision.outcome is Outcome.RESTRICTED:
        return _notice(session, "sealed", tail=number_tail(number))
    level = _level("/".join(decision.category.path) if decision.category else "")
    if decision.outcome is Outcome.SCREENING:
        return _notice(session, "screening", tail=number_tail(number), level=level)
    return _notice(session, "assigned", tail=number_tail(number), level=level)


def sent_on(session: Session, number: str, category_path: str) -> tuple[str, str]:
    """Return the notice of a matter that the screening desk has sent to the unit."""
    return _notice(session, "assigned", tail=number_tail(number), level=_level(category_path))


def _notice(session: Session, name: str, /, **values: str) -> tuple[str, str]:
    """Return title and body as this hall words them."""
    return say(session, f"notice.{name}.title", **values), say(session, f"notice.{name}.body", **values)


def _level(category_path: str) -> str:
    return category_path.split("/")[0] or "待分类"


def handed_over(session: Session, number: str, what: str) -> tuple[str, str]:
    """Return the notice that a matter waits for a decision of another post."""
    return _notice(session, "handed_over", tail=number_tail(number), what=what)


def left_unread(number: str) -> tuple[str, str]:
    """Return the notice to the deputy of somebody who has not read theirs; `number` "" when it is about no matter."""
    about = f"编号尾号 {number_tail(number)}，" if number else ""
    return "有一条通知无人阅读，请代为处理", f"{about}请登录系统查看。"


def expired(session: Session, number: str, clock: str) -> tuple[str, str]:
    return _notice(session, "expired", tail=number_tail(number), clock=clock)


def warned(session: Session, number: str, clock: str, name: str, due_at: datetime) -> tuple[str, str]:
    """Return the notice of a limit that is running out, or is still not met after its end."""
    day = local(due_at)
    due = f"{day.month}月{day.day}日 {day:%H:%M}"
    return _notice(session, "warned", tail=number_tail(number), clock=clock, name=name, due=due)


def receipt(
    session: Session,
    settings: ServerSettings,
    decision: Decision,
    *,
    representatives_owed: bool = False,
    queue_number: str = "",
) -> ReceiptView:
    """Return what the slip says beside number, code, unit and limits. `queue_number`: what the hall calls out."""
    steps: list[tuple[str, str]] = []
    if queue_number:
        steps.append(
            (
                f"您的排队号是 {queue_number}，请留意大屏和广播叫号。",
                f"Your queue number is {queue_number}; please watch the screens and listen for it.",
            )
        )
    if representatives_owed:
        steps.append(
            (
                "多人提出共同的信访事项，请推选代表，代表不超过5人（《信访工作条例》第二十条）。",
                "Several people share this matter: please choose representatives, five at most "
                "(Regulations on Petitioning, Art. 20).",
            )
        )
    match decision.outcome:
        case Outcome.DISPATCHED:
            title = "来访事项登记回执"
            steps += (_both(session, name) for name in ("slip.wait", "slip.progress", "slip.answer"))
        case Outcome.SCREENING:
            title = "来访事项登记回执"
            steps += (
                (
                    "工作人员正在确定责任单位，请到窗口稍候。",
                    "Staff are finding out which unit is responsible; please wait at the window.",
                ),
                _both(session, "slip.progress"),
            )
        case Outcome.RESTRICTED:
            title = "材料接收回执"
            steps += (
                (
                    "您的材料已密封，只交有权受理的机关。",
                    "Your papers are sealed and go only to the body that may take them.",
                ),
                (
                    "本事项不在网上显示，查询请凭编号到窗口。",
                    "This matter is not shown online; ask at the window with your number.",
                ),
            )
    return ReceiptView(
        title=title,
        hall_name=settings.hall_name,
        hall_phone=settings.hall_phone,
        supervision_phone=settings.supervision_phone,
        progress_url=settings.progress_url,
        next_steps=tuple(step for step, _ in steps),
        next_steps_en=tuple(step for _, step in steps),
    )


def _both(session: Session, name: str) -> tuple[str, str]:
    """Return a sentence as this hall words it, and the same in English."""
    return say(session, name), say(session, f"{name}.en")
