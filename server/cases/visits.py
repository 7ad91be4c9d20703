"""Who was registered at this hall on a day: what the window needs to answer whoever comes back to it.

The list names nobody the file would mask, and tells nothing of what is sealed or of what the reader is kept away from;
only the files of the reader's own matters open.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, func, select, tuple_

from server.accounts.tables import Kiosk
from server.audit import service as audit
from server.cases import access, desk, firsts, numbers, offices, sealing, wording
from server.cases.access import Reader
from server.cases.firsts import Flags
from server.cases.tables import PetitionCase
from server.contract.masking import mask_name
from server.contract.v1.base import Answer
from server.core.ids import Form
from server.core.time import ZONE, local
from server.core.work import Work
from server.units import service as units

PAGE = 30
FormName = Literal["visit", "letter", "phone", "net"]
#: place of the form in a number, from 1
_FORM_AT = 13


class Visit(Answer):
    number: str
    #: "" when the file is not open to this reader
    petition_id: str
    registered_at: datetime
    form: str
    #: masked unless this reader must meet the petitioner
    name: str
    state: str
    state_text: str
    #: first level of the content class
    category: str
    unit_name: str
    #: name of the terminal, "" when the window wrote it down
    terminal: str
    #: of the matters the reader has or follows
    summary: str = ""
    collective: bool = False
    repeat: bool = False


class Visits(Answer):
    day: date
    #: by form, and "all" for all of them
    counts: dict[str, int]
    #: newest first
    items: tuple[Visit, ...]
    #: place to go on from, "" at the end
    after: str


def of_day(work: Work, who: Reader, day: date | None = None, form: FormName | None = None, after: str = "") -> Visits:
    """Return a page of what was registered on a day (None: today) at the halls this reader receives for."""
    wanted = day or local(work.now).date()
    here = _here(work, who, wanted)
    statement = select(PetitionCase).where(here)
    if form is not None:
        statement = statement.where(func.substr(col(PetitionCase.number), _FORM_AT, 1) == Form[form.upper()].value)
    order = (col(PetitionCase.registered_at), col(PetitionCase.id))
    if after:
        statement = statement.where(tuple_(*order) < desk.place(after))
    found = work.session.exec(statement.order_by(order[0].desc(), order[1].desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    mine = set(
        work.session.exec(
            select(PetitionCase.id).where(access.visible(who), col(PetitionCase.id).in_([case.id for case in shown]))
        ).all()
    )
    known = firsts.told(work, who, shown)
    audit.record(work, "visits.read", f"account:{who.account}")
    return Visits(
        day=wanted,
        counts=_counts(work, here),
        items=tuple(_view(work, who, case, known[case.id], is_mine=case.id in mine) for case in shown),
        after=f"{shown[-1].registered_at.isoformat()}_{shown[-1].id}" if len(found) > PAGE else "",
    )


def _here(work: Work, who: Reader, day: date) -> ColumnElement[bool]:
    begin = datetime.combine(day, datetime.min.time(), ZONE)
    return and_(
        at_my_halls(work.session, who),
        col(PetitionCase.registered_at) >= begin,
        col(PetitionCase.registered_at) < begin + timedelta(days=1),
    )


def at_my_halls(session: Session, who: Reader) -> ColumnElement[bool]:
    """Return the condition under which a matter stands on the list of this reader's window, whatever the day."""
    regions = [unit.region.rstrip("0") or unit.region for unit in offices.of(session, who)]
    if not regions:
        return false()
    return and_(
        or_(*(col(PetitionCase.hall_region).startswith(region) for region in regions)),
        col(PetitionCase.restricted) == false(),
        access.unbarred(who),
    )


def _counts(work: Work, here: ColumnElement[bool]) -> dict[str, int]:
    letter = func.substr(col(PetitionCase.number), _FORM_AT, 1)
    rows = work.session.exec(select(letter, func.count()).where(here).group_by(letter)).all()
    found = {str(form): count for form, count in rows}
    return {"all": sum(found.values()), **{form.name.lower(): found.get(form.value, 0) for form in Form}}


def _view(work: Work, who: Reader, case: PetitionCase, known: Flags, *, is_mine: bool) -> Visit:
    unit, kiosk = units.ref(work.session, case.holder), work.session.get(Kiosk, case.kiosk)
    name = sealing.petitioner(work.vault, case).name
    return Visit(
        number=case.number,
        petition_id=case.id if is_mine else "",
        registered_at=case.registered_at,
        form=numbers.form_of(case.number).name.lower(),
        name=name if case.anonymous or access.identity_open(who, case) else mask_name(name),
        state=case.state,
        state_text=wording.state_text(case.state),
        category=case.category_path.split("/")[0],
        unit_name=unit.name if unit else "",
        terminal=kiosk.name if kiosk else "",
        summary=sealing.matter(work.vault, case).summary if is_mine else "",
        collective=case.collective,
        repeat=known.repeat,
    )
