"""`hall clocks`: compute any limit for any start, and check a regime file before it is used."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click


@click.group(help="时限 · Time limits")
def clocks() -> None:
    """Group of the commands about time limits."""


@clocks.command(help="计算某规则的到期时间 · Compute when a rule's limit ends")
@click.option("--rule", "rule_id", required=True, help="规则编号，如 R4 · Rule, such as R4")
@click.option(
    "--from", "start", required=True, help="起算时间 ISO 8601，无时区按北京时间 · Start; Beijing time if no zone"
)
@click.option(
    "--calendar",
    "calendars",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="某年放假安排文件 · Holiday file of a year",
)
@click.option("--always", is_flag=True, help="分钟时限不限接待时间 · Minutes run around the clock")
@click.option("--json", "as_json", is_flag=True, help="末行输出一个 JSON 对象 · One JSON object as the last line")
def due(rule_id: str, start: str, calendars: tuple[Path, ...], always: bool, as_json: bool) -> None:
    """Print due time, the steps that lead to it, and the article."""
    from server.clocks.calendar import CalendarInvalid, CalendarMissing, load_calendar
    from server.clocks.regime import FOLDER, load_regimes
    from server.clocks.rules import due as compute
    from server.clocks.settings import ClockSettings

    regimes = load_regimes(sorted(path.stem for path in FOLDER.glob("*.toml")))
    found = next(((regime, rule) for regime in regimes for rule in regime.rule if rule.id == rule_id), None)
    if found is None:
        known = " ".join(rule.id for regime in regimes for rule in regime.rule)
        raise click.BadParameter(f"没有规则 · no rule {rule_id}; 可用 · known: {known}", param_hint="--rule")
    regime, rule = found
    hours = "always" if always else ClockSettings().hall_hours
    try:
        result = compute(rule, _moment(start), load_calendar(calendars), hours)
    except (CalendarMissing, CalendarInvalid) as error:
        raise click.ClickException(str(error)) from error
    for line in result.derivation:
        click.echo(line)
    if as_json:
        answer = {
            "rule": rule.id,
            "name": rule.name,
            "regime": regime.id,
            "regime_version": regime.version,
            "kind": rule.kind.value,
            "limit": rule.limit,
            "from": _moment(start).isoformat(),
            "due_at": result.due_at.isoformat(),
            "due_date": result.due_at.date().isoformat(),
            "raw_date": result.raw.isoformat(),
            "rolled": result.rolled,
            "provisional": result.provisional,
            "legal_basis": result.basis,
            "derivation": list(result.derivation),
        }
        click.echo(json.dumps(answer, ensure_ascii=False))


@clocks.command(help="检查规则文件，并可试算 · Check a regime file, and try it out")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "start", help="试算的起算时间 · Try every rule from this moment")
@click.option("--json", "as_json", is_flag=True, help="末行输出一个 JSON 对象 · One JSON object as the last line")
def check(path: Path, start: str | None, as_json: bool) -> None:
    """List the rules of a regime file with who is told when, or say what to mend. Nothing is changed."""
    from server.clocks.regime import RegimeInvalid, read_regime
    from server.clocks.trial import trial

    try:
        regime = read_regime(path)
    except RegimeInvalid as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{regime.name} {regime.version}: {len(regime.rule)} 条规则，可以使用 · rules, fit for use")
    moment = _moment(start) if start else None
    found = [trial(regime, rule, moment) for rule in regime.rule]
    for row in found:
        click.echo(f"{row['id']}\t{row['limit']}\t{row['from_event']} → {row['to_event']}\t{row['legal_basis']}")
        for alarm in row["alarms"]:
            click.echo(f"\t{alarm['when']}\t{alarm['name']}\t{alarm['step']}\t{alarm.get('at', '')}")
    if as_json:
        click.echo(json.dumps({"regime": regime.id, "version": regime.version, "rules": found}, ensure_ascii=False))


def _moment(text: str) -> datetime:
    from server.core.time import ZONE

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"不是 ISO 8601 时间 · not an ISO 8601 time: {text}", param_hint="--from") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
