"""Every route of the application with everything it depends on, as FastAPI will call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

#: (method, path) of routes that FastAPI makes by itself
OWN = {("GET", "/openapi.json"), ("HEAD", "/openapi.json")}


@dataclass(frozen=True)
class Door:
    method: str
    path: str
    calls: tuple[Callable[..., Any], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors(app: FastAPI) -> list[Door]:
    return [door for route in app.routes for door in _doors(route) if (door.method, door.path) not in OWN]


def _doors(route: Any) -> Iterator[Door]:
    dependant = getattr(route, "dependant", None)
    for method in sorted(getattr(route, "methods", None) or ()):
        yield Door(method, route.path, tuple(_calls(dependant)) if dependant is not None else ())


def _calls(dependant: Any) -> Iterator[Callable[..., Any]]:
    if dependant.call is not None:
        yield dependant.call
    for one in dependant.dependencies:
        yield from _calls(one)
