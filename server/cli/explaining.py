"""`hall admin explain …`: what a finding of `hall admin verify` is about."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli.opening import at_work, data_option, database_option, json_option, say


@click.command("explain")
@click.argument("about", nargs=-1)
@data_option
@database_option
@json_option
def explain(about: tuple[str, ...], data: Path | None, database: str | None, as_json: bool) -> None:
    """说明核验发现的问题：存储的与历史、审计推出的逐项对照 · What a finding is about: stored beside what follows.

    ABOUT 是发现中冒号前的内容（编号、账户、数据表和键）；不写则说明每一件有问题的事项。
    What stands before the colon of a finding; nothing: every matter with a fault.
    """
    from server.invariants import explaining

    with at_work(data, database) as work:
        lines = explaining.explain(work, about)
    if as_json:
        say({"about": " ".join(about), "lines": lines})
        return
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("没有有问题的事项 · no matter has a fault")
