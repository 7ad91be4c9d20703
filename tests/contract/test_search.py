"""Finding matters again, on SQLite."""

from __future__ import annotations

from tests.contract.search import Search


class TestOnSqlite(Search):
    pass
