"""Pages for staff, units, leaders and citizens: rendered here, complete without scripts, livelier with them."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from server.web import api, failures
from server.web.headers import SecurityHeaders
from server.web.packing import Packing
from server.web.pages import (
    account,
    calling,
    case,
    desk,
    displays,
    duty,
    handover,
    home,
    inbox,
    instructions,
    leader,
    login,
    notices,
    presence,
    progress,
    receipts,
    reception,
    register,
    reports,
    search,
    shell,
    steps,
    supervision,
    viewer,
    wall,
)
from server.web.pages.admin import catalogue, files, limits, people, records, rows, terminals, wording
from server.web.pages.admin import home as admin_home
from server.web.statics import FOLDER, URL, HashedFiles


def _pages(router: APIRouter) -> Iterator[BaseRoute]:
    """The routes of a page, which the description of the interface does not name."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.include_in_schema = False
        yield route


#: one flat list, see `server/app.py`
_ROUTES: list[BaseRoute] = []
for _part in (
    home,
    login,
    account,
    inbox,
    notices,
    desk,
    case,
    steps,
    progress,
    calling,
    displays,
    wall,
    presence,
    duty,
    reception,
    handover,
    register,
    search,
    viewer,
):
    _ROUTES.extend(_pages(_part.router))
for _part in (leader, instructions, supervision, reports):
    _ROUTES.extend(_pages(_part.router))
for _part in (admin_home, rows, catalogue, limits, wording, people, terminals, records, files):
    _ROUTES.extend(_pages(_part.router))
# its list of keys is for programs, and says itself what is a page
_ROUTES.extend(receipts.router.routes)
_ROUTES.extend(api.router.routes)
_ROUTES.extend(progress.json_router.routes)
_ROUTES.extend(_pages(shell.router))


def mount(app: FastAPI, *, demo_password: str = "") -> None:
    """Add the pages to the application. Call last: failures of pages are answered before the handlers already there.

    `demo_password` is shown on the sign-in page of a demonstration, and of no other centre.
    """
    app.state.demo_password = demo_password
    app.router.routes.extend(_ROUTES)
    app.mount(URL, HashedFiles(directory=FOLDER), name="static")
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Packing)
    failures.install(app)
