"""What a step of the history says in words, for who may read the file. Closed: a step not named here says nothing."""

from __future__ import annotations

from server.cases.journal import Step
from server.cases.rules import OVERSIGHT, EventType

#: field of the event that holds the words somebody wrote
_WORDS: dict[EventType, str] = {
    EventType.PROGRESS_NOTED: "text",
    EventType.INTERVIEW_CLOSED: "summary",
    EventType.OPINION_ISSUED: "opinion",
    EventType.OBJECTED: "reason",
    EventType.OBJECTION_UPHELD: "reason",
    EventType.OBJECTION_REFUSED: "reason",
    EventType.DISPUTED: "reason",
    EventType.ARBITRATED: "reason",
    EventType.ASSIGNED: "requirement",
    EventType.RESULT_REPORTED: "result",
    EventType.FINALIZED: "reason",
    EventType.REOPENED: "new_facts",
    EventType.DOCUMENT_QUEUED: "title",
    EventType.REVIEW_REQUESTED: "reason",
    EventType.REVIEW_ISSUED: "opinion",
    EventType.RECHECK_REQUESTED: "reason",
    EventType.RECHECK_ISSUED: "opinion",
    EventType.MEDIATION_CLOSED: "text",
    EventType.CALLED_BACK: "text",
    EventType.RECTIFIED: "text",
    EventType.FED_BACK: "text",
    EventType.MERGED: "reason",
    EventType.UNMERGED: "reason",
    EventType.SPLIT: "reason",
    EventType.RECUSED: "reason",
    EventType.ARCHIVED: "remark",
    **dict.fromkeys(OVERSIGHT - {EventType.INSTRUCTION_OVERDUE}, "text"),
}


def remark(step: Step) -> str:
    """Return the words of a step, "" for one that has none of its own."""
    if step.type in (EventType.EXTENDED, EventType.EXTENSION_ASKED):
        length = step.payload.get("length", f"{step.payload['days']}日")
        return f"{length}：{step.payload['reason']}"
    if step.type is EventType.NOT_ACCEPTED:
        return f"{step.payload['ground']} {step.payload['article']}：{step.payload['facts']}"
    if step.type is EventType.MATERIALS_RECEIVED:
        return "；".join(step.payload["materials"])
    if step.type is EventType.HANDLER_NAMED:
        given = f"交给{step.payload['name']}" if step.payload["handler"] else "收回由值班员办理"
        return "：".join(part for part in (given, str(step.payload["remark"])) if part)
    field = _WORDS.get(step.type)
    return str(step.payload.get(field, "")) if field else ""
