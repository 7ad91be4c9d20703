"""The steps of a matter in the words of the pages, with names instead of account and kiosk ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from server.accounts.tables import Account, Kiosk
from server.cases.rules import EventType
from server.cases.views import EventView

EVENT_TEXTS: dict[EventType, tuple[str, str]] = {
    EventType.VISIT_STARTED: ("来访人到厅", "Visit began"),
    EventType.REGISTERED: ("登记完毕", "Registered"),
    EventType.DISPATCHED: ("转到责任单位", "Sent to the unit"),
    EventType.SCREENING: ("转甄别岗，由人工确定责任单位", "To the screening desk"),
    EventType.RESTRICTED: ("密封转送", "Sealed and sent"),
    EventType.ACKNOWLEDGED: ("确认收到", "Acknowledged"),
    EventType.ON_SCENE: ("工作人员到场", "On the scene"),
    EventType.INTERVIEW_CLOSED: ("现场接谈结束", "Interview closed"),
    EventType.ACCEPTED: ("决定受理", "Accepted"),
    EventType.WRITTEN_NOTICE: ("书面告知", "Written notice"),
    EventType.OPINION_ISSUED: ("出具处理意见", "Opinion issued"),
    EventType.RESULT_DELIVERED: ("结果送达", "Result delivered"),
    EventType.NOT_ACCEPTED: ("不予受理或者引导", "Not accepted or led elsewhere"),
    EventType.EXTENSION_ASKED: ("申请延期", "More time asked for"),
    EventType.EXTENDED: ("批准延期", "Extension approved"),
    EventType.OBJECTED: ("责任单位提出异议", "Unit objects"),
    EventType.OBJECTION_UPHELD: ("异议成立，重新转送", "Objection upheld"),
    EventType.OBJECTION_REFUSED: ("异议不成立，退回承办", "Objection refused"),
    EventType.DISPUTED: ("提请裁定责任单位", "Dispute raised"),
    EventType.ARBITRATED: ("裁定责任单位", "Unit decided"),
    EventType.REVIEW_REQUESTED: ("请求复查", "Review requested"),
    EventType.REVIEW_ISSUED: ("出具复查意见", "Review opinion issued"),
    EventType.REVIEW_SERVED: ("复查意见送达", "Review opinion served"),
    EventType.RECHECK_REQUESTED: ("请求复核", "Re-review requested"),
    EventType.HEARING_OPENED: ("听证开始", "Hearing opened"),
    EventType.HEARING_CLOSED: ("听证结束", "Hearing closed"),
    EventType.RECHECK_ISSUED: ("出具复核意见", "Re-review opinion issued"),
    EventType.RECHECK_SERVED: ("复核意见送达", "Re-review opinion served"),
    EventType.FINALIZED: ("审核认定办结", "Closed"),
    EventType.ARCHIVED: ("归档", "Archived"),
    EventType.REOPENED: ("重新办理", "Reopened"),
    EventType.MERGED: ("并入另一事项", "Merged into another matter"),
    EventType.ABSORBED: ("并入一件重复事项", "Took in a repeated matter"),
    EventType.UNMERGED: ("撤销合并，单独办理", "Merge undone"),
    EventType.RELEASED: ("撤销一件事项的并入", "A merged matter went its own way"),
    EventType.SPLIT: ("分出另一事项", "Part became another matter"),
    EventType.HANDLER_NAMED: ("确定承办人", "Who has it in hand"),
    EventType.PROGRESS_NOTED: ("办理进展", "Progress noted"),
    EventType.DOCUMENT_QUEUED: ("出具文书，待打印", "Paper queued"),
    EventType.DOCUMENT_PRINTED: ("文书已打印", "Paper printed"),
    EventType.DOCUMENT_SERVED: ("文书已送达", "Paper served"),
    EventType.RATED: ("来访人评价", "Rated"),
    EventType.RATED_BADLY: ("来访人评价不满意", "Rated badly"),
    EventType.TAKEN: ("责任单位直接收到", "Received by the unit itself"),
    EventType.RECALLED: ("因回避收回", "Taken back from the unit"),
    EventType.RECUSED: ("有人回避", "Somebody is kept away"),
    EventType.ASSIGNED: ("交办，指定期限", "Assigned with a limit"),
    EventType.RESULT_REPORTED: ("反馈办理结果", "Result reported"),
    EventType.MATERIALS_RECEIVED: ("收到补充材料", "Materials received"),
    EventType.ONE_TIME_NOTICE: ("一次性告知已送达", "Told once what is missing"),
    EventType.MEDIATION_OPENED: ("受理调解", "Mediation begins"),
    EventType.MEDIATION_CLOSED: ("调解结束", "Mediation over"),
    EventType.JOINT_APPLICATION: ("共同申请司法确认", "Confirmation by the court asked for"),
    EventType.CALLED_BACK: ("差评回访", "Called back"),
    EventType.RECTIFIED: ("差评整改完毕", "Put right"),
    EventType.FED_BACK: ("向检举控告人反馈", "Fed back"),
    EventType.INSTRUCTED: ("领导批示", "Instructed by a leader"),
    EventType.INSTRUCTION_ANSWERED: ("回复批示", "Instruction answered"),
    EventType.INSTRUCTION_PURSUED: ("领导追问", "Asked again"),
    EventType.INSTRUCTION_CLOSED: ("批示办结", "Instruction closed"),
    EventType.INSTRUCTION_OVERDUE: ("批示逾期未回复", "No answer to an instruction in time"),
    EventType.REMINDED: ("催办", "Reminded"),
    EventType.SUPERVISED: ("督办", "Supervised"),
    EventType.SUPERVISION_ANSWERED: ("回复督办", "Supervision answered"),
    EventType.CIRCULATED: ("列入通报", "Named in a circular"),
    EventType.CLOCK_EXPIRED: ("有时限已过", "A limit ran out"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    at: datetime
    text: str
    text_en: str
    who: str
    #: what was written down, "" for nothing
    remark: str = ""
    #: hashes of its photos, and how an arrival is known (`arrival.Presence`)
    photos: tuple[str, ...] = ()
    presence: str = ""


def lines(session: Session, events: Iterable[EventView]) -> tuple[Line, ...]:
    """Return the timeline, newest first."""
    names: dict[str, str] = {}
    shown = []
    for event in events:
        if event.actor not in names:
            names[event.actor] = actor_name(session, event.actor)
        text, text_en = EVENT_TEXTS[EventType(event.type)]
        said = Line(at=event.at, text=text, text_en=text_en, who=names[event.actor], remark=event.remark)
        shown.append(replace(said, photos=event.photos, presence=event.presence))
    return tuple(reversed(shown))


def actor_name(session: Session, actor: str) -> str:
    """Return the name people know: of an account its holder, of a kiosk its place; "系统" for the centre itself."""
    kind, _, name = actor.partition(":")
    if kind == "account":
        account = session.get(Account, name)
        return account.display if account else name
    if kind == "kiosk":
        kiosk = session.get(Kiosk, name)
        return kiosk.name if kiosk else name
    return "系统"
