"""`hall print …`. Heavy imports stay inside the commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printers.form_command import print_form
from printers.simulate_command import simulate_printer

if TYPE_CHECKING:
    from drivers.core.recording import Recorder
    from printers.layout.blocks import Block
    from printers.layout.slip import Slip
    from printers.profiles import Profile
    from printers.transport.base import Transport

DEFAULT_PROFILE = "generic-80mm"
__all__ = ["print_group", "simulate_printer"]


#: how every command that talks to a printer can be recorded
RECORD_OPTIONS = (
    click.option(
        "--record",
        type=click.Path(path_type=Path, dir_okay=False),
        help="把与打印机的通信写入文件，文字遮盖 · Record the traffic with the printer, its text masked",
    ),
    click.option(
        "--record-unmasked", is_flag=True, help="录制时不遮盖（仅限测试纸）· Record unmasked: test papers only"
    ),
)


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the ways in which a paper can leave: image, bytes, text, printer."""
    for option in (
        click.option(
            "--json", "as_json", is_flag=True, help="最后一行输出 JSON · Print one JSON object as the last line"
        ),
        click.option(
            "--profile", "profile_name", default=DEFAULT_PROFILE, show_default=True, help="打印机型号 · Profile"
        ),
        click.option(
            "--logo",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="印在最上面的 PNG · A PNG above it all",
        ),
        click.option(
            "--printer",
            "address",
            metavar="ADDRESS",
            help="送到打印机 tcp://、serial://、usb://、cups:// · Send to this printer",
        ),
        *RECORD_OPTIONS,
        click.option("--text", "as_text", is_flag=True, help="显示文字 · Show as text"),
        click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="写出字节 · Write the exact bytes"),
        click.option("--preview", type=click.Path(path_type=Path, dir_okay=False), help="写出图片 · Write a PNG"),
    ):
        command = option(command)
    return command


@click.group("print")
def print_group() -> None:
    """打印回执和测试页，查看打印机 · Print slips and test pages, look at the printer."""


print_group.add_command(print_form)


@print_group.command("slip")
@click.option("--sample", is_flag=True, help="示例回执（默认） · The sample slip (default)")
@click.option("--slip", "slip_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="JSON 回执文件")
@output_options
def print_slip(sample: bool, slip_file: Path | None, **output: Any) -> None:
    """打印或预览来访登记回执 · Print or preview a registration slip."""
    from printers.layout.sample import sample_slip
    from printers.layout.slip import lay_out

    if sample and slip_file:
        raise click.UsageError("--sample 与 --slip 只能选一个 · Choose one of --sample and --slip")
    slip = _load_slip(slip_file) if slip_file else sample_slip()
    _put_out(lay_out(slip), _profile(output.pop("profile_name")), **output)


@print_group.command("test")
@output_options
def print_test(**output: Any) -> None:
    """打印测试页 · Print a test page."""
    from printers.layout.testpage import test_page

    profile = _profile(output.pop("profile_name"))
    _put_out(test_page(profile.title, profile.columns), profile, **output)


@print_group.command("status")
@click.option("--printer", "address", metavar="ADDRESS", required=True, help="打印机地址 · Address")
@click.option("--profile", "profile_name", default=DEFAULT_PROFILE, show_default=True, help="打印机型号 · Profile")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print one JSON object")
@RECORD_OPTIONS[0]
def print_status(address: str, profile_name: str, as_json: bool, record: Path | None) -> None:
    """查看打印机状态 · Ask the printer how it is."""
    from drivers.core.errors import DeviceError
    from printers.conversation import Conversation
    from printers.health import ANSWER_S
    from printers.recorded import record_question
    from printers.status import NearEnd, Online
    from printers.transport.uri import BadPrinterAddress

    profile = _profile(profile_name)
    try:
        with _way_to(address, profile, record, unmasked=False) as (connect, recorder):
            if recorder:
                record_question(recorder)
            with connect() as transport:
                state = Conversation(transport, ANSWER_S).status(profile.sensors)
    except BadPrinterAddress as error:
        raise click.UsageError(str(error)) from error
    except DeviceError as error:
        kind, cause, remedy, good = type(error).__name__, error.cause, error.remedy, False
    else:
        kind, cause, remedy = type(state).__name__, state.cause, state.remedy
        good = isinstance(state, Online | NearEnd)
    click.echo(f"{cause}{'；' if remedy else ''}{remedy}", err=not good)
    if as_json:
        _echo_json({"status": kind, "cause": cause, "remedy": remedy, "printer": address})
    sys.exit(0 if good else 1)


def _put_out(
    blocks: tuple[Block, ...],
    profile: Profile,
    *,
    preview: Path | None,
    to: Path | None,
    as_text: bool,
    address: str | None,
    record: Path | None,
    record_unmasked: bool,
    logo: Path | None,
    as_json: bool,
) -> None:
    from printers.render.escpos import render_escpos
    from printers.render.font import NoChineseFont
    from printers.render.png import render_png
    from printers.render.text import render_text

    if record and not address:
        raise click.UsageError("--record 要和 --printer 一起用 · --record needs --printer")
    if logo:
        profile = profile.model_copy(update={"logo": logo})
    report: dict[str, Any] = {"profile": profile.name}
    if as_text or not (preview or to or address):
        click.echo(render_text(blocks, profile.columns))
    try:
        payload = render_escpos(blocks, profile)
        if preview:
            preview.write_bytes(render_png(blocks, profile))
            report["preview"] = str(preview)
            click.echo(f"图片 · Preview: {preview}")
        if to:
            to.write_bytes(payload)
            report["to"] = str(to)
            click.echo(f"字节 · Bytes: {to} ({len(payload)})")
    except (NoChineseFont, OSError) as error:
        raise click.ClickException(str(error)) from error
    report["bytes"] = len(payload)
    good = True
    if address:
        kind, cause, remedy = _print(payload, profile, address, record, unmasked=record_unmasked)
        good = kind == "Printed"
        report |= {"outcome": kind, "cause": cause, "remedy": remedy}
        click.echo(f"{cause}{'；' if remedy else ''}{remedy}", err=not good)
    if as_json:
        _echo_json(report)
    sys.exit(0 if good else 1)


def _print(
    payload: bytes, profile: Profile, address: str, record: Path | None, *, unmasked: bool
) -> tuple[str, str, str]:
    """Print by hand: each call is a job of its own, and its journal is not kept."""
    import tempfile
    from threading import Event
    from uuid import uuid4

    from printers.journal import Journal
    from printers.printing import Job, Patience, print_once
    from printers.recorded import record_job
    from printers.transport.uri import BadPrinterAddress

    job, patience = Job(f"by-hand/{uuid4()}", payload), Patience()
    with (
        tempfile.TemporaryDirectory() as folder,
        _way_to(address, profile, record, unmasked=unmasked) as (connect, recorder),
    ):
        if recorder:
            record_job(recorder, job, profile, patience)
        journal = Journal(Path(folder) / "journal.db")
        try:
            outcome = print_once(job, connect, journal, Event(), profile=profile, patience=patience)
        except BadPrinterAddress as error:
            raise click.UsageError(str(error)) from error
    return type(outcome).__name__, outcome.cause, outcome.remedy


@contextmanager
def _way_to(
    address: str, profile: Profile, record: Path | None, *, unmasked: bool
) -> Iterator[tuple[Callable[[], Transport], Recorder | None]]:
    """Give what opens the printer, recorded into `record` if one is named."""
    from contextlib import closing
    from datetime import UTC, datetime
    from functools import partial

    from printers.recorded import recorded, recorder
    from printers.transport.uri import open_printer

    connect = partial(open_printer, address)
    if record is None:
        yield connect, None
        return
    try:
        made = recorder(record, profile, address, datetime.now(UTC).astimezone(), masked=not unmasked)
    except OSError as error:
        raise click.ClickException(f"无法写入录制文件 · The recording cannot be written: {error}") from error
    with closing(made):
        yield recorded(connect, made, profile.encoding), made


def _profile(name: str) -> Profile:
    from printers.profiles import UnknownProfile, load

    try:
        return load(name)
    except UnknownProfile as error:
        raise click.UsageError(str(error)) from error


def _load_slip(path: Path) -> Slip:
    from pydantic import TypeAdapter, ValidationError

    from printers.layout.slip import Slip

    try:
        return TypeAdapter(Slip).validate_json(path.read_bytes())
    except ValidationError as error:
        raise click.UsageError(f"回执文件有错 {path} · The slip file is wrong: {error}") from error


def _echo_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
