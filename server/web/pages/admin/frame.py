"""What every page of the administration has: its menu by role, how a form is answered, the password asked once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from server.accounts import service as accounts
from server.accounts.api import SignedIn
from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Role
from server.core.errors import STATUS, HallError
from server.core.requests import SessionDep
from server.core.work import Work
from server.routing.scheme import classes
from server.units.organisation import organisation
from server.web.guard import reader_of
from server.web.templating import page

#: what a form field may hold
Short = Annotated[str, Form(max_length=200)]
Long = Annotated[str, Form(max_length=4000)]
Secret = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu."""

    key: str
    href: str
    icon: str
    text: str
    text_en: str
    actions: tuple[Action, ...]


ROOMS = (
    Room("home", "/admin", "shield", "概况", "At a glance", (Action.OVERSEE,)),
    Room("units", "/admin/units", "building", "单位", "Units", (Action.ADMINISTER,)),
    Room("regions", "/admin/regions", "pin", "区划", "Regions", (Action.ADMINISTER,)),
    Room("roster", "/admin/roster", "user", "岗位值班", "Posts", (Action.ADMINISTER,)),
    Room("catalogue", "/admin/catalogue", "route", "责任清单", "Duties", (Action.ADMINISTER,)),
    Room("regimes", "/admin/regimes", "clock", "时限规则", "Regimes", (Action.ADMINISTER,)),
    Room("calendar", "/admin/calendar", "list", "工作日历", "Calendar", (Action.ADMINISTER,)),
    Room("wording", "/admin/wording", "file", "文本模板", "Wording", (Action.ADMINISTER,)),
    Room("accounts", "/admin/accounts", "lock", "账户", "Accounts", (Action.READ_ACCOUNTS,)),
    Room("kiosks", "/admin/kiosks", "image", "终端", "Terminals", (Action.ADMINISTER,)),
    Room("failures", "/admin/failures", "bell", "失败通知", "Failed", (Action.ADMINISTER,)),
    Room("exchange", "/admin/exchange", "arrow", "导入导出", "Import", (Action.ADMINISTER,)),
    Room("history", "/admin/history", "history", "修改记录", "History", (Action.OVERSEE,)),
    Room("audit", "/admin/audit", "search", "审计", "Audit", (Action.READ_AUDIT,)),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says above its content."""

    problem: str = ""
    remedy: str = ""
    done: str = ""
    status: int = 200


QUIET = Said()


def refusal(error: HallError) -> Said:
    told = error.problem
    return Said(problem=f"{told.message} {told.message_en}", remedy=told.remedy, status=STATUS[error.code])


def finished(done: str) -> Said:
    if done == "undone":
        return Said(done="已恢复为修改前的内容 · Undone: as it was before")
    return Said(done="已保存，可在修改记录中撤销 · Saved; it can be undone in the history") if done else QUIET


def rooms_of(role: Role) -> tuple[Room, ...]:
    return tuple(room for room in ROOMS if any(may(Actor(role), action) for action in room.actions))


def show(template: str, work: Work, person: SignedIn, room: str, said: Said = QUIET, **more: object) -> Response:
    """Render a page of the administration."""
    role = Role(person.account.role)
    return page(
        f"admin/{template}",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="admin",
        status=said.status,
        room=room,
        rooms=rooms_of(role),
        said=said,
        proved=accounts.proved(person.row, work.now),
        factor=person.account.totp_confirmed,
        administers=may(Actor(role), Action.ADMINISTER),
        grants=may(Actor(role), Action.GRANT),
        **more,
    )


def attempt(session: SessionDep, act: Callable[[], str], again: Callable[[Said], Response]) -> Response:
    """Act and go to the address it returns; what is refused is shown again with the text that was typed."""
    try:
        address = act()
    except HallError as error:
        session.rollback()
        return again(refusal(error))
    return RedirectResponse(address, status_code=303)


def prove(work: Work, person: SignedIn, password: str, code: str) -> None:
    """Ask for the password once more, unless it was shown just now; raise UNAUTHENTICATED."""
    if not accounts.proved(person.row, work.now):
        accounts.prove(work, person.account, person.row, password, code, person.device)


def unit_names(work: Work) -> dict[str, str]:
    """Return the name of every unit by its code, dissolved ones marked."""
    found = organisation(work.session).units.values()
    return {one.code: f"{one.name}（已撤销）" if one.dissolved_on else one.name for one in found}


def region_names(work: Work) -> dict[str, str]:
    return dict(organisation(work.session).regions)


def class_name(code: str) -> str:
    """Return the name of a branch, a group or a class of the scheme; the code itself where there is none."""
    found = classes().get(code.ljust(6, "0"))
    return " › ".join(found.path) if found else code
