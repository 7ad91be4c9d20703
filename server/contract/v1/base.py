"""The two kinds of message: what a client sends, and what the centre answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import pydantic
from pydantic import AfterValidator, BaseModel, ConfigDict

#: no petition is older or due later; beyond them lie moments that cannot be told in another zone
FIRST_YEAR, LAST_YEAR = 1900, 2200


def within_reach(moment: datetime) -> datetime:
    """Return the moment; raise ValueError outside the years a matter can have."""
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise ValueError(f"a moment before {FIRST_YEAR} or after {LAST_YEAR}")
    return moment


#: a moment with its zone (ISO 8601)
AwareDatetime = Annotated[pydantic.AwareDatetime, AfterValidator(within_reach)]


class Request(BaseModel):
    """Sent by a client. An unknown field is an error, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """Answered by the centre. Unknown fields are ignored, because the centre is updated before its kiosks."""

    model_config = ConfigDict(extra="ignore", frozen=True)


__all__ = ["Answer", "AwareDatetime", "Request"]
