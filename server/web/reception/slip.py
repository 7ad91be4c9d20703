"""The receipt of a registration at the window: the same slip as a terminal prints."""

from __future__ import annotations

from printers.layout.slip import Slip, SlipClock, lay_out
from printers.profiles import load
from printers.render.png import render_png
from server.cases.window_receipts import Filed
from server.contract.v1 import ClockKind, Outcome

#: 80 mm paper without a logo
_PAPER = "raster-80mm"


def picture(filed: Filed, copy: int) -> bytes:
    """Return the slip as PNG; `copy` 0 is the original."""
    return render_png(lay_out(_slip(filed, copy)), load(_PAPER))


def _slip(filed: Filed, copy: int) -> Slip:
    answer = filed.answer
    decision, said = answer.decision, answer.receipt
    owed = (clock for clock in answer.clocks if clock.told and clock.met_at is None)
    return Slip(
        title=said.title,
        number=answer.number,
        query_code=answer.query_code,
        registered_at=answer.registered_at,
        holder_name=filed.name,
        hall_name=said.hall_name,
        hall_phone=said.hall_phone,
        supervision_phone=said.supervision_phone,
        progress_url=said.progress_url,
        proof=answer.proof,
        category=" / ".join(decision.category.path) if decision.category else "",
        unit_name=decision.unit.name if decision.unit else "",
        unit_phone=decision.unit.phone if decision.unit else "",
        reason=decision.reason,
        clocks=tuple(
            SlipClock(one.name, one.limit, one.due_at, one.kind is ClockKind.STATUTORY, one.legal_basis) for one in owed
        ),
        next_steps=said.next_steps,
        pages=filed.pages,
        copy=copy,
        restricted=decision.outcome is Outcome.RESTRICTED,
    )
