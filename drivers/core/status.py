"""The status of a device as a closed union; match it exhaustively and end with `assert_never`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ready:
    """The device answers and can work. `detail` names it: model, serial number, firmware."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """The device, its port or its service is not there. `cause` and `remedy` are sentences for an office."""

    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """The device is there and does not work. `cause` and `remedy` are sentences for an office."""

    cause: str
    remedy: str


Status = Ready | Absent | Faulty
