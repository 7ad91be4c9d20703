"""Papers of a matter: queued by the step that owes them, printed, handed over. The content lies in the sealed event."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field
from sqlmodel import col, select

from server.audit import service as audit
from server.cases import access, deed, journal, service
from server.cases.access import Reader, visible
from server.cases.deed import Deed
from server.cases.rules import CaseState, EventType
from server.cases.tables import CaseDocument, PetitionCase
from server.contract.v1.base import Answer, AwareDatetime
from server.core.errors import not_found
from server.core.work import Work
from server.core.writing import Draft, later, row_of

QUEUE_LIMIT = 200


class Paper(StrEnum):
    """The kinds of paper a step owes the petitioner."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    NO_MORE = "no_more"
    GUIDANCE = "guidance"
    PROCEDURE = "procedure"
    EXTENSION = "extension"
    OPINION = "opinion"
    REVIEW_OPINION = "review_opinion"
    RECHECK_OPINION = "recheck_opinion"
    #: 调解协议书
    MEDIATION = "mediation"
    #: the routes that are open when mediation failed (人民调解法 Art. 26)
    OTHER_ROUTES = "other_routes"
    ONE_TIME_NOTICE = "one_time_notice"


TITLES: dict[Paper, str] = {
    Paper.ACCEPTANCE: "信访事项受理告知书",
    Paper.REFUSAL: "信访事项不予受理告知书",
    Paper.NO_MORE: "信访事项不再受理告知书",
    Paper.GUIDANCE: "信访事项引导单",
    Paper.PROCEDURE: "信访事项程序性告知书",
    Paper.EXTENSION: "信访事项延期办理告知书",
    Paper.OPINION: "信访事项处理意见书",
    Paper.REVIEW_OPINION: "信访事项复查意见书",
    Paper.RECHECK_OPINION: "信访事项复核意见书",
    Paper.MEDIATION: "人民调解协议书",
    Paper.OTHER_ROUTES: "终止调解告知书",
    Paper.ONE_TIME_NOTICE: "一次性告知书",
}
#: the same for who reads English beside the paper
TITLES_EN: dict[Paper, str] = {
    Paper.ACCEPTANCE: "Notice of acceptance",
    Paper.REFUSAL: "Notice of non-acceptance",
    Paper.NO_MORE: "Notice that the matter is not accepted again",
    Paper.GUIDANCE: "Where else to turn",
    Paper.PROCEDURE: "Notice of the procedure",
    Paper.EXTENSION: "Notice of extension",
    Paper.OPINION: "Opinion on the matter",
    Paper.REVIEW_OPINION: "Review opinion",
    Paper.RECHECK_OPINION: "Re-review opinion",
    Paper.MEDIATION: "Mediation agreement",
    Paper.OTHER_ROUTES: "Mediation has ended: other ways",
    Paper.ONE_TIME_NOTICE: "One-time notice of what is missing",
}
#: tell the petitioner in writing what becomes of the matter (Art. 23)
NOTICES = frozenset({Paper.ACCEPTANCE, Paper.REFUSAL, Paper.NO_MORE, Paper.GUIDANCE, Paper.PROCEDURE})
#: end the petitioner's wait without an opinion
REFUSALS = NOTICES - {Paper.ACCEPTANCE}
#: what handing a paper over means to the matter
_SERVED: dict[Paper, EventType] = {
    **dict.fromkeys(NOTICES, EventType.WRITTEN_NOTICE),
    **dict.fromkeys((Paper.EXTENSION, Paper.MEDIATION, Paper.OTHER_ROUTES), EventType.DOCUMENT_SERVED),
    Paper.ONE_TIME_NOTICE: EventType.ONE_TIME_NOTICE,
    Paper.OPINION: EventType.RESULT_DELIVERED,
    Paper.REVIEW_OPINION: EventType.REVIEW_SERVED,
    Paper.RECHECK_OPINION: EventType.RECHECK_SERVED,
}

#: 送达方式
Manner = Literal["in_person", "by_post", "other"]


class ServeRequest(Deed):
    """How a paper reached the petitioner (送达方式、签收)."""

    manner: Manner
    #: False: the petitioner refused to sign
    signed: bool
    served_at: AwareDatetime
    remark: str = Field(default="", max_length=500)


class PrintRequest(Deed):
    """Which print this is: 0 the original, n the copy (副本) with this number, as `next_copy` of the paper says."""

    copy_number: int = Field(default=0, ge=0, le=9999)


class PaperView(Answer):
    """One paper; `content` is what is printed, name by name."""

    petition_id: str
    number: str
    #: place of its event in the history
    seq: int
    kind: Paper
    title: str
    queued_at: AwareDatetime
    printed_at: AwareDatetime | None
    served_at: AwareDatetime | None
    content: dict[str, str]
    #: what the next print is: 0 the original, n 副本 n
    next_copy: int = 0


class PaperQueue(Answer):
    total: int
    items: tuple[PaperView, ...]


def queue(work: Work, case: PetitionCase, paper: Paper, content: Mapping[str, str]) -> int:
    """Queue a paper for printing; return its place in the history."""
    payload = {"paper": paper, "title": TITLES[paper], "content": dict(content)}
    service.record(work, case, EventType.DOCUMENT_QUEUED, work.now, payload)
    draft = Draft()
    row = CaseDocument(case_id=case.id, seq=case.last_seq, kind=paper, holder=case.holder, queued_at=work.now)
    draft.insert(CaseDocument, [row_of(row)])
    later(work.session, draft)
    return case.last_seq


def waiting(work: Work, who: Reader) -> PaperQueue:
    """Return the papers this reader's desks still have to print, oldest first."""
    statement = (
        select(CaseDocument, PetitionCase)
        .join(PetitionCase, col(PetitionCase.id) == col(CaseDocument.case_id))
        .where(visible(who), col(CaseDocument.printed_at).is_(None), col(CaseDocument.holder).in_(who.desks))
        .order_by(col(CaseDocument.queued_at), col(CaseDocument.case_id), col(CaseDocument.seq))
    )
    rows = work.session.exec(statement).all()
    audit.record(work, "papers.read", f"account:{who.account}")
    return PaperQueue(total=len(rows), items=tuple(_view(work, case, row) for row, case in rows[:QUEUE_LIMIT]))


def of_case(work: Work, who: Reader, case_id: str) -> PaperQueue:
    """Return every paper of a matter in the order they were queued; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    rows = work.session.exec(
        select(CaseDocument).where(CaseDocument.case_id == case.id).order_by(col(CaseDocument.seq))
    ).all()
    audit.record(work, "petition.papers_read", f"case:{case.id}")
    return PaperQueue(total=len(rows), items=tuple(_view(work, case, row) for row in rows))


def printed(work: Work, who: Reader, case_id: str, seq: int, body: PrintRequest) -> None:
    """Note a print, at the holding desk or at the window of the petition office.

    The first is the original, every later one a copy with the next number. A request that names another print than the
    next one raises WRONG_STATE: what was sent twice is counted once, and of two at once the second is told.
    """
    case = deed.begin(work, who, case_id, body, EventType.DOCUMENT_PRINTED, deed.keeps)
    row = _find(work, case, seq)
    number = _next_copy(row)
    if body.copy_number != number:
        raise deed.wrong_state(
            f"这份文书已经打印，再打印是副本 {number}。" if number else "这份文书还没有打印原件。",
            f"Printed already; the next print is copy {number}." if number else "The original was not printed yet.",
        )
    said = {"document": seq, "copy": number} if number else {"document": seq}
    service.record(work, case, EventType.DOCUMENT_PRINTED, work.now, said)
    if number:
        row.copies = number
    else:
        row.printed_at = work.now
    work.session.add(row)
    audit.record(work, "paper.copied" if number else "paper.printed", f"case:{case.id}")


def one(work: Work, who: Reader, case_id: str, seq: int) -> PaperView:
    """Return one paper; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    row = work.session.get(CaseDocument, (case.id, seq))
    if row is None:
        raise not_found()
    audit.record(work, "petition.papers_read", f"case:{case.id}")
    return _view(work, case, row)


def serve(work: Work, who: Reader, case_id: str, seq: int, body: ServeRequest) -> PetitionCase:
    """Note how a paper was handed over, and move the matter with it; the windows for review start at `served_at`.

    Raise NOT_FOUND, WRONG_STATE for a paper handed over before, INVALID_REQUEST for a moment that cannot be.
    """
    # the row first: which step this is depends on the paper
    case = deed.begin(work, who, case_id, body, EventType.DOCUMENT_SERVED, deed.keeps)
    row = _find(work, case, seq)
    if row.served_at is not None:
        raise deed.wrong_state("这份文书已经送达。", "This paper was handed over already.")
    if not row.queued_at <= body.served_at <= work.now:
        raise deed.invalid("送达时间应在出具之后、现在之前。", "A paper is handed over after it was made.", "served_at")
    paper = Paper(row.kind)
    payload: dict[str, Any] = {"document": seq, "manner": body.manner, "signed": body.signed, "remark": body.remark}
    # a late request for review is refused as well, but that matter was answered before
    if paper in REFUSALS and CaseState(case.state) is CaseState.NOT_ACCEPTED:
        payload |= {"ends_wait": True}
    service.record(work, case, _SERVED[paper], body.served_at, payload)
    row.served_at, row.manner, row.signed = body.served_at, body.manner, body.signed
    work.session.add(row)
    audit.record(work, "paper.served", f"case:{case.id}")
    return case


def handed_over(work: Work, case: PetitionCase) -> tuple[PaperView, ...]:
    """Return the papers that have reached the petitioner, in the order they were made."""
    rows = work.session.exec(
        select(CaseDocument)
        .where(CaseDocument.case_id == case.id, col(CaseDocument.served_at).is_not(None))
        .order_by(col(CaseDocument.seq))
    ).all()
    return tuple(_view(work, case, row) for row in rows)


def all_served(work: Work, case: PetitionCase) -> bool:
    """Tell whether every paper this matter owes has reached the petitioner."""
    owed = select(CaseDocument.seq).where(CaseDocument.case_id == case.id, col(CaseDocument.served_at).is_(None))
    return work.session.exec(owed).first() is None


def _find(work: Work, case: PetitionCase, seq: int) -> CaseDocument:
    row = work.session.get(CaseDocument, (case.id, seq), with_for_update=True)
    if row is None:
        raise not_found()
    return row


def _next_copy(row: CaseDocument) -> int:
    return 0 if row.printed_at is None else row.copies + 1


def _view(work: Work, case: PetitionCase, row: CaseDocument) -> PaperView:
    payload: Mapping[str, Any] = journal.payload(work.session, work.vault, case.id, row.seq)
    return PaperView(
        petition_id=case.id,
        number=case.number,
        seq=row.seq,
        kind=Paper(row.kind),
        title=str(payload["title"]),
        queued_at=row.queued_at,
        printed_at=row.printed_at,
        served_at=row.served_at,
        content={str(name): str(text) for name, text in payload["content"].items()},
        next_copy=_next_copy(row),
    )
