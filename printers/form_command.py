"""`hall print form`: A4 papers to a PDF file or through CUPS. Heavy imports stay inside the command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from printers.layout.forms import Form
    from printers.outcome import Outcome


@click.command("form")
@click.option(
    "--kind",
    type=click.Choice(["registration", "acceptance"]),
    default="registration",
    show_default=True,
    help="来访登记表 / 受理告知书 · Which paper",
)
@click.option("--sample", is_flag=True, help="示例（默认） · The sample (default)")
@click.option("--facts", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="JSON 内容文件 · Its facts")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="写出 PDF · Write the PDF")
@click.option("--cups", "queue", metavar="QUEUE", help="CUPS 队列名或 cups:// 地址 · Print on this queue")
@click.option("--trust", is_flag=True, help="以 CUPS 完成为打完 · Take CUPS's completed for printed")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · Print one JSON object as the last line")
def print_form(
    kind: str, sample: bool, facts: Path | None, to: Path | None, queue: str | None, trust: bool, as_json: bool
) -> None:
    """A4 文书：写成 PDF，或经 CUPS 打印 · An A4 paper as a PDF file, or printed through CUPS."""
    from printers.render.font import NoChineseFont
    from printers.render.pdf import render_pdf
    from printers.render.typeface import NoFormFont

    if sample and facts:
        raise click.UsageError("--sample 与 --facts 只能选一个 · Choose one of --sample and --facts")
    if not (to or queue):
        raise click.UsageError("请给出 --to 或 --cups · Say where it goes: --to FILE.pdf or --cups QUEUE")
    try:
        document = render_pdf(_form(kind, facts))
        if to:
            to.write_bytes(document)
            click.echo(f"PDF: {to} ({len(document)})")
    except (NoFormFont, NoChineseFont, OSError) as error:
        raise click.ClickException(str(error)) from error
    report: dict[str, Any] = {"kind": kind, "bytes": len(document), "to": str(to) if to else None}
    good = True
    if queue:
        outcome = _print(document, queue, trust)
        good = type(outcome).__name__ == "Printed"
        report |= {"outcome": type(outcome).__name__, "cause": outcome.cause, "remedy": outcome.remedy}
        click.echo(f"{outcome.cause}{'；' if outcome.remedy else ''}{outcome.remedy}", err=not good)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    sys.exit(0 if good else 1)


def _form(kind: str, facts: Path | None) -> Form:
    from pydantic import TypeAdapter, ValidationError

    from printers.layout import notices, registration
    from printers.layout.sample import sample_acceptance, sample_registration

    try:
        if kind == "acceptance":
            acceptance = TypeAdapter(notices.Acceptance)
            return notices.lay_out(acceptance.validate_json(facts.read_bytes()) if facts else sample_acceptance())
        registered = TypeAdapter(registration.Registration)
        return registration.lay_out(registered.validate_json(facts.read_bytes()) if facts else sample_registration())
    except ValidationError as error:
        raise click.UsageError(f"内容文件有错 {facts} · The facts are wrong: {error}") from error
    except notices.BadWording as error:
        raise click.ClickException(str(error)) from error


def _print(document: bytes, address: str, trust: bool) -> Outcome:
    """Print by hand: each call is a job of its own, and its journal is not kept."""
    import tempfile
    from threading import Event
    from uuid import uuid4

    from printers.journal import Journal
    from printers.spooling import SpoolJob, print_spooled
    from printers.transport.queue import open_queue

    try:
        queue = open_queue(address if "://" in address else f"cups:///{address}")
    except ValueError as error:
        raise click.UsageError(f"队列有误 {address}，应为队列名或 cups://主机/队列 · Bad queue") from error
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db")
        return print_spooled(SpoolJob(f"by-hand/{uuid4()}", document), queue, journal, Event(), trust=trust)
