"""A centre with a past: many matters, sealed and findable as real ones, written as fast as the database takes them."""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from server.core.centre import Centre

_CHUNK = 2_000
#: different persons and different texts the matters are made of
_PEOPLE, _TEXTS = 50_000, 20_000
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰红梅志永春晓东海山云峰"
_WHAT = [
    "拖欠",
    "农民工",
    "工资",
    "劳动合同",
    "社会保险",
    "加班费",
    "工伤",
    "赔偿",
    "征地",
    "补偿款",
    "拆迁",
    "安置",
    "宅基地",
    "承包地",
    "低保",
    "养老金",
    "医保",
    "报销",
    "残疾人",
    "补贴",
    "物业费",
    "供热",
    "温度",
    "漏水",
    "停电",
    "自来水",
    "噪音",
    "扰民",
    "油烟",
    "环境污染",
    "河道",
    "垃圾",
    "道路",
    "坑洼",
    "公交",
    "停车",
    "学区",
    "乱收费",
    "学校",
    "医院",
    "收费",
    "房产证",
    "办理",
    "烂尾楼",
    "退款",
    "贷款",
    "集资",
    "诈骗",
    "村务",
    "公开",
    "选举",
    "扶贫",
    "危房",
    "改造",
    "邻里",
    "纠纷",
]
_HOW = ("请求{}部门核实处理", "多次反映{}没有答复", "希望尽快解决{}问题", "恳请领导督促{}单位", "至今没有人管{}")


def fill_up(centre: Centre, count: int) -> None:
    """Write so many matters; with the search left to be indexed at the end, as a restored backup does."""
    if not count:
        return
    from server.cases.tables import CaseEvent, CaseParty, CasePerson, CaseSearch, Person, PetitionCase
    from server.clocks.tables import Clock

    made = _Maker(centre, count)
    tables: tuple[type[SQLModel], ...] = (Person, PetitionCase, CasePerson, CaseEvent, Clock, CaseParty, CaseSearch)
    with _writer(centre, indexed_later=count > _CHUNK) as write:
        write(Person, made.people_rows())
        cases = iter(range(count))
        while chunk := list(islice(cases, _CHUNK)):
            found: dict[type[SQLModel], list[dict[str, Any]]] = {table: [] for table in tables}
            for number in chunk:
                made.add(number, count, found)
            for table, rows in found.items():
                if rows:
                    write(table, rows)
    with centre.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


class _Maker:
    """Makes rows; the same number gives the same kind of matter."""

    def __init__(self, centre: Centre, count: int) -> None:
        from server.cases import blind
        from server.contract.v1 import Matter, Petitioner
        from server.core.database import transaction
        from server.units.organisation import organisation

        self._centre, self._now, self._random = centre, centre.clock(), random.Random(1304)
        with transaction(centre.engine, centre.domain) as session:
            known = organisation(session)
        self._units = [unit.code for unit in known.units.values() if len(known.posts_of_unit.get(unit.code, ())) > 1]
        self._told = {code: [post.account for post in known.posts_of_unit[code]][:3] for code in self._units}
        # a few units have most of the matters
        self._weights = [1 / place for place in range(1, len(self._units) + 1)]
        self._people = [Petitioner.model_validate(self._person(number)) for number in range(min(_PEOPLE, count))]
        self._ids = [uuid.uuid4().hex for _ in self._people]
        self._matters = [Matter.model_validate(self._matter()) for _ in range(min(_TEXTS, count))]
        vault = centre.vault
        self._of_people = [set(blind.tokens_of(vault, [one], Matter(summary="无", text=""))) for one in self._people]
        self._of_matters = [set(blind.tokens_of(vault, [], one)) for one in self._matters]
        self._person_json = [one.model_dump_json().encode() for one in self._people]
        self._matter_json = [one.model_dump_json().encode() for one in self._matters]

    def _person(self, number: int) -> dict[str, Any]:
        from installer.bench.load import people

        pick = self._random.choice
        name = pick(_SURNAMES) + pick(_GIVEN) + (pick(_GIVEN) if number % 4 else "")
        return {
            "name": name,
            "id_number": next(people(number * 331)),
            "phone": f"13{self._random.randrange(10**9):09d}",
            "source": "card",
        }

    def _matter(self) -> dict[str, Any]:
        # words of texts follow Zipf's law, roughly
        weights = [1 / place for place in range(1, len(_WHAT) + 1)]
        said = self._random.choices(_WHAT, weights, k=12)
        text = "，".join(self._random.choice(_HOW).format(word) for word in said)
        return {"summary": f"反映{said[0]}{said[1]}的问题", "text": text}

    def people_rows(self) -> list[dict[str, Any]]:
        from server.cases import sealing

        vault = self._centre.vault
        return [
            {
                "id": one,
                "id_index": sealing.identity_indexes(vault, person.id_type, person.id_number)[0],
                "phone_index": sealing.phone_index(vault, person.phone),
                "seen_at": self._now,
                **sealing.seal_person(vault, one, person),
            }
            for one, person in zip(self._ids, self._people, strict=True)
        ]

    def add(self, number: int, count: int, found: dict[type[SQLModel], list[dict[str, Any]]]) -> None:
        from server.cases.rules import CaseState
        from server.cases.tables import CaseEvent, CaseParty, CasePerson, CaseSearch, PetitionCase

        vault, pick = self._centre.vault, self._random
        case_id = uuid.uuid4().hex
        who, what = pick.randrange(len(self._people)), pick.randrange(len(self._matters))
        unit = pick.choices(self._units, self._weights)[0]
        at = self._now - timedelta(minutes=2 * (count - number))
        # most of a past is over
        state = CaseState.FINAL if number < count * 0.97 else pick.choice((CaseState.DISPATCHED, CaseState.ACCEPTED))
        found[PetitionCase].append(
            {
                **_CASE,
                "id": case_id,
                "number": f"130406{at:%y%m%d}F{number:07d}",
                "state": state,
                "holder": unit,
                "visit_started_at": at,
                "registered_at": at,
                "received_at": at,
                "code_index": secrets.token_hex(32),
                "petitioner_sealed": vault.seal(self._person_json[who], f"petition_case.petitioner:{case_id}"),
                "matter_sealed": vault.seal(self._matter_json[what], f"petition_case.matter:{case_id}"),
                "last_hash": secrets.token_hex(32),
            }
        )
        found[CasePerson].append({"case_id": case_id, "person_id": self._ids[who], "role": "petitioner"})
        found[CaseEvent] += [
            {**_EVENT, "case_id": case_id, "seq": seq, "at": at, "recorded_at": at, "payload_sealed": b"\1" * 150}
            for seq in (1, 2, 3, 4)
        ]
        found[CaseParty] += [
            {"case_id": case_id, "account": account, "role": "unit", "told_at": at} for account in self._told[unit]
        ]
        self._clocks(case_id, at, state, found)
        tokens = tuple(sorted(self._of_people[who] | self._of_matters[what]))
        found[CaseSearch].append({"case_id": case_id, "tokens": tokens})

    def _clocks(
        self, case_id: str, at: datetime, state: str, found: dict[type[SQLModel], list[dict[str, Any]]]
    ) -> None:
        from server.clocks.course import PLAIN
        from server.clocks.tables import Clock
        from server.contract.v1 import ClockKind, ClockState

        over = state == "final"
        for rule, days in (("F2", 1), ("F3", 1), ("R3", 15), ("F5", 30)):
            due = (at if over else self._now) + timedelta(days=days, seconds=1)
            found[Clock].append(
                {
                    "case_id": case_id,
                    "rule": rule,
                    "regime": "regulations2022" if rule.startswith("R") else "fengfeng",
                    "regime_version": "bench",
                    "kind": ClockKind.STATUTORY if rule.startswith("R") else ClockKind.COMMITMENT,
                    "state": ClockState.MET if over else ClockState.RUNNING,
                    "started_at": at,
                    "due_at": due,
                    "met_at": at if over else None,
                    "provisional": False,
                    "derivation": "",
                    "course": PLAIN,
                    # no alarm falls into the time of a measurement
                    "alarm_at": None if over else due,
                    "mark": 0,
                }
            )


_CASE: dict[str, Any] = {
    "restricted": False,
    "hall_region": "130406",
    "category_code": "050000",
    "category_path": "劳动和社会保障",
    "kiosk": "bench",
    "continues": "",
    "merged_into": "",
    "first_here": True,
    "repeat": False,
    "confidential": False,
    "anonymous": False,
    "collective": False,
    "notice_version": "2026-1",
    "decision_sealed": b"",
    "last_seq": 4,
}
_EVENT: dict[str, Any] = {"type": "registered", "actor": "kiosk:bench", "hash": "0" * 64}

Write = Callable[["type[SQLModel]", Sequence[dict[str, Any]]], None]


@contextmanager
def _writer(centre: Centre, *, indexed_later: bool) -> Iterator[Write]:
    """Yield what writes rows: COPY on PostgreSQL, many rows a statement on SQLite."""
    connection = centre.engine.raw_connection()
    try:
        if centre.engine.dialect.name == "sqlite":
            # the rows belong to no real matter, and the folder is gone afterwards
            connection.execute("PRAGMA synchronous=OFF")
            yield lambda table, rows: _many(connection, centre, table, rows)
            return
        cursor = connection.cursor()
        if indexed_later:
            cursor.execute("DROP INDEX ix_case_search_tokens")
        yield lambda table, rows: _copy(connection, centre, table, rows)
        if indexed_later:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("CREATE INDEX ix_case_search_tokens ON case_search USING gin (tokens)")
            connection.commit()
    finally:
        connection.close()


def _copy(connection: Any, centre: Centre, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    names, values = _values(centre, table, rows)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table.__tablename__} ({columns}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        connection.commit()


def _many(connection: Any, centre: Centre, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    names, values = _values(centre, table, rows)
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO {table.__tablename__} ({columns}) VALUES ({marks})", list(values))
    connection.commit()


def _values(
    centre: Centre, table: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    stored, dialect, names = table.__table__, centre.engine.dialect, tuple(rows[0])  # type: ignore[attr-defined]
    converts = [stored.c[name].type.dialect_impl(dialect).bind_processor(dialect) or _same for name in names]
    return names, (tuple(convert(value) for convert, value in zip(converts, row.values(), strict=True)) for row in rows)


def _same(value: Any) -> Any:
    return value
