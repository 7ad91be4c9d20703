"""What every use case needs: the transaction, the vault, the moment, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server.core.centre import Centre
from server.core.crypto import Vault


@dataclass(frozen=True, slots=True)
class Work:
    """One request or job: one transaction, one moment, one actor (`kiosk:…`, `account:…`, `system:…`, `public`)."""

    session: Session
    centre: Centre
    now: datetime
    actor: str

    @property
    def vault(self) -> Vault:
        return self.centre.vault
