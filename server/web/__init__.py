"""Pages for staff, units, leaders and citizens: rendered here, complete without scripts, livelier with them."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from server.web import api, failures
from server.web.headers import SecurityHeaders
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

#: built once a process, however many centres it serves: FastAPI works every route out anew for each inclusion
_ROUTES = APIRouter()
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
    _ROUTES.include_router(_part.router, include_in_schema=False)
for _part in (leader, instructions, supervision, reports):
    _ROUTES.include_router(_part.router, include_in_schema=False)
for _part in (admin_home, rows, catalogue, limits, wording, people, terminals, records, files):
    _ROUTES.include_router(_part.router, include_in_schema=False)
# its list of keys is for programs, and says itself what is a page
_ROUTES.include_router(receipts.router)
_ROUTES.include_router(api.router)
_ROUTES.include_router(progress.json_router)
_ROUTES.include_router(shell.router, include_in_schema=False)


def mount(app: FastAPI, *, demo_password: str = "") -> None:
    """Add the pages to the application. Call last: failures of pages are answered before the handlers already there.

    `demo_password` is shown on the sign-in page of a demonstration, and of no other centre.
    """
    app.state.demo_password = demo_password
    app.router.routes.extend(_ROUTES.routes)
    app.mount(URL, HashedFiles(directory=FOLDER), name="static")
    app.add_middleware(SecurityHeaders)
    failures.install(app)
