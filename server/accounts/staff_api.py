"""JSON routes of the three administrators: accounts and terminals, roles and locks, the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from server.accounts import enrolment, kiosks, staff
from server.accounts.asking import AccountDep, ProvedDep, SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Account, Kiosk, Role
from server.audit import looking, searching
from server.audit import service as audit
from server.contract.v1 import API
from server.contract.v1.base import Answer, AwareDatetime
from server.contract.v1.base import Request as Message
from server.contract.v1.kiosks import Enrolled, EnrolRequest
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work

router = APIRouter(prefix=API, tags=["administration"])
_ADMINISTER, _GRANT, _AUDIT = ([permit(one)] for one in (Action.ADMINISTER, Action.GRANT, Action.READ_AUDIT))
_READ = [permit(Action.READ_ACCOUNTS)]
Username = Annotated[str, Path(max_length=60)]


class NewAccount(Message):
    username: str = Field(min_length=2, max_length=60, pattern=r"^[a-z0-9][a-z0-9._-]*$")
    display: str = Field(min_length=1, max_length=60)
    role: Role
    unit: str = Field(default="", max_length=40)


class RoleRequest(Message):
    role: Role


class Description(Message):
    display: str = Field(min_length=1, max_length=60)
    unit: str = Field(default="", max_length=40)


class AccountView(Answer):
    username: str
    display: str
    role: str
    unit: str
    #: False until the security officer has granted the role, and after it was closed
    open: bool
    second_factor: bool
    #: wrong passwords: until then; null when not
    locked_until: datetime | None = None


class Accounts(Answer):
    items: tuple[AccountView, ...]


class FirstPassword(Answer):
    """Told to the person once; changed at the first sign-in."""

    username: str
    password: str


class KioskView(Answer):
    id: str
    name: str
    region: str
    enrolled_at: datetime
    revoked_at: datetime | None


class NewKiosk(Message):
    name: str = Field(min_length=1, max_length=60)
    region: str = Field(pattern=r"^(\d{6}|\d{9}|\d{12})$")


class Invitation(Answer):
    """Good once, for a day: `hall enrol --code`."""

    code: str


class Kiosks(Answer):
    items: tuple[KioskView, ...]


class AuditLine(Answer):
    at: datetime
    actor: str
    action: str
    object: str


class AuditLines(Answer):
    items: tuple[AuditLine, ...]
    #: asked for with the next page; "" when this is the last
    after: str = ""


class AuditLook(Answer):
    """What the worker found when it read the whole trail last."""

    at: AwareDatetime
    #: it covered the first so many records
    records: int
    #: "" when it was sound
    first_break: str


class AuditState(Answer):
    """Read in the same time however long the trail is; `hall admin audit verify` reads all of it."""

    #: sound at the worker's last look, and at the newest records now
    ok: bool
    #: breaks among the newest records
    trouble: tuple[str, ...]
    #: records in the trail now
    records: int = 0
    #: None until the worker has looked for the first time
    looked: AuditLook | None = None


@router.get("/accounts", dependencies=_READ)
def every(who: AccountDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Accounts:
    return Accounts(items=tuple(_account(one) for one in staff.every(_work(who, session, centre, now))))


@router.post("/accounts", status_code=201, dependencies=_ADMINISTER)
def propose(body: NewAccount, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> FirstPassword:
    work = _work(who, session, centre, now)
    account, password = staff.propose(work, body.username, body.display, body.role, body.unit)
    return FirstPassword(username=account.username, password=password)


@router.post("/accounts/{username}/description", dependencies=_ADMINISTER)
def describe(
    username: Username, body: Description, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> AccountView:
    """Change the name shown to colleagues and the unit; the role is the security officer's."""
    work = _work(who, session, centre, now)
    return _account(staff.describe(work, who.account.username, username, body.display, body.unit))


@router.post("/accounts/{username}/sessions/end", status_code=204, dependencies=_READ)
def end_sessions(username: Username, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    staff.end_sessions(_work(who, session, centre, now), who.account.username, username)


@router.post("/accounts/{username}/close", dependencies=_ADMINISTER)
def close(username: Username, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> AccountView:
    return _account(staff.close(_work(who, session, centre, now), who.account.username, username))


@router.post("/accounts/{username}/password", dependencies=_ADMINISTER)
def reset_password(
    username: Username, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> FirstPassword:
    password = staff.reset_password(_work(who, session, centre, now), who.account.username, username)
    return FirstPassword(username=username, password=password)


@router.post("/accounts/{username}/role", dependencies=_GRANT)
def grant(
    username: Username, body: RoleRequest, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> AccountView:
    return _account(staff.grant(_work(who, session, centre, now), who.account.username, username, body.role))


@router.post("/accounts/{username}/unlock", dependencies=_GRANT)
def unlock(username: Username, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> AccountView:
    return _account(staff.unlock(_work(who, session, centre, now), who.account.username, username))


@router.post("/accounts/{username}/factor/reset", dependencies=_GRANT)
def reset_factor(
    username: Username, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> AccountView:
    return _account(staff.reset_factor(_work(who, session, centre, now), who.account.username, username))


@router.post("/kiosks/invitations", status_code=201, dependencies=_ADMINISTER)
def invite(body: NewKiosk, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Invitation:
    return Invitation(code=enrolment.invite(_work(who, session, centre, now), body.name, body.region))


@router.post("/kiosk/enrol", dependencies=[permit(Action.VISIT, signs_in=True)])
def enrol(body: EnrolRequest, session: SessionDep, centre: CentreDep, now: NowDep) -> Enrolled:
    kiosk = enrolment.accept(Work(session, centre, now, "public"), body)
    return Enrolled(kiosk_id=kiosk.id, name=kiosk.name, region=kiosk.region)


@router.get("/kiosks", dependencies=_ADMINISTER)
def every_kiosk(_who: AccountDep, session: SessionDep) -> Kiosks:
    return Kiosks(items=tuple(_kiosk(one) for one in kiosks.every(session)))


@router.post("/kiosks/{kiosk_id}/revoke", status_code=204, dependencies=_ADMINISTER)
def revoke(kiosk_id: Username, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    kiosks.revoke(_work(who, session, centre, now), kiosk_id)


@router.get("/audit", dependencies=_AUDIT)
def search(
    who: AccountDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    actor: Annotated[str, Query(max_length=80)] = "",
    action: Annotated[str, Query(max_length=60)] = "",
    what: Annotated[str, Query(max_length=80)] = "",
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Annotated[str, Query(max_length=60)] = "",
) -> AuditLines:
    """Newest first. `actor`, `action` and `what` may end in *; `after` is what the page before answered. Searching is
    recorded too."""
    wanted = searching.Wanted(actor, action, what, since, until, searching.place_of(after))
    found = searching.search(session, wanted, limit + 1)
    audit.record(_work(who, session, centre, now), "audit.searched", "audit:records")
    shown = found[:limit]
    return AuditLines(
        items=tuple(AuditLine.model_validate(one, from_attributes=True) for one in shown),
        after=searching.place(shown[-1]) if len(found) > limit else "",
    )


@router.get("/audit/state", dependencies=_AUDIT)
def state(who: AccountDep, session: SessionDep, centre: CentreDep, now: NowDep) -> AuditState:
    work = _work(who, session, centre, now)
    found = looking.state(work)
    audit.record(work, "audit.read", "audit:state")
    looked = AuditLook.model_validate(found.looked, from_attributes=True) if found.looked else None
    return AuditState(ok=found.ok, trouble=found.trouble, records=found.records, looked=looked)


def _work(person: SignedIn, session: SessionDep, centre: CentreDep, now: datetime) -> Work:
    return Work(session, centre, now, f"account:{person.account.username}")


def _account(one: Account) -> AccountView:
    return AccountView(
        username=one.username,
        display=one.display,
        role=one.role,
        unit=one.unit,
        open=one.disabled_at is None,
        second_factor=one.totp_confirmed,
        locked_until=one.locked_until,
    )


def _kiosk(one: Kiosk) -> KioskView:
    return KioskView(
        id=one.id, name=one.name, region=one.region, enrolled_at=one.enrolled_at, revoked_at=one.revoked_at
    )
