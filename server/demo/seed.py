"""Load the demo county; doing it again changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import select

from server.accounts import service as accounts
from server.accounts.tables import Account, Kiosk, Role
from server.core.centre import remember_key
from server.core.work import Work
from server.routing.catalogue import load_catalogue
from server.units.tables import Post, PostRole, Region, Unit

COUNTY = Path(__file__).parent / "county"
#: of every demo account; it is public, so a database with it is marked as demo and never serves a real hall
PASSWORD = "demo-hall-2026"

_ROLES = {
    PostRole.DUTY_OFFICER: Role.DUTY_OFFICER,
    PostRole.LEADER_IN_CHARGE: Role.LEADER,
    PostRole.CONVENOR: Role.CONVENOR,
    PostRole.HEAD: Role.UNIT_HEAD,
}


#: those who keep the centre itself; each may do what the others may not
_KEEPERS = (
    ("admin", "演示管理员", Role.ADMINISTRATOR),
    ("security", "演示安全管理员", Role.SECURITY),
    ("audit", "演示审计员", Role.AUDITOR),
)


class NotADemoDatabase(Exception):
    """This database holds data of a real hall; demo accounts must not get into it."""


def seed(work: Work, county: Path = COUNTY) -> int:
    """Load regions, units, posts, accounts and catalogue; return the number of accounts.

    Raise `NotADemoDatabase` when units, accounts or kiosks are there that the demo did not bring.
    """
    installation = remember_key(work.centre, work.session)
    if not installation.demo and any(
        work.session.exec(select(table).limit(1)).first() is not None for table in (Unit, Account, Kiosk)
    ):
        raise NotADemoDatabase(
            "数据库中已有正式数据，不能装入演示数据 · The database holds data of a real hall; use another --data folder."
        )
    installation.demo = True
    work.session.add(installation)
    for row in _rows(county / "regions.csv"):
        work.session.merge(Region(**row))
    for row in _rows(county / "units.csv"):
        work.session.merge(Unit(**row))
    work.session.flush()
    known = set(work.session.exec(select(Account.username)).all())
    secret = accounts.hash_password(PASSWORD)
    posts = list(_rows(county / "posts.csv"))
    for row in posts:
        role = PostRole(row["role"])
        work.session.merge(Post(unit=row["unit"], role=role, account=row["username"], holder=row["display"]))
        if row["username"] not in known:
            known.add(row["username"])
            work.session.add(
                Account(
                    username=row["username"],
                    display=row["display"],
                    role=_ROLES[role],
                    unit=row["unit"],
                    password_hash=secret,
                    demo=True,
                )
            )
    for username, display, keeper in _KEEPERS:
        if username not in known:
            known.add(username)
            account = Account(username=username, display=display, role=keeper, password_hash=secret, demo=True)
            work.session.add(account)
    load_catalogue(work.session, county / "catalogue.csv")
    return len(known)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
