"""How a device is said: a line and a remedy for people, an object for machines."""

from __future__ import annotations

import json
from typing import Any

import click

from drivers.core.status import Status
from drivers.core.supervision import Health

SIGNS = {
    "ready": "✓ 正常 ready ",
    "absent": "○ 缺少 absent",
    "faulty": "✗ 故障 faulty",
    "unknown": "? 未知 unknown",
}
_INDENT = " " * 17
#: counter -> what it counts, in the order people ask
_COUNTERS = {
    "opens": "打开 opens",
    "failures": "失败 failures",
    "losses": "断开 losses",
    "recoveries": "恢复 recoveries",
    "reads": "读卡 reads",
    "pages": "拍页 pages",
    "prints": "打印 prints",
}


def row(status: Status, **facts: Any) -> dict[str, Any]:
    """Return what is known of a device as plain JSON types."""
    from drivers.health import described

    state, detail, remedy = described(status)
    return {**facts, "state": state, "detail": detail, "remedy": remedy}


def say(row: dict[str, Any]) -> None:
    """Print a row for people."""
    click.echo(f"{SIGNS[row['state']]}  {row['name']}  {row['detail']}")
    if row.get("driver"):
        click.echo(f"{_INDENT}驱动 driver: {row['driver']}；{row['why']}")
    if row["remedy"]:
        click.echo(f"{_INDENT}→ {row['remedy']}")


def say_health(health: Health) -> None:
    """Print counters and the last trouble for people."""
    data = health.as_data()
    counted = [f"{words} {data[name]}" for name, words in _COUNTERS.items() if data[name]]
    click.echo(f"{_INDENT}自 since {health.since}  查看 looks {health.looks}  {'  '.join(counted)}".rstrip())
    if health.last_error and data["state"] == "ready":
        click.echo(f"{_INDENT}上次故障 last error {health.last_error.at}: {health.last_error.cause}")
        click.echo(f"{_INDENT}→ {health.last_error.remedy}")


def say_json(value: dict[str, Any]) -> None:
    """Print one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))
