"""`hall clocks`: compute any limit for any start, and check a regime file before it is used."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="末行输出一个 JSON 对象 · One JSON object as the last line"
)


@click.group(help="时限 · Time limits")
def clocks() -> None:
    """Group of the commands about time limits."""


@clocks.command(help="计算某规则的到期时间 · Compute when a rule's limit ends")
@click.option("--rule", "rule_id", required=True, help="规则编号，如 R4 · Rule, such as R4")
@click.option(
    "--from", "start", required=True, help="起算时间 ISO 8601，无时区按北京时间 · Start; Beijing time if no zone"
)
@click.option(
    "--amount",
    type=click.IntRange(1, 3650),
    help="指定期限（R12）或者延长日数（R6）· Limit set for the case, or days more",
)
@click.option(
    "--calendar",
    "calendars",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="某年放假安排文件 · Holiday file of a year",
)
@click.option("--always", is_flag=True, help="分钟时限不限接待时间 · Minutes run around the clock")
@as_json_option
def due(rule_id: str, start: str, amount: int | None, calendars: tuple[Path, ...], always: bool, as_json: bool) -> None:
    """Print due time, the steps that lead to it, and the article."""
    from server.clocks import asking
    from server.clocks.calendar import CalendarInvalid, CalendarMissing, load_calendar
    from server.clocks.regime import FOLDER, load_regimes
    from server.clocks.settings import ClockSettings

    regimes = load_regimes(sorted(path.stem for path in FOLDER.glob("*.toml")))
    moment = _moment(start)
    try:
        asked = asking.find(regimes, rule_id)
    except asking.RuleUnknown as error:
        raise click.BadParameter(f"没有规则 · no rule {rule_id}; 可用 · known: {error}", param_hint="--rule") from error
    if isinstance(asked, tuple):
        regime, duty = asked
        click.echo(f"{duty.name}：{duty.text}（{duty.basis}）")
        if as_json:
            said = {"rule": duty.id, "name": duty.name, "regime": regime.id, "regime_version": regime.version}
            _say(said | {"due_at": None, "legal_basis": duty.basis, "derivation": [duty.text]})
        return
    hours = "always" if always else ClockSettings().hall_hours
    try:
        calendar = load_calendar(calendars)
        result = asking.compute(asked, moment, amount, calendar, hours)
    except (CalendarMissing, CalendarInvalid) as error:
        _fail(error.code, str(error), as_json=as_json)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--amount") from error
    for line in result.derivation:
        click.echo(line)
    if as_json:
        rule = asked.rule
        _say(
            {
                "rule": rule_id,
                "name": asked.name,
                "regime": asked.regime.id,
                "regime_version": asked.regime.version,
                "kind": rule.kind.value,
                "limit": rule.limit,
                "from": moment.isoformat(),
                "due_at": result.due_at.isoformat(),
                "due_date": result.due_at.date().isoformat(),
                "raw_date": result.raw.isoformat(),
                "rolled": result.rolled,
                "provisional": result.provisional,
                "legal_basis": asked.basis,
                "calendar": rule.counting,
                "derivation": list(result.derivation),
            }
        )


@clocks.command(help="检查规则文件，并可试算 · Check a regime file, and try it out")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "start", help="试算的起算时间 · Try every rule from this moment")
@as_json_option
def check(path: Path, start: str | None, as_json: bool) -> None:
    """List the rules of a regime file with who is told when, or say what to mend. Nothing is changed."""
    from server.clocks.regime import RegimeInvalid, read_regime
    from server.clocks.trial import trial

    moment = _moment(start) if start else None
    try:
        regime = read_regime(path)
    except RegimeInvalid as error:
        _fail(error.code.value, str(error), as_json=as_json)
    click.echo(f"{regime.name} {regime.version}: {len(regime.rule)} 条规则，可以使用 · rules, fit for use")
    found = [trial(regime, rule, moment) for rule in regime.rule]
    for row in found:
        click.echo(f"{row['id']}\t{row['limit']}\t{row['from_event']} → {row['to_event']}\t{row['legal_basis']}")
        for alarm in row["alarms"]:
            click.echo(f"\t{alarm['when']}\t{alarm['name']}\t{alarm['step']}\t{alarm.get('at', '')}")
    if as_json:
        _say({"ok": True, "regime": regime.id, "version": regime.version, "rules": found})


def _say(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False))


def _fail(code: str, message: str, *, as_json: bool) -> NoReturn:
    """End with 1: the code for scripts, the message for people."""
    if as_json:
        _say({"ok": False, "code": code, "message": message})
    raise click.ClickException(message if message.startswith("[") else f"[{code}] {message}")


def _moment(text: str) -> datetime:
    from server.core.time import ZONE

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"不是 ISO 8601 时间 · not an ISO 8601 time: {text}", param_hint="--from") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
