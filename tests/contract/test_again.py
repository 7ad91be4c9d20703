"""Repeats, groups and other people's matters on the embedded database."""

from __future__ import annotations

from tests.contract.again import Again


class TestOnSqlite(Again):
    pass
