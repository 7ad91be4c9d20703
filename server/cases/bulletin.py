"""The daily bulletin of a leader: what came, what is due today, what is late. Counts alone, through the same conditions
as every list, so that what a reader may not see is not counted either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, func, select

from server.accounts.tables import Account
from server.cases import access, rules
from server.cases.access import Reader, visible
from server.cases.tables import PetitionCase
from server.clocks.tables import Clock
from server.contract.v1 import ClockState
from server.core.time import ZONE, local
from server.core.work import Work
from server.notify import service as notify
from server.notify.plan import plan_of
from server.notify.rules import ONE_DAY, IsWorkday
from server.notify.service import Message
from server.notify.tables import BulletinSent, NoticeKind
from server.units.organisation import organisation

#: a reader who was away longer is not told of weeks
_LONGEST = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Counts:
    came: int
    due: int
    late: int


def counts(session: Session, who: Reader, since: datetime, now: datetime) -> Counts:
    """Count the open matters this reader may see: registered after `since`, with a limit that ends today, with one over."""
    tonight = datetime.combine(local(now).date() + ONE_DAY, time(), ZONE)
    mine = visible(who)
    closed = col(PetitionCase.state).in_(rules.CLOSED)

    def matters(*conditions: object) -> int:
        wanted = select(func.count(func.distinct(PetitionCase.id))).where(mine, *conditions)  # type: ignore[arg-type]
        return session.exec(wanted).one()

    def with_clock(*conditions: object) -> int:
        wanted = select(Clock.case_id).where(col(Clock.met_at).is_(None), *conditions)  # type: ignore[arg-type]
        return matters(~closed, col(PetitionCase.id).in_(wanted))

    return Counts(
        came=matters(col(PetitionCase.registered_at) > since),
        due=with_clock(col(Clock.due_at) > now, col(Clock.due_at) < tonight),
        late=with_clock(Clock.state == ClockState.EXPIRED),
    )


def publish(work: Work, is_workday: IsWorkday) -> int:
    """Write the bulletin of today for everybody who has not had it; return for how many. Not before its hour."""
    plan = plan_of(work.session).bulletin
    here = local(work.now)
    today = here.date()
    if not plan.posts or here.time() < plan.at or not (plan.rest_days or is_workday(today)):
        return 0
    session = work.session
    posts = organisation(session).posts
    wanted = {post.account for post in posts if post.role in plan.posts}
    had = set(session.exec(select(BulletinSent.account).where(BulletinSent.day == today)).all())
    if wanted <= had:
        return 0
    open_accounts = select(Account).where(
        col(Account.username).in_(sorted(wanted - had)), col(Account.disabled_at).is_(None)
    )
    told = 0
    for account in session.exec(open_accounts.order_by(col(Account.username))).all():
        last = session.exec(select(func.max(BulletinSent.day)).where(BulletinSent.account == account.username)).one()
        since = datetime.combine(last, plan.at, ZONE) if last else work.now - ONE_DAY
        found = counts(session, access.reader(session, account), max(since, work.now - _LONGEST), work.now)
        body = f"新到 {found.came} 件，今日到期 {found.due} 件，逾期 {found.late} 件。"
        session.add(BulletinSent(account=account.username, day=today))
        notify.enqueue(work, [account.username], Message("", NoticeKind.BULLETIN, "今日简报", body))
        told += 1
    session.flush()
    return told
