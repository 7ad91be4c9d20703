"""The way of a matter through the unit on the embedded database."""

from __future__ import annotations

from tests.contract.way import Way


class TestOnSqlite(Way):
    pass
