"""GET /health (this process answers), /ready (it can serve, and what else is wrong), /metrics (Prometheus)."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.contract.v1 import ErrorCode
from server.core import schema
from server.core.centre import Centre
from server.core.database import reading
from server.core.errors import HallError
from server.core.requests import CentreDep
from server.monitoring import service
from server.monitoring.metrics import CentreCollector, Counting, Figures
from server.notify.hub import Hub

#: a worker that was not heard of for so long is down, seconds
WORKER_SECONDS = 30.0
#: notices that wait longer are behind, seconds
LAG_SECONDS = 120.0

router = APIRouter(tags=["health"], dependencies=[permit(Action.VISIT)])


def install(app: FastAPI, centre: Centre, hub: Hub) -> None:
    figures = Figures()
    figures.registry.register(CentreCollector(centre, hub))
    app.state.figures = figures
    app.router.routes.extend(router.routes)
    app.add_middleware(Counting, figures=figures)


@router.get("/health")
@router.get("/healthz", include_in_schema=False)
def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/ready")
@router.get("/readyz", include_in_schema=False)
def ready(centre: CentreDep, request: Request) -> JSONResponse:
    """200 when this process can serve; 503 without the database or with another schema than the program's.

    The worker and the outbox are not needed to serve: trouble with them makes the status `degraded`, with the cause.
    """
    checks: dict[str, dict[str, Any]] = {}
    try:
        checks["migrations"] = _check(schema.is_current(centre.engine), "run: hall server (without --no-migrate)")
        checks["database"] = _check(True)
        now = centre.clock()
        with reading(centre.engine) as session:
            beats, outbox = service.beats(session), service.outbox(session, now)
        for job in service.Job:
            beat = beats.get(job)
            alive = beat is not None and (now - beat.at).total_seconds() <= WORKER_SECONDS
            checks[f"worker_{job}"] = _check(alive, "no sign of life; run: hall worker")
        checks["outbox"] = _check(outbox.lag_seconds <= LAG_SECONDS, "notices wait; is a worker running?")
        checks["outbox"]["lag_seconds"] = round(outbox.lag_seconds, 1)
        checks["failed_notices"] = _check(not outbox.failed, "see: hall admin notices failed")
    except SQLAlchemyError as error:
        checks["database"] = _check(False, type(error).__name__)
    hub = request.app.state.hub
    assert isinstance(hub, Hub)
    checks["notice_line"] = _check(hub.listening, "the line to the other server processes is down")
    serves = all(checks[name]["ok"] for name in ("database", "migrations") if name in checks)
    whole = all(check["ok"] for check in checks.values())
    status = "ok" if whole else "degraded" if serves else "not ready"
    return JSONResponse({"status": status, "checks": checks}, status_code=200 if serves else 503)


def _check(ok: bool, cause: str = "") -> dict[str, Any]:
    return {"ok": True} if ok else {"ok": False, "cause": cause}


@router.get("/metrics", include_in_schema=False)
def metrics(centre: CentreDep, request: Request, authorization: Annotated[str, Header()] = "") -> Response:
    _allow(centre, request, authorization)
    figures = request.app.state.figures
    assert isinstance(figures, Figures)
    return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)


def _allow(centre: Centre, request: Request, authorization: str) -> None:
    """With a token, whoever has it; without one, this machine alone and nobody it speaks for."""
    wanted = f"Bearer {centre.settings.metrics_token}".encode()
    with_token = bool(centre.settings.metrics_token)
    if not (hmac.compare_digest(authorization.encode(), wanted) if with_token else _is_here(request)):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "指标只供监控系统读取。",
            "Metrics are for the monitoring system.",
            "设置 metrics_token，并以 Bearer 令牌读取 · Set metrics_token and send it as a Bearer token.",
        )


def _is_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip")):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
