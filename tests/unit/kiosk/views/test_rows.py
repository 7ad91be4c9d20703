"""A list changes row by row and ends as it should, whatever it was before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from kiosk.views.rows import Row, Rows

KEYS = st.lists(st.sampled_from("abcdef"), unique=True)


def made(keys: list[str], value: int) -> list[Row]:
    return [{"key": key, "value": value} for key in keys]


def held(rows: Rows) -> list[Row]:
    role = Qt.ItemDataRole.UserRole
    return [
        {"key": rows.data(rows.index(n), role), "value": rows.data(rows.index(n), role + 1)}
        for n in range(rows.rowCount())
    ]


@given(KEYS, KEYS)
def test_any_list_becomes_any_other(before: list[str], after: list[str]) -> None:
    rows = Rows(("key", "value"), "key")
    rows.replace(made(before, 1))
    rows.replace(made(after, 2))
    assert held(rows) == made(after, 2)


def test_a_changed_value_touches_its_row_alone() -> None:
    rows = Rows(("key", "value"), "key")
    rows.replace(made(["a", "b"], 1))
    touched: list[int] = []
    rows.dataChanged.connect(lambda first, last: touched.extend((first.row(), last.row())))
    rows.replace([{"key": "a", "value": 1}, {"key": "b", "value": 2}])
    assert touched == [1, 1]
