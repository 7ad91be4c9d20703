"""What must hold on every database when somebody edits it by hand: the next look finds it."""

from __future__ import annotations

import contextlib
import hashlib
import zlib

from sqlalchemy import text
from sqlmodel import SQLModel

from server.accounts import enrolment
from server.audit import anchors, service
from server.contract.v1 import ComplainedOf
from server.core import guarded
from server.invariants.every import failures
from server.invariants.rows import ROWS
from server.notify import deputies
from server.notify.tables import Deputy, Notice
from tests.contract.hall import Hall, page_image, registered, registration

#: whose table, and what an administrator with a database client does to it
DEEDS = {
    "case: content restored from elsewhere": "UPDATE petition_case SET matter_sealed = petitioner_sealed",
    "case: moment of registration": "UPDATE petition_case SET registered_at = '2020-01-01 00:00:00+00'",
    "case: opened to everybody": "UPDATE petition_case SET restricted = NOT restricted",
    "case: state": "UPDATE petition_case SET state = 'archived'",
    "case: holder": "UPDATE petition_case SET holder = '130406-shuili'",
    "case: number": "UPDATE petition_case SET number = '130406260302X99999'",
    "event: moment": "UPDATE case_event SET at = '2020-01-01 00:00:00+00' WHERE seq = 2",
    "event: actor": "UPDATE case_event SET actor = 'account:other' WHERE seq = 2",
    "event: gone": "DELETE FROM case_event WHERE seq = 3",
    "clock: due time": "UPDATE clock SET due_at = '2030-01-01 00:00:00+00' WHERE rule = 'F5'",
    "clock: gone": "DELETE FROM clock WHERE rule = 'R3'",
    "person: phone of another": "UPDATE person SET phone_index = 'f'",
    "person: name": "UPDATE person SET name_sealed = id_number_sealed",
    "people of a case": "UPDATE case_person SET role = 'principal'",
    "parties: told somebody": "UPDATE case_party SET role = 'leader' WHERE role = 'unit'",
    "recusal lifted": "UPDATE case_exclusion SET code = 'nobody' WHERE kind = 'unit'",
    "page: another image": "UPDATE case_page SET kind = 'photo'",
    "audit: actor": "UPDATE audit_record SET actor = 'account:other' WHERE action = 'petition.registered'",
    "audit: gone from the middle": "DELETE FROM audit_record WHERE action = 'petition.registered'",
    "audit: head": "UPDATE audit_head SET seq = seq + 1 WHERE seq > 0",
    "unit: name": "UPDATE unit SET name = '别的单位' WHERE code = '130406-renshe'",
    "region: name": "UPDATE region SET name = '别处' WHERE code = '130406'",
    "post: somebody else": "UPDATE post SET role = 'head' WHERE role = 'duty_officer' AND unit = '130406-renshe'",
    "account: role": "UPDATE account SET role = 'administrator' WHERE username = 'renshe.duty'",
    "account: password": "UPDATE account SET password_hash = 'x' WHERE username = 'renshe.duty'",
    "kiosk: key": "UPDATE kiosk SET name = 'other'",
    "kiosk: revocation lifted": "UPDATE kiosk SET revoked_at = '2020-01-01 00:00:00+00'",
    "catalogue": "UPDATE duty_entry SET legal_basis = '无'",
    "number": "UPDATE number_lease SET kiosk = 'other'",
}


#: of the actor of `Hall.work`
LANE = zlib.crc32(b"system:test") % service.LANES


class ByHand:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_an_edit_of_any_protected_table_is_found(self, hall: Hall) -> None:
        _fill(hall)
        with hall.work() as work:
            assert failures(work) == []
        unseen = []
        for what, deed in DEEDS.items():
            with hall.work() as work:
                changed = work.session.connection().execute(text(deed)).rowcount
                if not changed or not failures(work):
                    unseen.append(what)
                work.session.rollback()
        assert unseen == []

    def test_a_row_of_any_table_taken_out_is_missed_at_the_next_look(self, hall: Hall) -> None:
        """Without a checkpoint in between; also where nothing else speaks of the row: people, pages, parties, notices."""
        _fill(hall)
        with hall.work() as work:
            deputies.name(work, "renshe.duty", ["xinfang.duty"])
            enrolment.invite(work, "二号终端", "130406")
        with hall.work() as work:
            assert failures(work) == []
            there = service.rows_there(work.session)
        filled = {name for name, rows in there.items() if rows}
        assert filled >= {"case_event", "clock", "case_person", "case_page", "case_party", "notice", "person", "deputy"}
        unseen = []
        for name in sorted(filled):
            with hall.work() as work:
                connection = work.session.connection()
                for table in _below(name):
                    connection.execute(text(f"DELETE FROM {table}"))
                key = next(iter(SQLModel.metadata.tables[name].primary_key)).name
                gone = f"DELETE FROM {name} WHERE {key} = (SELECT {key} FROM {name} ORDER BY {key} LIMIT 1)"
                assert connection.execute(text(gone)).rowcount
                if not any(sentence.startswith(f"{name}: ") for sentence in ROWS.check(work)):
                    unseen.append(name)
                work.session.rollback()
        assert unseen == []

    def test_a_copied_row_and_rows_of_a_savepoint_given_up_are_told_apart(self, hall: Hall) -> None:
        _fill(hall)
        with hall.work() as work:
            with contextlib.suppress(InterruptedError), work.session.begin_nested():
                work.session.add(Deputy(account="renshe.duty", deputy="xinfang.duty"))
                work.session.flush()
                raise InterruptedError
            assert failures(work) == []
        with hall.work() as work:
            assert failures(work) == []
            names = ", ".join(one.name for one in Notice.__table__.columns if one.name != "id")  # type: ignore[attr-defined]
            copied = f"INSERT INTO notice ({names}) SELECT {names} FROM notice LIMIT 1"
            work.session.connection().execute(text(copied))
            # one row too many, under a number its seal does not hold
            assert [failure.invariant for failure in failures(work)] == ["rows", "rows"]
            work.session.rollback()

    def test_no_row_passes_for_another_under_its_number(self, hall: Hall) -> None:
        """As many rows as before, each with a seal of this centre."""
        _fill(hall)
        unseen = []
        for name in ("notice", "duty_entry"):
            with hall.work() as work:
                connection = work.session.connection()
                first, second = connection.execute(text(f"SELECT id FROM {name} ORDER BY id LIMIT 2")).scalars()
                names = [one.name for one in SQLModel.metadata.tables[name].columns if one.name != "id"]
                both = ", ".join(f"{one} = (SELECT {one} FROM {name} WHERE id = {second})" for one in names)
                connection.execute(text(f"UPDATE {name} SET {both} WHERE id = {first}"))
                found = [sentence.split(":")[0] for sentence in ROWS.check(work)]
                if found != [f"{name} {first}"]:
                    unseen.append((name, found))
                work.session.rollback()
        assert unseen == []

    def test_an_administrator_who_has_looked_takes_the_rows_as_they_are(self, hall: Hall) -> None:
        _fill(hall)
        with hall.work() as work:
            work.session.connection().execute(text("DELETE FROM case_page"))
        with hall.work() as work:
            assert [failure.sentence[:11] for failure in failures(work)] == ["case_page: "]
            assert service.accept_rows(work, "restored") == {"case_page": -1}
        with hall.work() as work:
            assert failures(work) == []

    def test_a_record_cut_from_the_end_is_found_by_the_seal_of_its_head(self, hall: Hall) -> None:
        for what in ("something.done", "something.else"):
            with hall.work() as work:
                service.record(work, what, "thing:1")
        with hall.work() as work:
            assert service.verify(work.session, work.vault) == []
            session, lane = work.session.connection(), {"lane": LANE}
            link = text("SELECT seq, hash FROM audit_record WHERE lane = :lane ORDER BY seq DESC LIMIT 2")
            (newest, _), (before, kept) = session.execute(link, lane).all()
            session.execute(text("DELETE FROM audit_record WHERE lane = :lane AND seq = :seq"), {**lane, "seq": newest})
            put_back = "UPDATE audit_head SET seq = :seq, hash = :hash WHERE lane = :lane"
            session.execute(text(put_back), {**lane, "seq": before, "hash": kept})
            assert [sentence.split("· ")[1] for sentence in service.verify(work.session, work.vault)] == [
                f"the head of lane {LANE} was edited by hand"
            ]
            work.session.rollback()

    def test_records_cut_from_the_end_are_found_even_with_their_head_put_back(self, hall: Hall) -> None:
        _fill(hall)
        with hall.work() as work:
            lane, seq, link, seal = (
                work.session.connection()
                .execute(text("SELECT lane, seq, hash, row_seal FROM audit_head WHERE lane = :lane"), {"lane": LANE})
                .one()
            )
        with hall.work() as work:
            service.record(work, "something.done", "thing:1")
        with hall.work() as work:
            assert anchors.write(work) is not None
        with hall.work() as work:
            assert anchors.write(work) is None
            head = {"lane": lane, "seq": seq, "hash": link, "seal": seal}
            session = work.session.connection()
            session.execute(text("DELETE FROM audit_record WHERE lane = :lane AND seq > :seq"), head)
            session.execute(
                text("UPDATE audit_head SET seq = :seq, hash = :hash, row_seal = :seal WHERE lane = :lane"), head
            )
            # everything in the database agrees; only the checkpoint outside remembers
            assert service.verify(work.session, work.vault) == []
            assert [sentence for sentence in anchors.verify(work) if f"lane {lane} " in sentence]

    def test_a_checkpoint_file_that_was_cut_or_written_by_another_is_found(self, hall: Hall) -> None:
        for _ in range(2):
            with hall.work() as work:
                service.record(work, "something.done", "thing:1")
                anchors.write(work)
        path = hall.centre.settings.anchor_path
        whole = path.read_text(encoding="utf-8")
        for wrong in (
            "",
            whole.splitlines()[0] + "\n",
            whole.replace('"rows":{"account":', '"rows":{"account":1'),
            "{}\n" * 2,
            # an older checkpoint in place of what was cut
            whole.splitlines()[0] + "\n" + whole.splitlines()[0] + "\n",
        ):
            path.write_text(wrong, encoding="utf-8")
            with hall.work() as work:
                assert list(anchors.verify(work)) != []

    def test_a_later_change_by_the_program_does_not_launder_an_edit(self, hall: Hall) -> None:
        with hall.work() as work:
            work.session.connection().execute(
                text("UPDATE account SET display = '别人' WHERE username = 'renshe.duty'")
            )
        hall.sign_in("renshe.duty")
        with hall.work() as work:
            assert [failure.invariant for failure in failures(work)] == ["rows"]
            for table in guarded.every_table():
                guarded.seal_again(work.session, work.vault, table)
            assert failures(work) == []


def _below(name: str) -> list[str]:
    """Return the tables whose rows stand on rows of this one, those that nothing stands on first."""
    tables = SQLModel.metadata.sorted_tables
    standing = [one for one in tables if any(key.column.table.name == name for key in one.foreign_keys)]
    return list(dict.fromkeys([below for one in standing for below in (*_below(one.name), one.name)]))


def _fill(hall: Hall) -> None:
    image = page_image()
    kiosk = hall.kiosk()
    kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
    named = (ComplainedOf(name="区水利局"),)
    registered(kiosk, "row-0000-0001", registration(complained_of=named, pages=(image,)))
