"""Alarms of clocks reach the matter and its people: many at a time, because after a night of downtime many are due.

Who holds the matter now, the leader in charge and the convenor are told; never whom the matter excludes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from server.audit import service as audit
from server.cases import dispatch, journal, wording
from server.cases.circles import circles
from server.cases.rules import EventType
from server.cases.tables import CaseEvent, CaseParty, PetitionCase
from server.clocks.ladder import Step
from server.clocks.service import Alarm
from server.core.work import Work
from server.core.writing import Draft
from server.notify import service as notify
from server.notify.circle import Circle
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole

_DESK = frozenset({PostRole.DUTY_OFFICER, PostRole.HEAD})
_REACHES: dict[Step, frozenset[PostRole]] = {
    Step.REMIND: _DESK,
    Step.LEADER: _DESK | {PostRole.LEADER_IN_CHARGE},
    Step.NEXT_LEVEL: _DESK | {PostRole.LEADER_IN_CHARGE},
    Step.CONVENOR: frozenset(PostRole),
    Step.CIRCULAR: frozenset(PostRole),
    Step.EXPIRED: frozenset(PostRole),
}


def free(session: Session, case_ids: Collection[str]) -> frozenset[str]:
    """Return the matters nobody is at work on, held for this transaction (PostgreSQL; SQLite has one writer).

    Nobody is waited for: whoever holds a matter may be about to touch the very clock the worker holds.
    """
    wanted = select(PetitionCase).where(col(PetitionCase.id).in_(case_ids)).order_by(col(PetitionCase.id))
    return frozenset(case.id for case in session.exec(wanted.with_for_update(skip_locked=True)).all())


def hand_over(work: Work, alarms: Sequence[Alarm]) -> None:
    """Record every limit that ran out and tell the people of each alarm, in this order. The matters are held already."""
    if not alarms:
        return
    people = _People.of(work, {alarm.case_id for alarm in alarms})
    draft, messages, acts = Draft(), [], []
    for alarm in alarms:
        case = people.cases[alarm.case_id]
        if alarm.step is Step.EXPIRED:
            payload = {"rule": alarm.rule, "due_at": alarm.due_at}
            draft.insert(CaseEvent, [journal.linked(work, case, EventType.CLOCK_EXPIRED, work.now, payload)])
            title, body = wording.expired(work.session, case.number, alarm.limit)
            # a matter nobody was ever told of has nobody at its desk: those above it hear at once
            accounts = people.told[case.id] or people.reached(work, case, alarm.step)
            kind = NoticeKind.CLOCK_EXPIRED
        else:
            title, body = wording.warned(work.session, case.number, alarm.limit, alarm.name, alarm.due_at)
            accounts, kind = people.reached(work, case, alarm.step), NoticeKind.CLOCK_WARNING
        messages.append((list(accounts), Message(case.id, kind, title, body, case.number)))
        acts.append((f"clock.{alarm.step}", f"case:{case.id}"))
    notify.enqueue_all(work, messages, draft)
    audit.draw_up(draft, work, acts)
    draft.write(work.session)


@dataclass
class _People:
    """Matters of one batch and who has to do with them, read once."""

    cases: dict[str, PetitionCase]
    #: who may learn of each: everything that is sent asks here
    circle: Mapping[str, Circle]
    #: accounts already told of a matter
    told: dict[str, list[str]]
    #: posts of today, by unit and whether the matter is sealed
    posts: dict[tuple[str, bool], tuple[PartyAccount, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work, ids: Collection[str]) -> _People:
        session = work.session
        cases = session.exec(select(PetitionCase).where(col(PetitionCase.id).in_(ids))).all()
        told = session.exec(
            select(CaseParty.case_id, CaseParty.account)
            .where(col(CaseParty.case_id).in_(ids))
            .order_by(col(CaseParty.account))
        ).all()
        circle = circles(session, ids)
        open_to = [(case, account) for case, account in told if circle[case].admits(account)]
        return cls({case.id: case for case in cases}, circle, _grouped(open_to))

    def reached(self, work: Work, case: PetitionCase, step: Step) -> list[str]:
        """Return the accounts this step reaches; whoever is told may open the matter from then on.

        The posts of today are asked, not those of the day the matter came: a matter that lies at the screening desk
        climbs to the leader and the convenor of that desk. A sealed matter never leaves its desk.
        """
        key = (case.holder, case.restricted)
        if key not in self.posts:
            ask = units.duty_officers if case.restricted else units.parties
            self.posts[key] = ask(work.session, case.holder)
        admits = self.circle[case.id].admits
        found = [one for one in self.posts[key] if one.role in _REACHES[step] and admits(one.account)]
        for party in found:
            if party.account not in self.told[case.id]:
                self.told[case.id].append(party.account)
                role = dispatch.PARTY_ROLE[party.role]
                work.session.add(CaseParty(case_id=case.id, account=party.account, role=role, told_at=work.now))
        return [party.account for party in found]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
