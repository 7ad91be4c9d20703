"""Objection, consent and arbitration on the embedded database."""

from __future__ import annotations

from tests.contract.quarrel import Quarrel


class TestOnSqlite(Quarrel):
    pass
