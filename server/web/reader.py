"""Who looks at a page, as the bar above it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    name: str
    role_text: str
    #: "" for somebody who works in no unit
    unit_name: str
