"""What every route declares: `dependencies=[permit(Action.READ_CASES)]`. A test reads the declarations of all routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends

from server.accounts.asking import SignedIn, optional_account
from server.accounts.permissions import Action, Actor, Door, may
from server.accounts.tables import Role
from server.contract.v1 import ErrorCode
from server.core.errors import HallError


@dataclass(frozen=True, slots=True)
class Permit:
    """Refuses people whose role does not have the action. Nobody at all is sent to the sign-in by the route itself,
    which asks for the person; terminals are asked for their signature there too."""

    action: Action

    async def __call__(self, signed_in: Annotated[SignedIn | None, Depends(optional_account)]) -> None:
        if signed_in is not None and not may(Actor(Role(signed_in.account.role)), self.action):
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

    async def __call__(self) -> None:
        assert may(Actor(Door.PUBLIC), self.action) or may(Actor(Door.KIOSK), self.action)


def permit(action: Action) -> Any:
    """Return the dependency that declares and enforces an action."""
    return Depends(OpenDoor(action) if action in (Action.VISIT, Action.TERMINAL) else Permit(action))
