"""What was typed into a form whose session had ended comes back after the sign-in, without scripts as well.

Nothing of it is stored. It travels through the sign-in page, sealed for the account whose session it was, and opens for half
an hour; then it is shown with a button that sends it where it was meant to go. Passwords, codes, ticks that confirm, and
files are not kept.

What was typed into a form that is refused with a page of its own stands on that page, to be copied (`written`).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from server.accounts import service as accounts
from server.accounts.asking import COOKIE
from server.core.centre import Centre
from server.core.crypto import KeyTrouble, Vault
from server.core.database import transaction
from server.core.errors import HallError
from server.core.limits import HEAD
from server.core.requests import centre_of
from server.core.work import Work
from server.web.acts import ACTS
from server.web.acts.form import SURE, WRITTEN
from server.web.guard import same_origin

#: how long it opens
KEPT_FOR = timedelta(minutes=30)
#: characters of one form; a longer one is not kept
MOST = 200_000
_LEFT_OUT = frozenset({"csrf", SURE, "password", "old", "new", "again", "code", "factor_code"})
#: from this length on it is something that somebody wrote
_LONG = 12
_WORDS: dict[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "id_number": ("证件号码", "Number of the document"),
    "phone": ("电话", "Phone"),
    "address": ("住址", "Address"),
    "summary": ("情况", "What happened"),
    "requests": ("诉求", "Requests"),
    "units": ("被反映的单位", "Units complained of"),
    "persons": ("被反映的人", "Persons complained of"),
    "place": ("问题发生地", "Place"),
    "text": ("内容", "Text"),
    "theme": ("主题", "Theme"),
    "title": ("标题", "Title"),
    "reason": ("理由", "Reasons"),
    "note": ("说明", "Note"),
}
_OTHER = ("内容", "What you wrote")


class Kept(BaseModel):
    """A form as it was sent. `action` is where it goes, `page` where it stood."""

    action: str
    page: str
    fields: list[tuple[str, str]]
    files: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One field: shown with its words when somebody wrote it, else carried along."""

    name: str
    value: str
    words: tuple[str, str] | None


async def sealed(request: Request, page: str) -> str:
    """Return the form of this request, sealed for whoever's session has ended; "" when there is nothing to keep, or when
    the form did not come from a page of that session. Call once the body was read."""
    if request.method != "POST" or not request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return ""
    try:
        same_origin(request)
    except HallError:
        return ""
    form = await request.form()
    said = [(name, str(value)) for name, value in form.multi_items() if not isinstance(value, UploadFile)]
    fields = [(name, value) for name, value in said if name not in _LEFT_OUT and value]
    if not any(_written(request.url.path, *one) for one in fields):
        return ""
    centre = centre_of(request)
    now = centre.clock()
    kept = Kept(
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        page=page,
        fields=fields,
        files=any(isinstance(value, UploadFile) and value.size for _, value in form.multi_items()),
        until=now + KEPT_FOR,
    )
    if sum(len(name) + len(value) for name, value in fields) > MOST:
        return ""
    owner = await run_in_threadpool(_owner, centre, request.cookies.get(COOKIE, ""), dict(said), now)
    if not owner:
        return ""
    return base64.urlsafe_b64encode(centre.vault.seal_text(kept.model_dump_json(), _context(owner))).decode()


async def written(request: Request) -> list[Line]:
    """Return what somebody wrote into the form of this request, and nothing else: it is the same whatever the answer."""
    path = request.url.path
    every = (Line(name, value, _written(path, name, value)) for name, value in _worth(_texts(await _sent(request))))
    return [one for one in every if one.words]


def opened(vault: Vault, text: str, account: str, now: datetime) -> Kept | None:
    """Return what was kept for this account; None when it was another's, is too old, or is not ours."""
    try:
        found = Kept.model_validate_json(vault.open_text(base64.urlsafe_b64decode(text.encode()), _context(account)))
    except (KeyTrouble, ValidationError, binascii.Error, ValueError):
        # whoever sends what was not sealed for this account is shown nothing of it
        return None
    return found if now <= found.until else None


def lines(kept: Kept) -> list[Line]:
    """Return the fields as they are shown."""
    path = kept.action.partition("?")[0]
    return [Line(name, value, _written(path, name, value)) for name, value in kept.fields]


async def _sent(request: Request) -> FormData:
    """Return the form of this request, empty when there is none or another site sent it. Call once the body was read."""
    if request.method != "POST" or not request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return FormData()
    try:
        same_origin(request)
    except HallError:
        return FormData()
    if HEAD in request.scope:
        return await _beginning(request)
    return await request.form()


async def _beginning(request: Request) -> FormData:
    """Return the fields that came whole before a body grew too large."""

    async def stream() -> AsyncGenerator[bytes, None]:
        yield request.scope[HEAD]
        # ends the reading here, which closes the file that is left open
        raise MultiPartException("cut off")

    parser = MultiPartParser(request.headers, stream())
    try:
        return await parser.parse()
    except (MultiPartException, KeyError):
        return FormData(parser.items)


def _texts(form: FormData) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in form.multi_items() if not isinstance(value, UploadFile)]


def _worth(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in said if name not in _LEFT_OUT and value]


def _owner(centre: Centre, token: str, said: dict[str, str], now: datetime) -> str:
    """Return whose session the form came from, "" when it bears no token of it."""
    with transaction(centre.engine, centre.domain) as session:
        row = accounts.ended(Work(session, centre, now, "public"), token)
        return row.account if row is not None and accounts.same_secret(row.csrf, said.get("csrf", "")) else ""


def _written(path: str, name: str, value: str) -> tuple[str, str] | None:
    """Return what a field is called that somebody wrote; None for one that was chosen or comes with the page."""
    step = path.rpartition("/")[2]
    for act in ACTS.values():
        if path.endswith(f"/steps/{act.choice}") and act.choice == step:
            return next(
                ((one.text, one.text_en) for one in act.fields if one.name == name and one.kind in WRITTEN), None
            )
    if name in _WORDS:
        return _WORDS[name]
    return _OTHER if len(value) >= _LONG and not value.isascii() else None


def _context(account: str) -> str:
    return f"web.kept:{account}"
