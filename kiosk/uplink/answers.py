"""From the answers of the contract to what the visit knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from kiosk.flow.effects import Register
from kiosk.flow.visit import ClockLine, Earlier, Receipt, Suggestion
from kiosk.uplink.key import KioskKey
from kiosk.uplink.leases import HallTexts
from server.contract.citations import in_english
from server.contract.masking import mask_name
from server.contract.v1 import (
    ClockKind,
    ClockState,
    ClockView,
    Decision,
    EarlierMatter,
    Lease,
    Outcome,
    RegisterResponse,
)
from server.contract.v1.receipts import proof_of, receipt_text

PROVISIONAL_TITLE = "来访登记回执"
PROVISIONAL_STEPS = (
    "您的登记已保存在本机，恢复联网后自动上报，不用重新登记。",
    "保持电话畅通，承接单位确定后会联系您。",
    "收好本回执，凭编号和查询码查询进度。",
)
PROVISIONAL_STEPS_EN = (
    "Your registration is kept on this terminal and sent once the network is back; you need not register again.",
    "Please stay within reach by phone: you will be called once the responsible unit is known.",
    "Keep this slip; with number and query code you can ask how your matter goes.",
)


def clock_line(view: ClockView) -> ClockLine:
    return ClockLine(
        name=view.name,
        limit=view.limit,
        due_at=view.due_at,
        statutory=view.kind is ClockKind.STATUTORY,
        met=view.state is ClockState.MET or view.met_at is not None,
        late=view.state is ClockState.EXPIRED,
        legal_basis=view.legal_basis,
        name_en=view.name_en,
        legal_basis_en=in_english(view.legal_basis),
    )


def _owed(views: Iterable[ClockView]) -> tuple[ClockLine, ...]:
    """What is still promised to the visitor: a slip does not speak of limits already met, nor of those among offices."""
    return tuple(clock_line(view) for view in views if view.told and view.met_at is None)


def earlier(matter: EarlierMatter) -> Earlier:
    return Earlier(
        petition_id=matter.petition_id,
        number=matter.number,
        registered_at=matter.registered_at,
        category=matter.category,
        summary=matter.summary,
        state_text=matter.state_text,
        unit_name=matter.unit_name,
        clocks=tuple(clock_line(view) for view in matter.clocks if view.told),
        state=matter.state,
        category_en=matter.category_en,
        state_text_en=matter.state_text_en,
    )


def suggestion(decision: Decision) -> Suggestion:
    return Suggestion(
        unit_name=_responsible(decision),
        category=_category(decision),
        reason=decision.reason,
        category_en=_category_en(decision),
        reason_en=decision.reason_en,
    )


def receipt(answer: RegisterResponse, holder_name: str, pages: int) -> Receipt:
    """The centre took it: its words, its number. `pages`: how many were handed in, 0 when that is not known."""
    unit = answer.decision.unit
    return Receipt(
        title=answer.receipt.title,
        number=answer.number,
        query_code=answer.query_code,
        registered_at=answer.registered_at,
        holder_name=mask_name(holder_name),
        provisional=False,
        hall_name=answer.receipt.hall_name,
        hall_phone=answer.receipt.hall_phone,
        supervision_phone=answer.receipt.supervision_phone,
        progress_url=answer.receipt.progress_url,
        unit_name=_responsible(answer.decision),
        unit_phone=unit.phone if unit else "",
        category=_category(answer.decision),
        reason=answer.decision.reason,
        clocks=_owed(answer.clocks),
        next_steps=answer.receipt.next_steps,
        pages=pages,
        restricted=answer.decision.outcome is Outcome.RESTRICTED,
        proof=answer.proof,
        category_en=_category_en(answer.decision),
        reason_en=answer.decision.reason_en,
        next_steps_en=answer.receipt.next_steps_en,
    )


def provisional(effect: Register, lease: Lease | None, hall: HallTexts, key: KioskKey | None) -> Receipt:
    """Kept on this terminal: valid from the true moment, with a leased number when there was one, which is signed."""
    return Receipt(
        title=PROVISIONAL_TITLE,
        number=lease.number if lease else "",
        query_code=lease.query_code if lease else "",
        registered_at=effect.registered_at,
        holder_name=mask_name(effect.holder.name),
        provisional=True,
        hall_name=hall.hall_name,
        hall_phone=hall.hall_phone,
        supervision_phone=hall.supervision_phone,
        progress_url=hall.progress_url,
        next_steps=PROVISIONAL_STEPS if lease else PROVISIONAL_STEPS[:2],
        next_steps_en=PROVISIONAL_STEPS_EN if lease else PROVISIONAL_STEPS_EN[:2],
        pages=len(effect.pages),
        proof=signed(key, lease, int(effect.registered_at.timestamp())) if lease and key else "",
    )


def signed(key: KioskKey, lease: Lease, at: int) -> str:
    """Sign in the place of the centre, which cannot be reached now; `at` in seconds since 1970."""
    signature = key.sign(receipt_text(lease.number, lease.query_code, at, key.kiosk_id))
    return proof_of(key.kiosk_id, at, signature)


def _responsible(decision: Decision) -> str:
    if decision.unit is not None:
        return decision.unit.name
    match decision.outcome:
        case Outcome.DISPATCHED | Outcome.SCREENING:
            return "由窗口工作人员核定 · Staff at the window decide"
        case Outcome.RESTRICTED:
            return ""
        case _:
            assert_never(decision.outcome)


def _category(decision: Decision) -> str:
    return " / ".join(decision.category.path) if decision.category else ""


def _category_en(decision: Decision) -> str:
    return " / ".join(decision.category.path_en) if decision.category else ""
