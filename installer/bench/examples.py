"""A centre of the demo county with an account of every role, for pictures of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from installer.bench.loading import Say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.core.centre import Centre


@dataclass(frozen=True, slots=True)
class Examples:
    app: FastAPI
    password: str
    #: name of the picture, who looks ("" for anybody), address
    places: tuple[tuple[str, str, str], ...]
    #: one account of each role
    staff: Mapping[str, str]
    #: what a place in the address of a page may be, likeliest first
    values: Mapping[str, tuple[str, ...]]
    #: what a page is asked for besides, by its declared path
    queries: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _, _ in self.places)

    def role_of(self, username: str) -> str:
        return next((role for role, name in self.staff.items() if name == username), "public")


@contextmanager
def examples(database: str = "", cases: int = 0, say: Say = lambda _: None) -> Iterator[Examples]:
    """`cases`: matters of a past that are filled in first; `say` is told how far that is."""
    from installer.bench.centre import empty_centre
    from installer.bench.filling import fill_up
    from installer.bench.matters import fill
    from server.analysis import counting
    from server.app import create_app
    from server.demo import seed
    from server.wording import templates

    with empty_centre(database) as centre:
        fill_up(centre, cases, say)
        filled = fill(centre)
        counting.refresh(centre)
        # leaders come in with a password alone: their telephones are not in the picture
        app = create_app(centre.settings.model_copy(update={"second_factor": "offered"}))
        yield Examples(
            app,
            seed.PASSWORD,
            filled.places,
            staff(centre),
            {
                "case_id": filled.matters,
                "instruction_id": (filled.instruction,),
                "circular_id": (filled.circular,),
            },
            {
                "/progress": filled.slip,
                "/wall": filled.screen,
                "/admin/accounts/account": "?username=renshe.duty",
                "/admin/kiosks/kiosk": f"?which={filled.terminal}",
                "/admin/regime": "?key=fengfeng@2026-1",
                "/admin/wording/text": f"?name={next(iter(templates.EVERY))}",
            },
        )


def staff(centre: Centre) -> dict[str, str]:
    """Return one account of each role, made where the demo county has none."""
    from sqlmodel import select

    from server.accounts import service as accounts
    from server.accounts.tables import Account, Role
    from server.core.database import transaction
    from server.demo import seed
    from server.units.tables import Post, PostRole

    known = {Role.DUTY_OFFICER: "renshe.duty", Role.LEADER: "renshe.leader"}
    with transaction(centre.engine, centre.domain) as session:
        for account in session.exec(select(Account)).all():
            known.setdefault(Role(account.role), account.username)
        secret = accounts.hash_password(seed.PASSWORD)
        for role in set(Role) - known.keys():
            known[role] = f"example.{role.value}"
            unit = "130406-xinfang" if role in (Role.WINDOW, Role.SCREENING) else "130406-gov"
            display = f"示例（{role.value}）"
            session.add(
                Account(username=known[role], role=role, unit=unit, display=display, password_hash=secret, demo=True)
            )
            session.flush()
            if unit == "130406-xinfang":
                session.add(Post(unit=unit, role=PostRole.DUTY_OFFICER, account=known[role], holder=display))
    return {role.value: known[role] for role in Role}
