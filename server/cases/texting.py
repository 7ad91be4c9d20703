"""What a petitioner is texted: that the matter is registered, where it went, and the query code.

By the rule of the trade whoever left a mobile number gets a text beside the slip, everybody else the slip alone. Leaving
the number is the choice: the notice about personal data says what it is for. A sealed or confidential matter and one
without a name are never texted, because others read on a lock screen. The words hold the tail of the number, the code, the
unit and the term the law sets (Regulations on Petitioning 2022, Art. 22, 23), nothing of the person or of the matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from printers.layout.slip import grouped_code
from server.cases import sealing
from server.cases.tables import PetitionCase
from server.clocks import workdays
from server.contract.v1 import Petitioner
from server.core.time import local
from server.core.work import Work
from server.core.writing import Draft, later
from server.notify import rules, texts
from server.notify.plan import plan_of
from server.notify.tables import PetitionerText, TextKind
from server.units import service as units
from server.wording.service import say

_TAIL = 4
#: a registration that comes later was kept while the line was down: it waits for the morning
_JUST_NOW = timedelta(minutes=10)


def registered(draft: Draft, work: Work, case: PetitionCase, petitioner: Petitioner, unit: str, code: str) -> None:
    """Text the receipt. `unit`: name of the responsible unit, "" while a person is still finding it."""
    phone = _phone(work, case, petitioner)
    if not phone:
        return
    values = _values(case, case.registered_at) | {"code": grouped_code(code)}
    words = say(work.session, "text.sent", **values, unit=unit) if unit else say(work.session, "text.kept", **values)
    here = abs(work.now - case.registered_at) <= _JUST_NOW
    due_at = work.now if here else _audible(work)
    draft.insert(PetitionerText, [texts.row(work, case.id, TextKind.REGISTERED, phone, words, due_at)])


def sent_on(work: Work, case: PetitionCase) -> None:
    """Text which unit a person found."""
    phone = _phone(work, case, sealing.petitioner(work.vault, case)) if plan_of(work.session).petitioners else ""
    unit = units.ref(work.session, case.holder)
    if not phone or unit is None:
        return
    words = say(work.session, "text.sent_on", **_values(case, work.now), unit=unit.name)
    draft = Draft()
    draft.insert(PetitionerText, [texts.row(work, case.id, TextKind.SENT_ON, phone, words, _audible(work))])
    later(work.session, draft)


def _phone(work: Work, case: PetitionCase, petitioner: Petitioner) -> str:
    if plan_of(work.session).petitioners is None or case.restricted or case.confidential or case.anonymous:
        return ""
    return texts.mobile(petitioner.phone)


def _values(case: PetitionCase, at: datetime) -> dict[str, str]:
    day = local(at)
    return {"tail": case.number[-_TAIL:], "day": f"{day.month}月{day.day}日"}


def _audible(work: Work) -> datetime:
    return rules.audible_from(work.now, plan_of(work.session).quiet_hours, partial(workdays.is_workday, work.session))
