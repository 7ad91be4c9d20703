"""Who stands in for whom: a person names the own deputies, the administrator those of anybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from server.accounts.asking import AccountDep, ChangingDep
from server.accounts.naming import names
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Account
from server.administration.api import Done
from server.administration.doors import ChangingWork, LookingWork
from server.contract.v1 import API
from server.contract.v1.base import Answer
from server.contract.v1.base import Request as Message
from server.core.errors import not_found
from server.core.work import Work
from server.notify import deputies

router = APIRouter(prefix=API, tags=["notices"])
_OWN, _ADMINISTER, _READ = ([permit(one)] for one in (Action.OWN_ACCOUNT, Action.ADMINISTER, Action.READ_ACCOUNTS))
Username = Annotated[str, Path(max_length=60)]


class DeputyView(Answer):
    account: str
    display: str


class Deputies(Answer):
    """In the order in which they are told. `choice`: colleagues the person may name."""

    items: tuple[DeputyView, ...]
    choice: tuple[DeputyView, ...]


class DeputiesRequest(Message):
    """User names in the order in which they are told; empty: nobody was named, and it climbs by post."""

    deputies: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = Field(max_length=deputies.MOST)


@router.get("/deputies", dependencies=_OWN)
def mine(who: AccountDep, work: LookingWork) -> Deputies:
    return view(work, who.account.username)


@router.put("/deputies", dependencies=_OWN)
def choose(body: DeputiesRequest, who: ChangingDep, work: ChangingWork) -> Done:
    """Colleagues with a post in one of the own units; FORBIDDEN for others."""
    return Done(batch=deputies.choose(work, who.account.username, body.deputies))


@router.get("/admin/deputies/{username}", dependencies=_READ)
def of_somebody(username: Username, work: LookingWork) -> Deputies:
    _known(work, username)
    return view(work, username)


@router.put("/admin/deputies/{username}", dependencies=_ADMINISTER)
def name(username: Username, body: DeputiesRequest, work: ChangingWork) -> Done:
    """Anybody with a post; undone like every change of the administration."""
    _known(work, username)
    return Done(batch=deputies.name(work, username, body.deputies))


def view(work: Work, username: str) -> Deputies:
    named, choice = deputies.of(work.session, username), deputies.colleagues(work.session, username)
    known = names(work.session, {*named, *choice})
    return Deputies(
        items=tuple(DeputyView(account=one, display=known.get(one, one)) for one in named),
        choice=tuple(DeputyView(account=one, display=known.get(one, one)) for one in choice),
    )


def _known(work: Work, username: str) -> None:
    if work.session.get(Account, username) is None:
        raise not_found()
