"""What is stored beside the history, built again from the history: papers, ratings, objections that were right, merging.

Pure, except that `differences` reads what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import select

from server.cases import passes, sorting
from server.cases.journal import Step
from server.cases.rules import EventType as E
from server.cases.tables import CaseDocument, CaseRating, ObjectionWon, PetitionCase
from server.core.work import Work

#: place in the history -> kind, unit that owes it, queued, printed, copies, served, manner, signed
Papers = dict[int, tuple[str, str, datetime, datetime | None, int, datetime | None, str, bool | None]]
#: subject -> unit, level, moment
Ratings = dict[str, tuple[str, int, datetime]]
#: place in the history -> sent to, belongs to
Won = dict[int, tuple[str, str]]


def papers(steps: Sequence[Step]) -> Papers:
    found: Papers = {}
    holder = ""
    for step in steps:
        holder = str(step.payload.get("holder", holder))
        if step.type is E.DOCUMENT_QUEUED:
            found[step.seq] = (str(step.payload["paper"]), holder, step.recorded_at, None, 0, None, "", None)
        elif "document" in step.payload:
            seq = int(step.payload["document"])
            kind, owes, queued, printed, copies, served, manner, signed = found[seq]
            if step.type is E.DOCUMENT_PRINTED and "copy" in step.payload:
                copies = int(step.payload["copy"])
            elif step.type is E.DOCUMENT_PRINTED:
                printed = step.recorded_at
            else:
                served, manner, signed = step.at, step.payload["manner"], step.payload["signed"]
            found[seq] = (kind, owes, queued, printed, copies, served, manner, signed)
    return found


def ratings(steps: Sequence[Step]) -> Ratings:
    return {
        str(step.payload["subject"]): (str(step.payload["unit"]), int(step.payload["level"]), step.at)
        for step in steps
        if step.type in (E.RATED, E.RATED_BADLY)
    }


def objections_won(steps: Sequence[Step]) -> Won:
    found: Won = {}
    for number, step in enumerate(steps):
        before = steps[:number]
        if step.type is E.DISPATCHED:
            objector = passes.objector(before)
        elif step.type is E.ARBITRATED:
            objector = next((str(one.payload["unit"]) for one in reversed(before) if one.type is E.DISPUTED), "")
        else:
            continue
        holder = str(step.payload["holder"])
        if objector and objector != holder:
            found[step.seq] = (objector, holder)
    return found


def merged_into(steps: Sequence[Step]) -> str:
    """Return the number of the matter this one went into, "" for none."""
    last = next((step for step in reversed(steps) if step.type in (E.MERGED, E.UNMERGED)), None)
    return str(last.payload["into"]) if last is not None and last.type is E.MERGED else ""


def differences(work: Work, case: PetitionCase, steps: Sequence[Step]) -> Iterator[str]:
    """Yield one sentence for each kind of row that is not what the history leads to."""
    session = work.session
    rows = session.exec(select(CaseDocument).where(CaseDocument.case_id == case.id)).all()
    stored_papers: Papers = {
        row.seq: (
            *(row.kind, row.holder, row.queued_at, row.printed_at),
            *(row.copies, row.served_at, row.manner, row.signed),
        )
        for row in rows
    }
    if stored_papers != papers(steps):
        yield f"{case.number}: 文书与历史不符 · the stored papers differ from the history"
    rated = session.exec(select(CaseRating).where(CaseRating.case_id == case.id)).all()
    if {row.subject: (row.unit, row.level, row.rated_at) for row in rated} != ratings(steps):
        yield f"{case.number}: 评价与历史不符 · the stored ratings differ from the history"
    won = session.exec(select(ObjectionWon).where(ObjectionWon.case_id == case.id)).all()
    if {row.seq: (row.sent_to, row.belongs_to) for row in won} != objections_won(steps):
        yield f"{case.number}: 异议成立的记录与历史不符 · the stored objections differ from the history"
    if case.sorts != sorting.stored(steps):
        yield f"{case.number}: 事项类型与历史不符 · its sorts differ from the history"
    target = session.get(PetitionCase, case.merged_into) if case.merged_into else None
    if (target.number if target else case.merged_into) != merged_into(steps):
        yield f"{case.number}: 并入的事项与历史不符 · where it was merged differs from the history"
