"""What a centre decides about matters."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

#: key of the settings in `session.info`
SETTINGS = "cases"


class CaseSettings(BaseModel):
    """Set once by the composition root as `session.info["cases"]`; the defaults hold when it is absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    collective_min: int = Field(default=5, ge=2, description="So many persons with one matter are a group (集体访).")
    most_passes: int = Field(
        default=2, ge=0, description="Objections that may send a matter on before the joint conference decides."
    )


def case_settings(session: Session) -> CaseSettings:
    found = session.info.get(SETTINGS)
    return found if isinstance(found, CaseSettings) else CaseSettings()
