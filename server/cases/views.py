"""What readers are shown of matters: the returning visitor, the inbox of a unit, the case file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from server.accounts import naming
from server.audit import service as audit
from server.cases import (
    access,
    firsts,
    journal,
    numbers,
    people,
    presence,
    remarks,
    repository,
    rules,
    sealing,
    wording,
)
from server.cases.access import Reader
from server.cases.firsts import Flags
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.clocks import service as clocks
from server.contract.masking import mask_name, mask_number, mask_phone
from server.contract.v1 import ClockView, Decision, EarlierMatter, LookupRequest, LookupResponse, Petitioner, TextLine
from server.contract.v1.base import Answer
from server.core.work import Work
from server.notify import service as notify
from server.routing.scheme import english_path
from server.units import service as units

#: earlier matters a kiosk is shown
EARLIER_LIMIT = 20
INBOX_LIMIT = 200


class InboxItem(Answer):
    """A matter on a list."""

    petition_id: str
    number: str
    state: str
    state_text: str
    category: str
    summary: str
    unit_name: str
    registered_at: datetime
    clocks: tuple[ClockView, ...]
    #: the reader keeps the desk that has not yet said it has the matter
    can_acknowledge: bool
    #: sent back with every decision, so that none is taken on a file that has changed
    version: int = 0
    #: 本机构初次, 全国初次 as far as it is known here, 重复信访 (the contrary of the second)
    first_here: bool = True
    first_anywhere: bool = True
    repeat: bool = False
    collective: bool = False
    confidential: bool = False
    #: name of the colleague who has it in hand for the unit, "" for the desk
    handler_name: str = ""
    #: and that is the reader
    mine: bool = False


class Inbox(Answer):
    #: of all that match, not only of those listed; 2000 (`reach.MOST`) stands for that many or more
    total: int
    items: tuple[InboxItem, ...]


class Size(StrEnum):
    """How much of the file a step answers."""

    FILE = "file"
    BRIEF = "brief"


class EventView(Answer):
    seq: int
    type: str
    at: datetime
    actor: str
    #: what was written down with the step, "" for nothing
    remark: str = ""
    #: photos of the step by their hash, and how it was proved that somebody came: code, none, "" where nobody asks
    photos: tuple[str, ...] = ()
    presence: str = ""


class PetitionerView(Answer):
    """The petitioner as this reader may see them."""

    name: str
    id_number: str
    phone: str
    address: str
    #: False when something above is masked
    open: bool


class PageView(Answer):
    position: int
    kind: str
    text: str
    #: the same words where they stand on the image; empty for a page that came without
    lines: tuple[TextLine, ...] = ()


class CaseFile(InboxItem):
    """Everything of one matter that its reader may see."""

    decision: Decision
    petitioner: PetitionerView
    text: str
    requests: tuple[str, ...]
    place: str
    complained_of: tuple[str, ...]
    dates: tuple[str, ...]
    sums: tuple[str, ...]
    persons_present: int
    #: representatives of a group, the person somebody else speaks for
    others: tuple[people.PersonView, ...] = ()
    #: visit, letter, phone or net
    form: str = ""
    #: level where it was raised first, "" for here, and its number there
    level: str = ""
    reference: str = ""
    #: sorts of matter that limits depend on: danger, utilities, heating_season
    sorts: tuple[str, ...] = ()
    continues: str = Field(description="id of the earlier matter, empty for none")
    pages: tuple[PageView, ...]
    events: tuple[EventView, ...]


def earlier(work: Work, body: LookupRequest) -> LookupResponse:
    """Return the matters of the person with this document, newest first; sealed ones are not listed."""
    indexes = sealing.identity_indexes(work.vault, body.id_type, body.id_number)
    found = repository.of_identity(work.session, indexes, EARLIER_LIMIT)
    audit.record(work, "visitor.looked_up", sealing.identity_trace(work.vault, body.id_type, body.id_number))
    running = clocks.views_of(work.session, [case.id for case in found], work.now)
    return LookupResponse(matters=tuple(_earlier(work, case, running[case.id]) for case in found))


def inbox(work: Work, who: Reader, states: frozenset[CaseState] | None = None) -> Inbox:
    """Return the matters this reader holds or follows, newest first."""
    found = repository.of_reader(work.session, who, states, INBOX_LIMIT)
    audit.record(work, "inbox.read", f"account:{who.account}")
    total = repository.count_of_reader(work.session, who, states)
    return Inbox(total=total, items=items(work, who, found))


def case_file(work: Work, who: Reader, case_id: str) -> CaseFile:
    """Return one matter in full; raise NOT_FOUND. Looking is recorded, and counts as reading its notices."""
    return whole(work, who, access.find(work.session, who, case_id))


def whole(work: Work, who: Reader, case: PetitionCase) -> CaseFile:
    """As `case_file`, for a matter that was found for this reader."""
    audit.record(work, "petition.read", f"case:{case.id}")
    notify.mark_read(work.session, who.account, case.id, work.now)
    matter = sealing.matter(work.vault, case)
    is_open = access.identity_open(who, case)
    known = firsts.told(work, who, (case,))[case.id]
    steps = journal.history(work.session, work.vault, case.id)
    came = next((step.payload for step in steps if step.type is EventType.REGISTERED), {})
    return CaseFile(
        **_item(
            work,
            who,
            case,
            clocks.views(work.session, case.id, work.now),
            naming.names(work.session, (case.handler,)),
            known,
        ),
        decision=sealing.decision(work.vault, case),
        petitioner=_petitioner(sealing.petitioner(work.vault, case), is_open=is_open),
        text=matter.text,
        requests=matter.requests,
        place=matter.place,
        complained_of=tuple(f"{one.post} {one.name}".strip() for one in matter.complained_of),
        dates=matter.dates,
        sums=matter.sums,
        persons_present=matter.persons_present,
        others=people.shown(work, case, is_open=is_open),
        continues=known.continues,
        pages=tuple(
            PageView(
                position=page.position,
                kind=page.kind,
                text=sealing.page_text(work.vault, page),
                lines=sealing.page_lines(work.vault, page),
            )
            for page in repository.pages(work.session, case.id)
        ),
        events=tuple(
            EventView(
                seq=step.seq,
                type=step.type,
                at=step.at,
                actor=step.actor,
                remark=remarks.remark(step),
                photos=tuple(step.payload.get("photos", ())),
                presence=presence.shown(step),
            )
            for step in steps
        ),
        form=numbers.form_of(case.number).name.lower(),
        level=str(came.get("level", "")),
        reference=str(came.get("reference", "")),
        sorts=tuple(case.sorts.split()),
    )


def brief(work: Work, who: Reader, case: PetitionCase) -> InboxItem:
    """What a client needs that shows the file itself; its notices count as read all the same."""
    notify.mark_read(work.session, who.account, case.id, work.now)
    return item(work, who, case)


def item(work: Work, who: Reader, case: PetitionCase) -> InboxItem:
    names = naming.names(work.session, (case.handler,))
    known = firsts.told(work, who, (case,))[case.id]
    return InboxItem(**_item(work, who, case, clocks.views(work.session, case.id, work.now), names, known))


def items(work: Work, who: Reader, cases: Sequence[PetitionCase]) -> tuple[InboxItem, ...]:
    """As `item`, for a list; its clocks are read together."""
    running = clocks.views_of(work.session, [case.id for case in cases], work.now)
    names = naming.names(work.session, [case.handler for case in cases])
    known = firsts.told(work, who, cases)
    return tuple(InboxItem(**_item(work, who, case, running[case.id], names, known[case.id])) for case in cases)


def _item(
    work: Work,
    who: Reader,
    case: PetitionCase,
    running: tuple[ClockView, ...],
    names: Mapping[str, str],
    known: Flags,
) -> dict[str, Any]:
    unit = units.ref(work.session, case.holder)
    waiting = rules.possible(CaseState(case.state), EventType.ACKNOWLEDGED)
    return {
        "petition_id": case.id,
        "number": case.number,
        "state": case.state,
        "state_text": wording.state_text(case.state),
        "category": case.category_path,
        "summary": sealing.matter(work.vault, case).summary,
        "unit_name": unit.name if unit else "",
        "registered_at": case.registered_at,
        "clocks": running,
        "can_acknowledge": waiting and case.holder in who.desks,
        "version": case.last_seq,
        "first_here": known.first_here,
        "first_anywhere": not known.repeat,
        "repeat": known.repeat,
        "collective": case.collective,
        "confidential": case.confidential,
        "handler_name": names.get(case.handler, ""),
        "mine": bool(case.handler) and case.handler == who.account,
    }


def earlier_matter(work: Work, case: PetitionCase) -> EarlierMatter:
    return _earlier(work, case, clocks.views(work.session, case.id, work.now))


def _earlier(work: Work, case: PetitionCase, running: tuple[ClockView, ...]) -> EarlierMatter:
    unit = units.ref(work.session, case.holder)
    return EarlierMatter(
        petition_id=case.id,
        number=case.number,
        registered_at=case.registered_at,
        category=case.category_path,
        category_en=english_path(case.category_code),
        summary=sealing.matter(work.vault, case).summary,
        state=case.state,
        state_text=wording.state_text(case.state),
        state_text_en=wording.STATE_TEXT_EN[CaseState(case.state)],
        unit_name=unit.name if unit else "",
        clocks=running,
    )


def _petitioner(value: Petitioner, *, is_open: bool) -> PetitionerView:
    """Show who must meet the petitioner everything; the others see that it is somebody, not who."""
    address = value.address or value.registered_address
    if is_open:
        return PetitionerView(
            name=value.name, id_number=mask_number(value.id_number), phone=value.phone, address=address, open=True
        )
    return PetitionerView(
        name=mask_name(value.name),
        id_number=mask_number(value.id_number),
        phone=mask_phone(value.phone),
        address="",
        open=False,
    )
