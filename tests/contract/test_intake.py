"""Letters, calls, envelopes and sealed matters on the embedded database."""

from __future__ import annotations

from tests.contract.intake import Intake


class TestOnSqlite(Intake):
    pass
