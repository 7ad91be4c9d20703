"""Pages for staff, units, leaders and citizens: rendered here, complete without scripts, livelier with them."""

from __future__ import annotations

from fastapi import FastAPI

from server.web import api, failures
from server.web.headers import SecurityHeaders
from server.web.pages import account, case, desk, home, inbox, login, notices, progress, receipts, steps
from server.web.statics import FOLDER, URL, HashedFiles


def mount(app: FastAPI, *, demo_password: str = "") -> None:
    """Add the pages to the application. Call last: failures of pages are answered before the handlers already there.

    `demo_password` is shown on the sign-in page of a demonstration, and of no other centre.
    """
    app.state.demo_password = demo_password
    for part in (home, login, account, inbox, notices, desk, case, steps, progress):
        app.include_router(part.router, include_in_schema=False)
    # its list of keys is for programs, and says itself what is a page
    app.include_router(receipts.router)
    app.include_router(api.router)
    app.mount(URL, HashedFiles(directory=FOLDER), name="static")
    app.add_middleware(SecurityHeaders)
    failures.install(app)
