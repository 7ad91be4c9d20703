"""`hall admin figures …`: count every day of the reports anew; how many took part in rating and were satisfied."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import click

from server.cli.opening import at_work, data_option, database_option, json_option, open_up, say, settings_of


@click.group()
def figures() -> None:
    """报表的每日数字 · The figures of the days that reports are made of."""


@figures.command("recount")
@data_option
@database_option
@json_option
def recount(data: Path | None, database: str | None, as_json: bool) -> None:
    """全部重新统计；统计期间报表照常使用 · Count every day anew; reports go on meanwhile."""
    from server.analysis import counting

    centre = open_up(settings_of(data, database))
    try:
        days = counting.recount(centre)
    finally:
        centre.engine.dispose()
    if as_json:
        say({"days": days})
        return
    click.echo(f"已重新统计 {days} 天 · {days} days counted anew")


@figures.command("satisfaction")
@click.option("--from", "begin", required=True, type=click.DateTime(["%Y-%m-%d"]), help="起始日 · First day.")
@click.option("--to", "end", required=True, type=click.DateTime(["%Y-%m-%d"]), help="截止日（含）· Last day.")
@data_option
@database_option
@json_option
def satisfaction(begin: datetime, end: datetime, data: Path | None, database: str | None, as_json: bool) -> None:
    """参评率、满意率、参评满意率（两种算法）；应评为0时为空 · Rates of taking part and satisfaction, by formula."""
    from server.analysis.satisfaction import Formula, rate, rated
    from server.cases.rating import Subject
    from server.core.time import ZONE

    if end < begin:
        raise click.UsageError("截止日早于起始日 · the last day lies before the first")
    since = datetime.combine(begin.date(), time(), ZONE)
    until = datetime.combine(end.date() + timedelta(days=1), time(), ZONE)
    with at_work(data, database) as work:
        counts = {one: rated(work.session, one, since, until, work.now) for one in (Subject.OFFICE, Subject.UNIT)}
    found = {
        subject.value: {
            "satisfied": of.satisfied,
            "fair": of.fair,
            "unsatisfied": of.unsatisfied,
            "unrated": of.unrated,
            "due": of.due,
            **{formula.value: None if (share := rate(formula, of)) is None else str(share) for formula in Formula},
        }
        for subject, of in counts.items()
    }
    if as_json:
        say(found)
        return
    for name, figures_of in found.items():
        click.echo(name)
        for key, value in figures_of.items():
            click.echo(f"  {key:34} {'—' if value is None else value}")
