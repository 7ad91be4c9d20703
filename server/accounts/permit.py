"""What every route declares: `dependencies=[permit(Action.READ_CASES)]`. A test reads the declarations of all routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request

from server.accounts.asking import BegunDep
from server.accounts.permissions import Action, Actor, Door, may
from server.accounts.tables import Role, Stage
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import centre_of


@dataclass(frozen=True, slots=True)
class Permit:
    """Refuses people whose role does not have the action. Nobody at all is sent to the sign-in by the route itself,
    which asks for the person; terminals are asked for their signature there too."""

    action: Action

    async def __call__(self, begun: BegunDep) -> None:
        if begun is None or begun.row.stage != Stage.FULL:
            return
        begun.work.centre.rates.session.take(begun.row.token_hash)
        if not may(Actor(Role(begun.account.role)), self.action):
            raise HallError(
                ErrorCode.FORBIDDEN,
                "您的岗位不能进行这一操作。",
                "This is not open to your role.",
                "请由相应岗位办理 · Ask somebody whose role it is.",
            )


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """Declares a route that no account is needed for; who comes with one is asked nothing."""

    action: Action
    #: tries a password or a code of enrolment
    signs_in: bool = False

    async def __call__(self, request: Request) -> None:
        assert may(Actor(Door.PUBLIC), self.action) or may(Actor(Door.KIOSK), self.action)
        if self.action is Action.VISIT:
            rates = centre_of(request).rates
            rate = rates.sign_in if self.signs_in else rates.public
            rate.take(request.client.host if request.client else "")


def permit(action: Action, *, signs_in: bool = False) -> Any:
    """Return the dependency that declares and enforces an action, and counts how often."""
    return Depends(OpenDoor(action, signs_in) if action in (Action.VISIT, Action.TERMINAL) else Permit(action))
