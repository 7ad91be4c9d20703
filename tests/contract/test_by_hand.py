"""Edits by hand on SQLite; tests/integration/server runs the same on PostgreSQL."""

from __future__ import annotations

from tests.contract.byhand import ByHand


class TestByHand(ByHand):
    pass
