"""Who stands in for whom (副职、代班): told, in this order, when a person leaves a notice unread. Each change is kept with
what was before and can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.work import Work
from server.notify.tables import Deputy
from server.revisions import service as revisions
from server.revisions.service import Change, State
from server.revisions.tables import ChangeAct, ChangeKind
from server.units.organisation import organisation

#: more are not told in turn before the matter is late
MOST = 9


def of(session: Session, account: str) -> tuple[str, ...]:
    """Return who was named to stand in for this person, in order."""
    named = select(Deputy.deputy).where(Deputy.account == account).order_by(col(Deputy.rank), col(Deputy.deputy))
    return tuple(session.exec(named).all())


def colleagues(session: Session, account: str) -> tuple[str, ...]:
    """Return whom this person may choose: who holds a post in one of the person's own units."""
    known = organisation(session)
    mine = known.posts_of_account.get(account, ())
    found = {post.account for held in mine for post in known.posts_of_unit.get(held.unit, ())}
    return tuple(sorted(found - {account}))


def states(session: Session, keys: Sequence[str]) -> dict[str, State]:
    return {key: {"deputies": list(named)} if (named := of(session, key)) else None for key in keys}


def choose(work: Work, account: str, deputies: Sequence[str]) -> str:
    """The person names the own deputies; as `name`, and FORBIDDEN for somebody of another unit who is not one already."""
    strangers = set(deputies) - set(colleagues(work.session, account)) - set(of(work.session, account))
    if strangers:
        raise HallError(
            ErrorCode.FORBIDDEN,
            "只能从本单位的任职人员中指定代班人。",
            "A deputy of your own choice holds a post in your unit.",
            "其他单位的人员请由管理员指定 · Ask the administrator for somebody of another unit.",
        )
    return name(work, account, deputies)


def name(work: Work, account: str, deputies: Sequence[str]) -> str:
    """Bring the deputies of a person to this list; return the batch of the change, "" when nothing differs.

    Raise INVALID_REQUEST unless all are people who hold posts, each named once, and never the person.
    """
    return put(work, {account: {"deputies": list(deputies)} if deputies else None})


def put(work: Work, wanted: Mapping[str, State], act: ChangeAct = ChangeAct.CHANGED, *, undoes: str = "") -> str:
    """As `name`, for several people at once."""
    revisions.alone(work)
    before = states(work.session, list(wanted))
    for account, state in wanted.items():
        named = [] if state is None else [str(one) for one in state["deputies"]]
        _check(work.session, account, named)
        for row in work.session.exec(select(Deputy).where(Deputy.account == account)).all():
            work.session.delete(row)
        work.session.flush()
        work.session.add_all(Deputy(account=account, deputy=one, rank=rank) for rank, one in enumerate(named))
    work.session.flush()
    now = states(work.session, list(wanted))
    changes = [Change(key, before[key], now[key]) for key in wanted]
    return revisions.note(work, ChangeKind.DEPUTIES, changes, act, undoes=undoes)


def _check(session: Session, account: str, named: Sequence[str]) -> None:
    holders = organisation(session).posts_of_account
    if (
        len(named) > MOST
        or len(set(named)) < len(named)
        or account in named
        or any(one not in holders for one in [*named, *([account] if named else [])])
    ):
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"本人和代班人应为担任职务的不同人员，最多 {MOST} 人。",
            f"A person and the deputies are different people who hold posts, {MOST} at most.",
            "请核对用户名 · Check the user names.",
            fields=("deputies",),
        )
