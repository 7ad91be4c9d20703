"""Edits by hand on SQLite; tests/integration/server runs the same on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import text

from server.invariants.rows import ROWS
from tests.contract.byhand import ByHand
from tests.contract.hall import Hall


class TestByHand(ByHand):
    def test_a_value_no_program_would_write_is_named_and_hides_no_other_edit(self, hall: Hall) -> None:
        """PostgreSQL would not even take it."""
        with hall.work() as work:
            session = work.session.connection()
            first, second = session.execute(text("SELECT id FROM duty_entry ORDER BY id LIMIT 2")).scalars()
            session.execute(text("UPDATE duty_entry SET valid_to = 'someday' WHERE id = :id"), {"id": first})
            session.execute(text("UPDATE duty_entry SET legal_basis = '无' WHERE id = :id"), {"id": second})
            found = [sentence.split(":")[0] for sentence in ROWS.check(work)]
            assert found == [f"duty_entry {first}", f"duty_entry {second}"]
            work.session.rollback()
