"""How long an officer waits for a list, and a terminal for a visitor's earlier matters, in a centre with a long past.

Asked through the functions behind the routes, each in a transaction of its own. Targets: p95 50 ms, the list 200 ms.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.cases.access import Reader
    from server.core.centre import Centre
    from server.core.work import Work

P95_MS, LIST_MS = 50, 200


@click.command()
@click.option("--cases", default=100_000, show_default=True, type=click.IntRange(100), help="事项数 · Matters")
@click.option("--asked", default=60, show_default=True, type=click.IntRange(5), help="每种查询次数 · Times each")
@click.option("--only", type=click.Choice(["sqlite", "postgresql"]), help="只测一种 · Measure one of the two")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def search(cases: int, asked: int, only: str | None, as_json: bool) -> None:
    """按编号、姓名、电话、证件、词语检索和收件箱的用时（百万级：--cases 1000000）· Search and lists in a long past."""
    from installer.bench import cluster
    from installer.bench.centre import empty_centre
    from installer.bench.filling import fill_up

    figures: dict[str, Any] = {"cases": cases, "asked": asked}
    for kind in [only] if only else ["sqlite", "postgresql"]:
        with (
            cluster.postgresql() if kind == "postgresql" else nullcontext("") as address,
            empty_centre(address) as centre,
        ):
            began = time.perf_counter()
            fill_up(centre, cases, lambda said: click.echo(said, err=True))
            filled = time.perf_counter() - began
            found = _measure(centre, asked)
            found["fill_seconds"] = round(filled, 1)
        figures[str(kind)] = found
        if not as_json:
            _say(str(kind), cases, found)
    if as_json:
        click.echo(json.dumps(figures))


def _measure(centre: Centre, asked: int) -> dict[str, Any]:
    from server.cases import search as searching
    from server.cases import views
    from server.cases.search import Field
    from server.contract.v1 import LookupRequest
    from server.web import triage
    from server.web.triage import Show

    people, numbers = _known(centre)
    who = _officer(centre)
    pick = random.Random(7)

    def by(field: Field, value: Callable[[], str]) -> Callable[[Work], object]:
        return lambda work: searching.search(work, who, value(), field)

    questions: dict[str, Callable[[Work], object]] = {
        "earlier_matters": lambda work: views.earlier(work, LookupRequest(id_number=pick.choice(people)[1])),
        "number": by(Field.NUMBER, lambda: pick.choice(numbers)),
        "name": by(Field.NAME, lambda: pick.choice(people)[0]),
        "phone": by(Field.PHONE, lambda: pick.choice(people)[2]),
        "phone_tail": by(Field.PHONE, lambda: pick.choice(people)[2][-4:]),
        "document": by(Field.DOCUMENT, lambda: pick.choice(people)[1]),
        "common_word": by(Field.WORDS, lambda: "拖欠"),
        "rare_words": by(Field.WORDS, lambda: pick.choice(("纠纷 选举", "危房改造 集资", "邻里 扶贫", "烂尾楼 退款"))),
        "anything": by(Field.ANY, lambda: f"{pick.choice(people)[0][0]} 工资"),
        "nothing": by(Field.ANY, lambda: "飞碟"),
        "inbox": lambda work: views.inbox(work, who),
        "inbox_page": lambda work: views.items(work, who, triage.leaf(work.session, who, work.now, Show.ALL).cases),
    }
    return {name: _times(centre, asked, question) for name, question in questions.items()}


def _times(centre: Centre, asked: int, question: Callable[[Work], object]) -> dict[str, float]:
    from server.core.database import transaction
    from server.core.work import Work

    took = []
    # once unmeasured: the first one reads the dictionary, and what hardly ever changes
    for _ in range(asked + 1):
        began = time.perf_counter()
        with transaction(centre.engine, centre.domain) as session:
            question(Work(session, centre, centre.clock(), "account:bench"))
        took.append((time.perf_counter() - began) * 1000)
    took = sorted(took[1:])
    return {"p50_ms": round(took[len(took) // 2], 1), "p95_ms": round(took[len(took) * 95 // 100], 1)}


def _known(centre: Centre) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return some people (name, document, phone) and numbers that exist."""
    from sqlmodel import select

    from server.cases import sealing
    from server.cases.tables import PetitionCase
    from server.core.database import transaction

    with transaction(centre.engine, centre.domain) as session:
        cases = session.exec(select(PetitionCase).limit(500)).all()
        people = [sealing.petitioner(centre.vault, case) for case in cases]
        return [(one.name, one.id_number, one.phone) for one in people], [case.number for case in cases]


def _officer(centre: Centre) -> Reader:
    """Return the officer whose desk has the most matters: what it costs is what that person waits."""
    from sqlmodel import col, func, select

    from server.accounts.tables import Account
    from server.cases import access
    from server.cases.tables import PetitionCase
    from server.core.database import transaction
    from server.units import service as units

    with transaction(centre.engine, centre.domain) as session:
        busiest = session.exec(
            select(PetitionCase.holder).group_by(col(PetitionCase.holder)).order_by(func.count().desc())
        ).first()
        desk = units.duty_officers(session, str(busiest))[0]
        return access.reader(session, session.get_one(Account, desk.account))


def _say(name: str, cases: int, found: dict[str, Any]) -> None:
    click.echo(
        f"{name}: {cases} 件 · matters（{found['fill_seconds']} s）；目标 · targets p95 {P95_MS} ms，inbox {LIST_MS} ms"
    )
    for question, took in found.items():
        if isinstance(took, dict):
            click.echo(f"  {question:16} p50 {took['p50_ms']:8.1f} ms   p95 {took['p95_ms']:8.1f} ms")
