"""督办 in its five forms: by phone, letter, on the spot, in a meeting, through the media; with an answer by when."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field
from sqlmodel import col, select

from server.accounts.tables import Account
from server.audit import service as audit
from server.cases import access, alarms, deed, dispatch, journal, photos, service
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.rules import EventType
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Answer, AwareDatetime, Request
from server.core.centre import Centre
from server.core.database import transaction
from server.core.errors import HallError, not_found
from server.core.work import Work
from server.supervision import batch, people
from server.supervision.batch import BatchResult, Petitions
from server.supervision.tables import Supervision
from server.units import service as units

ACTOR = "system:worker"
_LONGEST = timedelta(days=366)
_BATCH = 100


class SupervisionForm(StrEnum):
    PHONE = "phone"
    LETTER = "letter"
    ON_SITE = "on_site"
    MEETING = "meeting"
    MEDIA = "media"


FORM_TEXTS: dict[SupervisionForm, tuple[str, str]] = {
    SupervisionForm.PHONE: ("电话督办", "By phone"),
    SupervisionForm.LETTER: ("发函督办", "By letter"),
    SupervisionForm.ON_SITE: ("现场督办", "On site"),
    SupervisionForm.MEETING: ("会议督办", "In a meeting"),
    SupervisionForm.MEDIA: ("媒体督办", "Through the media"),
}


class SuperviseRequest(Deed):
    form: SupervisionForm
    text: Reason
    #: whom; "" for the unit that holds the matter
    unit: str = Field(default="", max_length=40)
    #: None when no answer is asked for
    due_at: AwareDatetime | None = None
    #: hashes of photos this person has sent for the matter
    photos: tuple[str, ...] = Field(default=(), max_length=photos.MOST)


class SuperviseManyRequest(Request):
    """The same words to the unit of every matter; for one unit with photos: `SuperviseRequest`."""

    petitions: Petitions
    form: SupervisionForm
    text: Reason
    due_at: AwareDatetime | None = None


class SupervisionAnswer(Request):
    text: Reason


class SupervisionView(Answer):
    id: str
    petition_id: str
    form: SupervisionForm
    form_text: str
    author: str
    unit: str
    unit_name: str
    at: datetime
    due_at: datetime | None
    text: str
    #: "" while there is none
    answer: str
    overdue: bool
    #: hashes, asked for as the photos of the matter
    photos: tuple[str, ...]
    can_answer: bool


class SupervisionList(Answer):
    items: tuple[SupervisionView, ...]


def supervise(work: Work, who: Reader, case_id: str, body: SuperviseRequest) -> Supervision:
    """Put a supervision on record and tell the unit. Raise WRONG_STATE for a sealed matter, INVALID_REQUEST for a unit
    that must not know of the matter or a moment that is over."""
    case = deed.begin(work, who, case_id, body, EventType.SUPERVISED, deed.pushes)
    if case.restricted:
        raise deed.wrong_state("密封事项不在此督办。", "A sealed matter is not supervised here.")
    unit = body.unit or case.holder
    if not dispatch.allowed(work, case, unit):
        raise deed.unit_barred("unit")
    if body.due_at is not None and not work.now < body.due_at <= work.now + _LONGEST:
        raise deed.invalid(
            "回复期限应在现在之后、一年之内。", "The answer is due after now and within a year.", "due_at"
        )
    photos.refuse_missing(work, case, body.photos)
    fresh = uuid.uuid4().hex
    said: dict[str, object] = {"supervision": fresh, "form": body.form, "unit": unit, "due_at": body.due_at}
    said |= {"text": f"{FORM_TEXTS[body.form][0]}：{body.text}"} | (
        {"photos": list(body.photos)} if body.photos else {}
    )
    service.record(work, case, EventType.SUPERVISED, work.now, said)
    one = Supervision(
        id=fresh,
        case_id=case.id,
        seq=case.last_seq,
        form=body.form,
        author=who.account,
        unit=unit,
        at=work.now,
        due_at=body.due_at,
        alarm_at=body.due_at,
    )
    work.session.add(one)
    more = "请按期回复。" if body.due_at else "请尽快办理。"
    people.tell(work, case, people.of_unit(work.session, unit, *people.AND_LEADER), FORM_TEXTS[body.form][0], more)
    audit.record(work, "petition.supervised", f"case:{case.id}")
    work.session.flush()
    return one


def supervise_many(work: Work, who: Reader, body: SuperviseManyRequest) -> BatchResult:
    """Supervise many matters under the rules of `supervise`, each towards the unit that holds it."""

    def step(case_id: str, version: int) -> None:
        one = SuperviseRequest(version=version, form=body.form, text=body.text, due_at=body.due_at)
        supervise(work, who, case_id, one)

    return batch.each(work, who, body.petitions, step)


def answer(work: Work, who: Reader, supervision_id: str, body: SupervisionAnswer) -> Supervision:
    """The unit answers, once. Raise NOT_FOUND for strangers, FORBIDDEN for others, WRONG_STATE for a second answer."""
    seen = _find(work, who, supervision_id)
    case = access.find(work.session, who, seen.case_id, lock=True)
    one = work.session.get_one(Supervision, seen.id, populate_existing=True)
    if not _answers(who, one):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "督办由被督办单位回复。",
            "The unit that is supervised answers.",
            "请联系该单位值班员 · Ask its duty officer.",
        )
    if one.answer_seq:
        raise deed.wrong_state("已经回复过。", "It was answered already.")
    said = {"supervision": one.id, "unit": one.unit, "text": body.text}
    service.record(work, case, EventType.SUPERVISION_ANSWERED, work.now, said)
    one.answer_seq, one.alarm_at = case.last_seq, None
    work.session.add(one)
    people.send(work, case, [one.author], "已回复督办", "请审阅。")
    audit.record(work, "petition.supervision_answered", f"case:{case.id}")
    work.session.flush()
    return one


def of_matter(work: Work, who: Reader, case_id: str) -> SupervisionList:
    """Return what was supervised on a matter, newest first; raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    wanted = select(Supervision).where(Supervision.case_id == case.id).order_by(col(Supervision.seq).desc())
    audit.record(work, "petition.supervision_read", f"case:{case.id}")
    return SupervisionList(items=tuple(view(work, who, one) for one in work.session.exec(wanted.limit(50)).all()))


def waiting(work: Work, who: Reader) -> tuple[str, ...]:
    """Return the matters on which this reader's units owe an answer to a supervision, the first due first."""
    owed = (
        select(Supervision.case_id)
        .join(PetitionCase, col(PetitionCase.id) == col(Supervision.case_id))
        .where(
            col(Supervision.unit).in_(who.desks | who.heads),
            Supervision.author != who.account,
            Supervision.answer_seq == 0,
            col(Supervision.due_at).is_not(None),
            access.visible(who),
        )
        .order_by(col(Supervision.due_at))
    )
    return tuple(dict.fromkeys(work.session.exec(owed.limit(_BATCH)).all()))


def sweep(centre: Centre) -> int:
    """Tell both sides of answers that are late, each once; return how many."""
    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, centre.clock(), ACTOR)
        late = select(Supervision).where(col(Supervision.alarm_at) <= work.now).order_by(col(Supervision.alarm_at))
        found = session.exec(late.limit(_BATCH).with_for_update(skip_locked=True)).all()
        free = alarms.free(session, {one.case_id for one in found})
        taken = [one for one in found if one.case_id in free]
        for one in taken:
            case = session.get_one(PetitionCase, one.case_id)
            one.alarm_at = None
            people.tell(
                work, case, people.of_unit(session, one.unit, *people.AND_LEADER), "督办逾期未回复", "请立即回复。"
            )
            people.send(work, case, [one.author], "督办逾期未回复", "可再次督办或者通报。")
        session.flush()
    return len(taken)


def view(work: Work, who: Reader, one: Supervision) -> SupervisionView:
    session = work.session
    author, unit = session.get(Account, one.author), units.ref(session, one.unit)
    said = journal.payload(session, work.vault, one.case_id, one.seq)
    answered = journal.payload(session, work.vault, one.case_id, one.answer_seq) if one.answer_seq else {}

    return SupervisionView(
        id=one.id,
        petition_id=one.case_id,
        form=SupervisionForm(one.form),
        form_text=FORM_TEXTS[SupervisionForm(one.form)][0],
        author=author.display if author else "",
        unit=one.unit,
        unit_name=unit.name if unit else "",
        at=one.at,
        due_at=one.due_at,
        # the history names the form beside the words
        text=str(said["text"]).removeprefix(f"{FORM_TEXTS[SupervisionForm(one.form)][0]}："),
        answer=str(answered.get("text", "")),
        overdue=not one.answer_seq and one.due_at is not None and one.due_at <= work.now,
        photos=tuple(said.get("photos", ())),
        can_answer=not one.answer_seq and _answers(who, one),
    )


def _find(work: Work, who: Reader, supervision_id: str) -> Supervision:
    """Return it when its matter is open to this reader; raise NOT_FOUND."""
    one = work.session.get(Supervision, supervision_id)
    if one is None:
        # the same questions to the database, whether it is there or not
        access.find(work.session, who, supervision_id)
        raise not_found()
    access.find(work.session, who, one.case_id)
    return one


def _answers(who: Reader, one: Supervision) -> bool:
    return one.unit in who.desks | who.heads and one.author != who.account
