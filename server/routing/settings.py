"""What a centre decides about routing."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class RoutingSettings(BaseModel):
    """Set once by the composition root as `session.info["routing"]`; the default holds when it is absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = Field(
        default=0.45,
        ge=0,
        le=1,
        description="Confidence below which the screening desk decides instead of the machine.",
    )
    models: Path | None = Field(
        default=None, description="Folder of what was learned (`models_folder`); None: only the default classifier."
    )


def models_folder(data: Path) -> Path:
    """Where a centre with this data folder keeps what it learned."""
    return data / "routing"
