"""A visit goes on at the window: the terminal sends what it has, one window takes it over, and then it is forgotten.

Nobody reads the content but who took it, at the window of that hall; a matter that complains of the window itself, or of
whoever asks, does not open to them (Regulations on Petitioning 2022, Art. 30(3)).
"""

from __future__ import annotations

from sqlmodel import col, select

from server.accounts.tables import Kiosk
from server.audit import service as audit
from server.cases import calls, dispatch, repository, sealing
from server.cases import handover_rules as rules
from server.cases.handover_pages import forget_pages
from server.cases.handover_rules import Move
from server.cases.handover_tables import Handover
from server.cases.tables import Idempotency
from server.contract.v1 import ErrorCode
from server.contract.v1.handovers import HandoverRequest, HandoverState, HandoverStatus
from server.core.errors import HallError, not_found
from server.core.work import Work
from server.units import service as units


def ask(work: Work, kiosk: Kiosk, visit: str, body: HandoverRequest) -> HandoverStatus:
    """Keep the visit for the window and tell the desk. The same visit again replaces what nobody has taken yet; what is
    taken or over is answered as it is. Raise PAGE_MISSING, and NOT_FOUND when the hall has no petition office."""
    hashes = {page.sha256 for page in body.pages}
    known = repository.uploads(work.session, (kiosk.id,), hashes)
    repository.refuse_missing(body.pages, known)
    row = work.session.exec(
        select(Handover).where(Handover.kiosk == kiosk.id, Handover.visit == visit).with_for_update()
    ).first()
    if row is None:
        row = _begin(work, kiosk, visit, body)
    elif rules.after(HandoverState(row.state), Move.ASK) is None:
        return status(work, row)
    elif row.state != HandoverState.WAITING:
        row.told = calls.tell(work, kiosk, body.step, body.missing)
        row.called_at, row.ended_at, row.taken_by, row.taken_at, row.window = work.now, None, "", None, ""
    row.state, row.step, row.missing = HandoverState.WAITING, body.step, " ".join(dict.fromkeys(body.missing))
    row.pages = " ".join(sorted(hashes))
    accused = units.excluded(work.session, dispatch.accused(body.matter))
    # the desk hears that somebody waits, and nothing of what is said about it
    row.content_sealed = None if row.desk in accused else _sealed(work, row.id, body)
    work.session.add(row)
    audit.record(work, "handover.asked", f"handover:{row.id}")
    return status(work, row)


def of_kiosk(work: Work, kiosk: Kiosk, handover_id: str) -> HandoverStatus:
    """Tell the terminal how it stands; raise NOT_FOUND."""
    return status(work, _own(work, kiosk, handover_id))


def withdraw(work: Work, kiosk: Kiosk, handover_id: str) -> HandoverStatus:
    """The visitor goes on at the terminal. Raise NOT_FOUND, and WRONG_STATE once a window has it."""
    row = _own(work, kiosk, handover_id)
    end(work, row, Move.WITHDRAW)
    return status(work, row)


def end(work: Work, row: Handover, move: Move, case_id: str = "") -> None:
    """Go on to a state in which nothing of the visit is kept here; raise WRONG_STATE."""
    state = rules.after(HandoverState(row.state), move)
    if state is None:
        raise not_possible()
    row.state, row.ended_at, row.content_sealed, row.case_id = state, work.now, None, case_id
    work.session.add(row)
    audit.record(work, f"handover.{state.value}", f"handover:{row.id}")


def status(work: Work, row: Handover) -> HandoverStatus:
    kept = work.session.get(Idempotency, (row.kiosk, row.visit)) if row.state == HandoverState.FINISHED else None
    return HandoverStatus(
        id=row.id,
        state=HandoverState(row.state),
        window=row.window,
        told=row.told,
        expires_at=row.expires_at,
        registration=sealing.answer(work.vault, kept.answer_sealed, kept.case_id) if kept else None,
    )


def content(work: Work, row: Handover) -> HandoverRequest | None:
    """Return what the terminal sent; None when there is nothing, or no more."""
    if row.content_sealed is None:
        return None
    return HandoverRequest.model_validate_json(work.vault.open(row.content_sealed, _context(row.id)))


def sweep(work: Work) -> int:
    """Forget every call of a day that is over, with the page images no matter keeps; return how many."""
    over = work.session.exec(select(Handover).where(col(Handover.expires_at) <= work.now).with_for_update()).all()
    for row in over:
        forget_pages(work, row)
        work.session.delete(row)
    if over:
        audit.record(work, "handover.forgotten", f"count:{len(over)}")
    return len(over)


def not_possible() -> HallError:
    return HallError(
        ErrorCode.WRONG_STATE,
        "这次来访已由别人接手，或者已经结束。",
        "This visit is in other hands, or over.",
        "请刷新后查看 · Reload to see how it stands.",
    )


def _begin(work: Work, kiosk: Kiosk, visit: str, body: HandoverRequest) -> Handover:
    desk = calls.office(work, kiosk)
    if desk is None:
        raise not_found()
    # the same visitor called before there was anything to hand over: one line at the desk, not two
    plain = work.session.exec(
        select(Handover)
        .where(
            Handover.kiosk == kiosk.id,
            col(Handover.visit).is_(None),
            Handover.state == HandoverState.WAITING,
            col(Handover.called_at) >= body.visit_started_at,
        )
        .with_for_update()
    ).first()
    if plain is None:
        plain = calls.begun(
            work, kiosk, desk, body.step, body.missing, calls.tell(work, kiosk, body.step, body.missing)
        )
    plain.visit = visit
    return plain


def _own(work: Work, kiosk: Kiosk, handover_id: str) -> Handover:
    row = work.session.exec(
        select(Handover)
        .where(Handover.id == handover_id, Handover.kiosk == kiosk.id, col(Handover.expires_at) > work.now)
        .with_for_update()
    ).first()
    if row is None:
        raise not_found()
    return row


def _sealed(work: Work, handover_id: str, body: HandoverRequest) -> bytes:
    return work.vault.seal(body.model_dump_json().encode(), _context(handover_id))


def _context(handover_id: str) -> str:
    return f"handover.content:{handover_id}"
