"""Composition root of a web process: a table of contents of what it serves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.routing import BaseRoute

from server.accounts.api import router as accounts
from server.accounts.remote_api import router as terminals
from server.accounts.staff_api import router as staff
from server.administration.api import router as administration
from server.administration.deputies_api import router as deputies
from server.administration.rules_api import router as rules
from server.analysis.api import router as reports
from server.calling.api import call_routes
from server.cases.api import router as cases
from server.cases.changes import changed
from server.cases.configuration import domain_settings
from server.cases.visible import seen, visible_case
from server.cases.wall_api import router as wall
from server.clocks.api import clock_routes
from server.contract.v1 import VERSION
from server.core import errors
from server.core.centre import open_centre
from server.core.limits import BodyLimit
from server.core.settings import ServerSettings
from server.core.time import Clock, wall_clock
from server.demo import seed as demo
from server.exchange.api import router as exchange
from server.instructions.api import router as instructions
from server.monitoring import api as monitoring
from server.notify.api import receipt_routes
from server.notify.api import router as notices
from server.notify.hub import Hub
from server.routing.api import router as routing
from server.supervision.api import router as supervision
from server.web import mount
from server.web.open311 import router as open311

#: a body holds at most one page image, and some room for the JSON of a registration with 60 pages of text
_JSON_BYTES = 6_000_000
#: One flat list, the matters first. A router that is included matches each request twice and walks all of its routes both
#: times; what a request costs before it is answered was a tenth of the whole.
_ROUTES: list[BaseRoute] = []
for _part in (
    cases,
    accounts,
    staff,
    terminals,
    clock_routes(visible_case),
    routing,
    notices,
    exchange,
    administration,
    deputies,
    rules,
    open311,
    instructions,
    supervision,
    reports,
    receipt_routes(visible_case),
    call_routes(seen),
    wall,
):
    _ROUTES.extend(_part.routes)


def create_app(settings: ServerSettings, clock: Clock = wall_clock) -> FastAPI:
    """Build the application; raise `KeyTrouble` when the key does not fit the data. The schema must be up to date."""
    centre = open_centre(settings, clock, domain_settings(settings))
    hub = Hub(centre, changed)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # more at once would only take the interpreter from each other, and hold their locks the longer
        to_thread.current_default_thread_limiter().total_tokens = settings.web_threads
        async with hub.running():
            yield
        centre.engine.dispose()

    # no interactive documentation: its scripts come from the internet, which a hall does not have
    app = FastAPI(title="信访大厅 · Petition hall", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.centre = centre
    app.state.hub = hub
    app.add_middleware(BodyLimit, max_bytes=max(settings.max_page_bytes, _JSON_BYTES))
    errors.install(app)
    monitoring.install(app, centre, hub)
    app.router.routes.extend(_ROUTES)
    mount(app, demo_password=demo.PASSWORD)
    return app
