"""`hall admin figures recount`: count every day of the reports anew, after units or classes were put right."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.opening import data_option, database_option, json_option, open_up, say, settings_of


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
