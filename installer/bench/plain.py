"""What the database alone takes: a pgbench script that writes the rows of one registration in one transaction."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.core.centre import Centre

#: rows of one registration: table, and how they are found from the id of the matter
_ROWS = (
    ("idempotency", "case_id = %(id)s"),
    ("kiosk_nonce", "nonce = (SELECT max(nonce) FROM kiosk_nonce)"),
    ("number_lease", "number = (SELECT number FROM petition_case WHERE id = %(id)s)"),
    ("person", "id IN (SELECT person_id FROM case_person WHERE case_id = %(id)s)"),
    ("petition_case", "id = %(id)s"),
    ("case_person", "case_id = %(id)s"),
    ("case_event", "case_id = %(id)s AND seq <= 3"),
    ("clock", "case_id = %(id)s"),
    ("case_party", "case_id = %(id)s"),
    ("case_search", "case_id = %(id)s"),
    ("notice", "case_id = %(id)s"),
    ("audit_record", "object = 'case:' || %(id)s AND action = 'petition.registered'"),
)
#: ids, hashes and indexes are fresh in every transaction; the same one stays the same within it
_FRESH = re.compile(r"[0-9a-f]{16,64}")
_SECONDS = 30


def pgbench_rate(
    centre: Centre, case_id: str, clients: int, seconds: float, *, prepared: bool = False
) -> dict[str, Any]:
    """Write the rows of this registration again and again with `pgbench`; return transactions a second and rows.

    As pgbench does by itself, each statement sent as text; `prepared`: parsed once a connection.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    if not programs:
        raise click.ClickException("没有 pgbench：apt-get install postgresql · pgbench is missing.")
    statements, rows = _statements(centre, case_id)
    script = "\\set n random(1, 2000000000)\n\\set lane random(0, 15)\nBEGIN;\n" + "".join(statements)
    script += "UPDATE audit_head SET seq = seq + 1 WHERE lane = :lane;\nCOMMIT;\n"
    url = centre.engine.url
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [
            str(programs[-1]),
            "-n",
            "-M",
            "prepared" if prepared else "simple",
            "-f",
            file.name,
            "-c",
            str(clients),
            "-j",
            "2",
        ]
        command += ["-T", str(max(1, round(seconds))), "-h", str(url.query["host"]), "-U", str(url.username)]
        done = subprocess.run(
            [*command, str(url.database)], capture_output=True, text=True, timeout=seconds + _SECONDS, check=False
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise click.ClickException(f"pgbench: {done.stdout[-500:]}{done.stderr[-1500:]}")
    return {"per_second": round(float(found[1]), 1), "rows": rows, "statements": len(statements) + 1}


def _statements(centre: Centre, case_id: str) -> tuple[list[str], int]:
    """One INSERT a table, all of its rows in it."""
    found, count = [], 0
    connection = centre.engine.raw_connection()
    try:
        cursor = connection.cursor()
        for table, where in _ROWS:
            cursor.execute(f"SELECT * FROM {table} WHERE {where}", {"id": case_id})
            description = cursor.description or ()
            names = [str(one[0]) for one in description]
            kept = [place for place, name in enumerate(names) if not _counted(table, name)]
            rows = cursor.fetchall()
            if not rows:
                continue
            count += len(rows)
            columns = ", ".join(f'"{names[place]}"' for place in kept)
            values = (
                "(" + ", ".join(_literal(table, names[place], row[place]) for place in kept) + ")" for row in rows
            )
            found.append(f"INSERT INTO {table} ({columns}) VALUES {', '.join(values)};\n")
    finally:
        connection.rollback()
        connection.close()
    return found, count


def _counted(table: str, name: str) -> bool:
    """Whether the database counts this column up itself."""
    return (name == "id" and table in ("case_event", "clock", "notice", "audit_record")) or (
        table == "case_search" and name == "seq"
    )


def _literal(table: str, name: str, value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case int():
            return ":n" if (table, name) == ("audit_record", "seq") else str(value)
        case datetime():
            return "now()"
        case bytes() | memoryview():
            return f"'\\x{bytes(value).hex()}'"
        case list():
            return f"'{{{','.join(map(str, value))}}}'"
        case _:
            return " || ".join(_parts(str(value), fresh=name not in ("kiosk",), number=name == "number"))


def _parts(text: str, *, fresh: bool, number: bool) -> Iterator[str]:
    if number:
        yield "'B' || :n"
        return
    last = 0
    for found in _FRESH.finditer(text) if fresh else ():
        yield from _plain(text[last : found.start()])
        # told apart by their first characters; the variable makes them new
        yield f"left(md5(:n || '{found[0][:8]}') || md5('{found[0][8:16]}' || :n), {len(found[0])})"
        last = found.end()
    yield from _plain(text[last:]) if last else _plain(text, empty=True)


def _plain(text: str, *, empty: bool = False) -> Iterator[str]:
    """Without colons: pgbench would take what follows one for a variable."""
    if text or empty:
        quoted = text.replace("'", "''").replace("\\", "\\\\").replace(":", "' || chr(58) || E'")
        yield f"E'{quoted}'"
