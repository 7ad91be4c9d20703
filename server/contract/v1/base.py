"""The two kinds of message: what a client sends, and what the centre answers."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Request(BaseModel):
    """Sent by a client. An unknown field is an error, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """Answered by the centre. Unknown fields are ignored, because the centre is updated before its kiosks."""

    model_config = ConfigDict(extra="ignore", frozen=True)


__all__ = ["Answer", "AwareDatetime", "Request"]
