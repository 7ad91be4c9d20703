"""What hangs on matters that lie in the database: their history, their limits, who was told, what the trail says of them.

Made by the database from the matters themselves, because a program would need an hour for fifteen rows of each of a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from installer.bench.loading import Loader

#: terminal of the matters that were filled in
KIOSK = "bench"
#: rule, regime, kind, days from the registration to the end of the limit
LIMITS = (
    ("F2", "fengfeng", "commitment", 1),
    ("F3", "fengfeng", "commitment", 1),
    ("R3", "regulations2022", "statutory", 15),
    ("F5", "fengfeng", "commitment", 30),
)
#: event, days after the registration
_HISTORY = (("registered", 0), ("dispatched", 0), ("acknowledged", 0), ("accepted", 2), ("finalized", 20))
#: who did what, days after the registration; :2 is the moment, :1 the matter
_TRAIL = (("'kiosk:bench'", "petition.registered", 0), ("'account:' || p.account", "petition.read", 1))
_MATTERS = f"FROM petition_case c WHERE c.kiosk = '{KIOSK}'"
_TOLD = f"FROM petition_case c JOIN case_party p ON p.case_id = c.id WHERE c.kiosk = '{KIOSK}'"


def add(load: Loader, closed: tuple[str, ...]) -> None:
    """Add the rows of every matter. `closed`: states of those that are over; the limits of the others are the caller's."""
    is_over = f"c.state IN ({', '.join(map(_quoted, closed))})"
    over = f"{_MATTERS} AND {is_over}"
    load.say("历史 · history")
    for seq, (event, days) in enumerate(_HISTORY, 1):
        at = load.later("c.registered_at", days=days)
        load.run(
            "INSERT INTO case_event (case_id, seq, type, at, recorded_at, actor, payload_sealed, hash) "
            f"SELECT c.id, {seq}, '{event}', {at}, {at}, 'kiosk:{KIOSK}', {load.bytes(150)}, c.last_hash "
            f"{_MATTERS if not days else over}"
        )
    load.say("时限 · limits")
    for rule, regime, kind, days in LIMITS:
        # one in eight was met late
        met = (
            f"CASE WHEN substr(c.id, 1, 1) IN ('0', '8') THEN {load.later('c.registered_at', days=days + 2)} "
            "ELSE c.registered_at END"
        )
        load.run(
            "INSERT INTO clock (case_id, rule, regime, regime_version, kind, state, started_at, due_at, met_at, "
            f"provisional, derivation, course, mark) SELECT c.id, '{rule}', '{regime}', 'bench', '{kind}', 'met', "
            f"c.registered_at, {load.later('c.registered_at', days=days)}, {met}, false, '', '', 0 {over}"
        )
    load.say("知情人 · who was told")
    # a person may hold several posts of a unit
    load.run(
        "INSERT INTO case_party (case_id, account, role, told_at) "
        "SELECT c.id, p.account, min(CASE p.role WHEN 'duty_officer' THEN 'unit' ELSE 'leader' END), min(c.registered_at) "
        f"FROM petition_case c JOIN post p ON p.unit = c.holder WHERE c.kiosk = '{KIOSK}' AND p.role <> 'convenor' "
        "GROUP BY c.id, p.account"
    )
    load.run(
        "INSERT INTO case_party (case_id, account, role, told_at) SELECT c.id, p.account, 'convenor', c.registered_at "
        "FROM petition_case c CROSS JOIN (SELECT DISTINCT account FROM post WHERE role = 'convenor') p "
        f"WHERE c.kiosk = '{KIOSK}' AND NOT c.restricted AND NOT EXISTS "
        "(SELECT 1 FROM post q WHERE q.unit = c.holder AND q.account = p.account AND q.role <> 'convenor')"
    )
    load.say("通知 · notices")
    read = load.later("c.registered_at", days=1)
    load.run(
        "INSERT INTO notice (account, case_id, kind, title, body, created_at, delivered_at, seen_at, read_at, "
        "planned_at, urgency, number, page) SELECT p.account, c.id, 'assigned', '新事项', '请及时确认收到', "
        "c.registered_at, c.registered_at, c.registered_at, "
        # what is over was read; of the rest a part was not
        f"CASE WHEN {is_over} OR substr(c.id, 2, 1) < 'c' "
        f"THEN {read} END, c.registered_at, 'ordinary', c.number, '' {_TOLD}"
    )
    load.say("审计 · trail")
    for lane, (actor, action, days) in enumerate(_TRAIL, 1):
        # lanes of their own: the trail of the centre goes on beside them
        load.run(
            "INSERT INTO audit_record (lane, seq, at, actor, action, object, made, hash) "
            f"SELECT {1000 + lane}, row_number() OVER (ORDER BY c.registered_at), "
            f"{load.later('c.registered_at', days=days)}, {actor}, '{action}', 'case:' || c.id, '', c.last_hash "
            + (_TOLD + " AND p.role = 'unit'" if "p." in actor else _MATTERS)
        )
    load.say("评价 · ratings")
    load.run(
        "INSERT INTO case_rating (case_id, subject, unit, level, rated_at) SELECT c.id, 'unit', c.holder, "
        f"CASE WHEN substr(c.id, 3, 1) < '3' THEN 3 WHEN substr(c.id, 3, 1) < '8' THEN 1 ELSE 0 END, "
        f"{load.later('c.registered_at', days=25)} {over} AND substr(c.id, 4, 1) < '5'"
    )
    load.say("文书 · papers")
    printed = load.later("c.registered_at", days=15)
    load.run(
        "INSERT INTO case_document (case_id, seq, kind, holder, queued_at, printed_at, copies, manner) "
        f"SELECT c.id, 4, 'acceptance', c.holder, c.registered_at, {printed}, 0, '' {over}"
    )


def _quoted(text: str) -> str:
    return f"'{text}'"
