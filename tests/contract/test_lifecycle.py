"""The whole life of a matter on the embedded database."""

from __future__ import annotations

from tests.contract.lifecycle import Lifecycle


class TestOnSqlite(Lifecycle):
    pass
