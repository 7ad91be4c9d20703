"""What Prometheus reads of this process and of the centre. Labels are names of routes, methods, codes and jobs: never a
person, a number or an address."""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.contract.v1 import API
from server.core.centre import Centre
from server.core.database import reading
from server.monitoring import service
from server.notify.hub import Hub

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10)
#: routes whose success is a matter more
_REGISTERING = frozenset({f"{API}/petitions", f"{API}/petitions/received"})


class Figures:
    """Counters of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "hall_requests", "Requests answered.", ("method", "route", "code"), registry=self.registry
        )
        self.seconds = Histogram(
            "hall_request_seconds",
            "Time to an answer; streams not counted.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.registrations = Counter("hall_registrations", "Registrations answered.", registry=self.registry)


class Counting:
    """ASGI middleware: counts answers by the route that gave them."""

    def __init__(self, app: ASGIApp, *, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        streaming = False

        async def counted(message: Message) -> None:
            nonlocal streaming
            if message["type"] == "http.response.start":
                code = int(message["status"])
                headers = dict(message.get("headers", ()))
                streaming = headers.get(b"content-type", b"").startswith(b"text/event-stream")
                route = _route(scope)
                self._figures.requests.labels(_method(scope), route, str(code)).inc()
                if route in _REGISTERING and scope["method"] == "POST" and code < 300:
                    self._figures.registrations.inc()
                if not streaming:
                    self._figures.seconds.labels(route).observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, counted)


def _route(scope: Scope) -> str:
    """Return the pattern of the route: addresses themselves hold ids."""
    found = scope.get("route")
    return str(getattr(found, "path", "")) or "other"


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"


class CentreCollector(Collector):
    """Asked at every scrape: open pages of this process, and what the database says of the worker and the outbox."""

    def __init__(self, centre: Centre, hub: Hub) -> None:
        self._centre = centre
        self._hub = hub

    def describe(self) -> list[GaugeMetricFamily]:
        # named here so that registering does not ask the database
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("hall_streams", "Open pages of this process.", self._hub.streams)
        yield _gauge("hall_streams_dropped", "Pages dropped because they read too slowly.", self._hub.dropped)
        yield _gauge("hall_notice_line_up", "1 while this process hears of notices of others.", self._hub.listening)
        try:
            yield from self._of_the_centre()
        except SQLAlchemyError:
            yield _gauge("hall_database_up", "1 while the database answers.", 0)

    def _of_the_centre(self) -> Iterator[GaugeMetricFamily]:
        now = self._centre.clock()
        with reading(self._centre.engine) as session:
            outbox, beats = service.outbox(session, now), service.beats(session)
        yield _gauge("hall_database_up", "1 while the database answers.", 1)
        yield _gauge("hall_outbox_waiting", "Notices and sendings whose time has come.", outbox.waiting)
        yield _gauge("hall_outbox_lag_seconds", "How long the oldest of them waits.", outbox.lag_seconds)
        yield _gauge("hall_notices_failed", "Sendings given up and not tried again.", outbox.failed)
        age = GaugeMetricFamily("hall_job_age_seconds", "Time since a job of the worker last ran.", labels=("job",))
        handled = GaugeMetricFamily("hall_job_handled", "What a job of the worker has handled.", labels=("job",))
        for job, beat in beats.items():
            age.add_metric((job,), (now - beat.at).total_seconds())
            handled.add_metric((job,), beat.handled)
        yield age
        yield handled
        sweep = beats.get(service.Job.SWEEP)
        yield _gauge(
            "hall_sweep_lateness_seconds",
            "How late the last due clocks were handled, the 99th of a hundred.",
            sweep.late_seconds if sweep else 0,
        )


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float(value))
