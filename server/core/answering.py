"""Answers of JSON routes become bytes where they are made, and what was decided is committed there: in the thread of the
endpoint.

FastAPI would send them through another thread to check what the type checker has checked already, and the commit
through a third.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute

from server.contract.v1.base import Answer
from server.core.database import finish
from server.core.work import Work


class Said(APIRoute):
    """Route of an endpoint that returns an `Answer`. The documentation still shows its type."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        status = options.get("status_code") or 200
        said = endpoint if inspect.iscoroutinefunction(endpoint) else _saying(endpoint, status)
        super().__init__(path, said, **options)


def _saying(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    @functools.wraps(endpoint)
    def said(*args: Any, **values: Any) -> Any:
        found = endpoint(*args, **values)
        if not isinstance(found, Answer):
            return found
        # aliases as FastAPI says them
        response = Response(found.model_dump_json(by_alias=True), status, media_type="application/json")
        for value in values.values():
            if isinstance(value, Work):
                finish(value.session)
        return response

    return said
