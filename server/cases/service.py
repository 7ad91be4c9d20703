"""What can be done with a matter. `register` is the spine: case, route, clocks, notices and audit in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.audit import service as audit
from server.calling import service as calling
from server.cases import (
    access,
    dispatch,
    journal,
    numbers,
    people,
    repeats,
    repository,
    rules,
    sealing,
    searching,
    sorting,
    texting,
    wording,
)
from server.cases.access import Reader
from server.cases.coming import BY_VISIT, Came
from server.cases.dispatch import Destination
from server.cases.rules import CaseState, EventType
from server.cases.tables import CaseEvent, CasePage, CaseParty, CasePerson, CaseSearch, Idempotency, PetitionCase
from server.clocks import service as clocks
from server.clocks.events import Event, Tag
from server.clocks.tables import Clock
from server.contract.v1 import ErrorCode, Lease, Outcome, RegisterRequest, RegisterResponse
from server.contract.v1.signing import MAX_SKEW_SECONDS
from server.core import receipts
from server.core.errors import HallError
from server.core.ids import Form
from server.core.work import Work
from server.core.writing import Draft, Row, later, row_of
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind

#: digits of a region that say the district
_DISTRICT = 6
#: a registration that comes later was kept while the line was down, and its visitor may have gone
_STILL_HERE = timedelta(minutes=10)
_ROUTE_EVENT = {
    Outcome.DISPATCHED: EventType.DISPATCHED,
    Outcome.SCREENING: EventType.SCREENING,
    Outcome.RESTRICTED: EventType.RESTRICTED,
}


def register(
    work: Work,
    kiosk: str,
    kiosk_region: str,
    key: str,
    body: RegisterRequest,
    came: Came = BY_VISIT,
    also_sent_by: tuple[str, ...] = (),
) -> RegisterResponse:
    """Register a matter exactly once for this key. `kiosk` is the terminal, or the desk that took it in; pages may come
    from others beside it.

    The same key and content again return the first answer with `replayed`; other content raises KEY_REUSED. Also
    raises NUMBER_NOT_LEASED, PAGE_MISSING, and INVALID_REQUEST for a moment in the future.
    """
    content = sealing.content_index(work.vault, body, came.payload())
    kept = repository.claim(work, kiosk, key, content)
    if kept is not None:
        return _replay(work, kept, content)
    _check_moment(work, body)
    _check_hall(kiosk_region, body)
    known = repository.uploads(work.session, (kiosk, *also_sent_by), {page.sha256 for page in body.pages})
    repository.refuse_missing(body.pages, known)
    people.refuse_masked(body)
    body = people.nameless(body)
    lease = numbers.use(work, kiosk, kiosk_region, body.number, came.form)
    met = people.meet(work, body)
    if met.changed:
        searching.renew(work, met.changed)
    earlier = _continued(work, body.matter.continues, met.petitioner)
    goes_to = dispatch.decide(work, body, came.direct, earlier)
    case = _new_case(work, kiosk, body, lease, goes_to, met, earlier)
    events, started = _first_events(work, case, body, goes_to, came)
    draft = Draft()
    queue_number = _queue_number(draft, work, case, came)
    answer = RegisterResponse(
        petition_id=case.id,
        number=lease.number,
        query_code=lease.query_code,
        registered_at=body.registered_at,
        replayed=False,
        decision=goes_to.decision,
        clocks=clocks.shown(work.session, started, work.now),
        proof=receipts.prove(work.vault, lease.number, lease.query_code, int(body.registered_at.timestamp())),
        receipt=wording.receipt(
            work.session,
            work.centre.settings,
            goes_to.decision,
            representatives_owed=people.representatives_owed(body),
            queue_number=queue_number,
        ),
    )
    draft.insert(PetitionCase, [row_of(case)])
    draft.insert(CasePerson, [{"case_id": case.id, "person_id": one, "role": part} for one, part in met.parts.items()])
    repository.bar(draft, case.id, goes_to.excluded_units, goes_to.barred_accounts)
    draft.insert(CasePage, repository.page_rows(work, case.id, body.pages, known))
    draft.insert(CaseEvent, events)
    draft.insert(CaseSearch, [searching.row_of(work, case.id, body, met.others)])
    draft.insert(Clock, [row_of(clock) for clock in started])
    draft.insert(CaseParty, repository.party_rows(work, case.id, goes_to.told))
    _tell(draft, work, case, goes_to)
    responsible = goes_to.decision.unit if goes_to.decision.outcome is Outcome.DISPATCHED else None
    texting.registered(draft, work, case, body.petitioner, responsible.name if responsible else "", lease.query_code)
    draft.update(
        Idempotency,
        {"kiosk": kiosk, "key": key},
        {
            **{"case_id": case.id, "answer_sealed": sealing.seal_answer(work.vault, case.id, answer)},
            **{"content_index": content, "created_at": work.now},
        },
    )
    later(work.session, draft)
    audit.record(work, "petition.registered", f"case:{case.id}")
    return answer


def acknowledge(work: Work, who: Reader, case_id: str) -> PetitionCase:
    """The desk that holds the matter says it has it. Raise NOT_FOUND for other units, FORBIDDEN for others of it.

    A second tap of the same person changes nothing.
    """
    case = access.find(work.session, who, case_id, lock=True)
    if case.holder not in who.desks:
        raise HallError(
            ErrorCode.FORBIDDEN,
            "只有责任单位的值班员可以签收。",
            "Only the duty officer of the responsible unit can acknowledge.",
            "请联系值班员 · Ask the duty officer.",
        )
    if case.state == CaseState.ACKNOWLEDGED and _acknowledged_by(work, case) == work.actor:
        return case
    record(work, case, EventType.ACKNOWLEDGED, work.now, {"unit": case.holder})
    audit.record(work, "petition.acknowledged", f"case:{case.id}")
    return case


def record(work: Work, case: PetitionCase, event: EventType, at: datetime, payload: Mapping[str, Any]) -> None:
    """Append an event, move the state, and let the clocks hear of it; raise WRONG_STATE."""
    draft = Draft()
    journal.append(draft, work, case, event, at, payload)
    heard, limits = rules.heard(event, payload), rules.limits(payload)
    clocks.on_events(work.session, case.id, heard, at, applies=tags(case), limits=limits, draft=draft)
    later(work.session, draft)


def tags(case: PetitionCase) -> frozenset[str]:
    """Return what the matter is, as far as limits depend on it."""
    found = {Tag.UNREACHABLE} if case.anonymous else set()
    if case.restricted:
        found.add(Tag.ACCUSATION)
    if numbers.form_of(case.number) is not Form.VISIT:
        found.add(Tag.NOT_PRESENT)
    return frozenset({*found, *(Tag(one) for one in case.sorts.split())})


def _replay(work: Work, kept: Idempotency, content: str) -> RegisterResponse:
    if kept.content_index != content:
        raise HallError(
            ErrorCode.KEY_REUSED,
            "这个提交编号已用于另一份内容。",
            "This Idempotency-Key was used with other content.",
            "请用新的提交编号 · Use a new key for a new registration.",
        )
    answer = sealing.answer(work.vault, kept.answer_sealed, kept.case_id)
    return answer.model_copy(update={"replayed": True})


def _check_moment(work: Work, body: RegisterRequest) -> None:
    # the past is normal (the kiosk was offline); the future would start clocks before their time
    if (body.registered_at - work.now).total_seconds() > MAX_SKEW_SECONDS:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "登记时间在将来，请检查终端时钟。",
            "The moment of registration lies in the future; check the clock of the kiosk.",
            fields=("registered_at",),
        )


def _check_hall(kiosk_region: str, body: RegisterRequest) -> None:
    # a terminal speaks for the halls of its own district alone
    if kiosk_region[:_DISTRICT] != body.hall_region[:_DISTRICT]:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "登记的大厅不属于本终端登记的区划。",
            "The hall does not lie in the region this terminal was enrolled for.",
            "请检查终端设置 hall_region · Check hall_region in the settings of the terminal.",
            fields=("hall_region",),
        )


def _new_case(
    work: Work,
    kiosk: str,
    body: RegisterRequest,
    lease: Lease,
    goes_to: Destination,
    met: people.Met,
    earlier: PetitionCase | None,
) -> PetitionCase:
    """Return the matter as it is before its first event; nothing of it is stored yet."""
    case_id = repository.new_id()
    category = goes_to.decision.category
    case = PetitionCase(
        id=case_id,
        number=lease.number,
        state=CaseState.VISITING,
        restricted=goes_to.decision.outcome is Outcome.RESTRICTED,
        holder=goes_to.holder,
        hall_region=body.hall_region,
        category_code=category.code if category else "",
        category_path="/".join(category.path) if category else "",
        kiosk=kiosk,
        # a clock set back during the visit must not make the visit end before it began
        visit_started_at=min(body.visit_started_at, body.registered_at),
        registered_at=body.registered_at,
        received_at=work.now,
        continues=earlier.id if earlier else "",
        confidential=body.matter.confidential,
        anonymous=body.anonymous,
        collective=people.collective(work, body),
        notice_version=body.notice_version,
        code_index=numbers.code_index(work, lease.query_code),
        petitioner_sealed=sealing.seal_petitioner(work.vault, case_id, body.petitioner),
        matter_sealed=sealing.seal_matter(work.vault, case_id, body.matter),
        decision_sealed=sealing.seal_decision(work.vault, case_id, goes_to.decision),
    )
    found = repeats.flags(work, case, body, met)
    case.first_here, case.repeat = found.first_here, found.repeat
    return case


def _continued(work: Work, number: str, person_id: str) -> PetitionCase | None:
    """Return the earlier matter, None when there is none or it is another person's."""
    earlier = repository.by_number(work.session, number) if number else None
    if earlier is None or not repository.belongs_to(work.session, earlier.id, person_id):
        return None
    return earlier


def _first_events(
    work: Work, case: PetitionCase, body: RegisterRequest, goes_to: Destination, came: Came
) -> tuple[list[Row], list[Clock]]:
    """Return the rows of the first three events, with the clocks they lead to; `case` moves along."""
    provenance = [one.model_dump(mode="json") for one in body.provenance]
    # sent when the centre learns of it, never before it was registered
    sent_at = max(work.now, case.registered_at)
    unsorted = tags(case)
    case.sorts = sorting.judge(work, case, case.category_code, body.matter, came.danger or None)
    sorts = {sorting.SAID: case.sorts} if case.sorts else {}
    first: list[tuple[EventType, datetime, dict[str, Any]]] = [
        (EventType.VISIT_STARTED, case.visit_started_at, {"kiosk": case.kiosk}),
        (
            EventType.REGISTERED,
            case.registered_at,
            {"number": case.number, "provenance": provenance, **came.kept(direct=goes_to.direct).payload(), **sorts},
        ),
        (
            EventType.TAKEN if goes_to.direct else _ROUTE_EVENT[goes_to.decision.outcome],
            sent_at,
            {
                "holder": goes_to.holder,
                "decision": goes_to.decision.model_dump(mode="json"),
                "named": not case.anonymous,
            },
        ),
    ]
    rows = [journal.linked(work, case, event, at, payload) for event, at, payload in first]
    heard = [
        clocks.Happened(Event(name), at, unsorted if event is EventType.VISIT_STARTED else tags(case))
        for event, at, payload in first
        for name in rules.heard(event, payload)
    ]
    return rows, clocks.begin(work.session, case.id, heard)


def _queue_number(draft: Draft, work: Work, case: PetitionCase, came: Came) -> str:
    """Draw a number for who stands in the hall now; "" for everybody else. An accusation is not called out in the hall."""
    on_the_spot = abs(work.now - case.registered_at) <= _STILL_HERE and came.form is Form.VISIT
    if not work.centre.settings.queue_numbers or not on_the_spot or case.restricted:
        return ""
    return calling.draft_ticket(draft, work, case.hall_region, case.id)


def _tell(draft: Draft, work: Work, case: PetitionCase, goes_to: Destination) -> None:
    title, text = wording.assigned(work.session, case.number, goes_to.decision)
    accounts = [party.account for _, party in goes_to.told]
    told = Message(case.id, NoticeKind.ASSIGNED, title, text, case.number, page=dispatch.page_of(case))
    notify.enqueue(work, accounts, told, draft)


def _acknowledged_by(work: Work, case: PetitionCase) -> str:
    steps = journal.history(work.session, work.vault, case.id)
    return next((step.actor for step in reversed(steps) if step.type is EventType.ACKNOWLEDGED), "")
