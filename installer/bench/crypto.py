"""What encryption costs a matter's way through the centre, and how fast everything is given a new key."""

from __future__ import annotations

import json
import statistics
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.core.centre import Centre

#: pairs of turns: plain and sealed in turn, so that what else the machine does hits both alike
_TURNS = 6


@click.command()
@click.option(
    "--database", default="", help="空的数据库（PostgreSQL）；默认 SQLite · An empty database; default SQLite"
)
@click.option("--seconds", default=5.0, show_default=True, type=click.FloatRange(0.5), help="每轮时长 · Seconds a turn")
@click.option("--users", default=4, show_default=True, type=click.IntRange(1, 50), help="同时办理的人数 · At once")
@click.option("--persons", default=100_000, show_default=True, type=click.IntRange(1), help="轮换的人数 · Persons")
@click.option("--cipher", default="aes-256-gcm", show_default=True, type=click.Choice(["aes-256-gcm", "sm4-gcm"]))
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def crypto(database: str, seconds: float, users: int, persons: int, cipher: str, as_json: bool) -> None:
    """加密占全程办理速度的比例；十万人密钥轮换的速度 · Cost of encryption; speed of key rotation."""
    figures: dict[str, Any] = {"cipher": cipher, "seconds": seconds, "users": users}
    figures |= _cost(seconds, users, cipher)
    click.echo(
        f"全程 lifecycles/s：加密 sealed {figures['sealed_per_second']}，不加密 plain {figures['plain_per_second']}，"
        f"代价 cost {figures['cost']:.1%}（目标 target ≤ 15%）"
    )
    figures |= _rotation(database, persons)
    click.echo(
        f"轮换 rotation：{figures['rotated']} 项 values，{figures['rotation_seconds']} 秒 s，"
        f"{figures['persons_per_second']} 人/秒 persons/s"
    )
    if as_json:
        click.echo(json.dumps(figures))


class _Plain:
    """A cipher that does nothing but take the room: same path, same bytes, no encryption."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        return data + bytes(16)

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        return data[:-16]


def _cost(seconds: float, users: int, cipher: str) -> dict[str, Any]:
    from installer.bench.centre import empty_centre
    from installer.bench.desk import Desk, Times, rate
    from server.core.crypto import Suite, Vault
    from server.core.keysource import KeyFile

    with ExitStack() as stack:
        sealed, plain = (stack.enter_context(empty_centre("")) for _ in range(2))
        sealed = replace(sealed, vault=Vault(KeyFile(sealed.settings.key_path), Suite(cipher)))
        plain = replace(plain, vault=Vault(KeyFile(plain.settings.key_path), make=lambda _suite, _key: _Plain()))
        desks = {"sealed": Desk(sealed), "plain": Desk(plain)}
        for desk in desks.values():
            for _ in range(5):
                desk.whole(Times())
        rates: dict[str, list[float]] = {name: [] for name in desks}
        for turn in range(_TURNS):
            for name in sorted(desks, reverse=bool(turn % 2)):
                desk = desks[name]
                rates[name].append(rate(lambda desk=desk: desk.whole(Times()), seconds, users))  # type: ignore[misc]
    # each pair side by side in time; the middle one of them
    cost = statistics.median(1 - one / other for one, other in zip(rates["sealed"], rates["plain"], strict=True))
    return {
        "sealed_per_second": round(statistics.median(rates["sealed"]), 1),
        "plain_per_second": round(statistics.median(rates["plain"]), 1),
        "cost": round(max(cost, 0.0), 4),
    }


def _rotation(database: str, persons: int) -> dict[str, Any]:
    from installer.bench.centre import empty_centre
    from server.core.keysource import KeyFile
    from server.keys import rotation

    with empty_centre(database) as centre:
        _people(centre, persons)
        began, shown = time.perf_counter(), [0.0]

        def tell(progress: rotation.Progress) -> None:
            if time.perf_counter() - shown[0] >= 2 or progress.done == progress.total:
                shown[0] = time.perf_counter()
                click.echo(f"  {progress.what}: {progress.done}/{progress.total}")

        changed = rotation.rotate(centre, KeyFile(centre.settings.key_path), tell, threading.Event())
        seconds = time.perf_counter() - began
        assert set(rotation.in_use(centre)) == {2}
    return {
        "persons": persons,
        "rotated": changed,
        "rotation_seconds": round(seconds, 1),
        "persons_per_second": round(persons / seconds),
    }


def _people(centre: Centre, count: int) -> None:
    from server.cases import repository
    from server.cases.sealing import identity_indexes, phone_indexes, seal_person
    from server.cases.tables import Person
    from server.contract.v1 import Petitioner
    from server.core.database import transaction
    from server.core.writing import Draft

    for start in range(0, count, 1000):
        rows = []
        for number in range(start, min(start + 1000, count)):
            one = Petitioner(name="柳测试", id_number=f"1304061900{number:08d}", phone=f"138{number:08d}")
            key = repository.new_id()
            index = identity_indexes(centre.vault, one.id_type, one.id_number)[0]
            row = {"id": key, "id_index": index, "phone_index": phone_indexes(centre.vault, one.phone)[0]}
            rows.append({**row, "seen_at": centre.clock(), **seal_person(centre.vault, key, one)})
        with transaction(centre.engine, centre.domain) as session:
            draft = Draft()
            draft.insert(Person, rows)
            draft.write(session)
