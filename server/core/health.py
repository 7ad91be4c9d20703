"""Alive (the process answers) and ready (the database answers too)."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.core.database import reading
from server.core.requests import CentreDep

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def ready(centre: CentreDep) -> JSONResponse:
    try:
        with reading(centre.engine) as session:
            session.execute(text("SELECT id FROM installation"))
    except SQLAlchemyError as error:
        return JSONResponse({"status": "not ready", "cause": type(error).__name__}, status_code=503)
    return JSONResponse({"status": "ok"})
