"""`hall routing`: learn from confirmed matters, choose a version, go back, and see why a text is taken for what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from server.cli.opening import at_work, database_option, open_up, settings_of

if TYPE_CHECKING:
    from server.routing.examples import Example
    from server.routing.learned.files import Manifest
    from server.routing.learned.store import Shelf

_data = click.option("--data", type=click.Path(path_type=Path), help="数据目录 · Folder of the data.")
_json = click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line.")
#: how the default classifier is called here
_DEFAULT = "default"


@click.group(help="事项分类：学习、选用、回退、说明 · What matters are about: learn, choose, go back, explain")
def routing() -> None:
    """Group of the commands about recognising matters."""


@routing.command(
    help="从已确认类别的事项学习（文件每行 JSON：text、label 类别编号或名称、group；“-”为标准输入；或 --from-database 取本大厅甄别岗"
    "确认、更正过的事项），与现用的比较，不自动启用 · Learn from confirmed matters, of a file or of this hall, and compare "
    "with the version in use; nothing changes until `use`"
)
@click.argument("examples", type=click.File(encoding="utf-8-sig"), required=False)
@click.option("--from-database", is_flag=True, help="本大厅已确认的事项 · Matters this hall has confirmed")
@click.option("--held-back", default=0.15, show_default=True, type=click.FloatRange(0.05, 0.5), help="留出比例 · Share")
@click.option("--seed", default=0, show_default=True, help="划分的种子，应保持不变 · Seed of the split; keep it")
@click.option("--use", "at_once", is_flag=True, help="更好则立即启用，否则失败 · Use it at once when better, else fail")
@_data
@database_option
@_json
def learn(
    examples: TextIO | None,
    from_database: bool,
    held_back: float,
    seed: int,
    at_once: bool,
    data: Path | None,
    database: str | None,
    as_json: bool,
) -> None:
    """Store a new version with its figures."""
    from server.core.time import wall_clock
    from server.routing.examples import ExamplesInvalid, read_examples, split
    from server.routing.labels import code_of
    from server.routing.learned import store
    from server.routing.learned.groups import together
    from server.routing.learned.train import learn as teach

    if (examples is None) is not from_database:
        raise click.UsageError(
            "请给出样例文件，或者 --from-database，二者选一 · Give a file or --from-database, one of them."
        )
    with _troubles():
        found = read_examples(examples, examples.name) if examples else _of_this_hall(data, database)
        confirmed = together([replace(one, label=code_of(one.label)) for one in found])
        lesson, held = split(confirmed, held_back, seed)
        if not held:
            raise ExamplesInvalid("样例太少，无法留出比较 · too few examples to hold any back")
        shelf = _shelf(data)
        manifest = store.keep(shelf, teach(lesson), len(lesson), held, wall_clock())
        _show(manifest, in_use=False)
        if at_once:
            store.use(shelf, manifest.version)
    if at_once:
        click.echo(f"现用 · In use: {manifest.version}")
    elif manifest.better:
        click.echo(f"启用 · Use it:  hall routing use {manifest.version}")
    else:
        click.echo("不如现用的版本，保持不变 · No better than the version in use; nothing changes.")
    if as_json:
        click.echo(manifest.model_dump_json())


def _of_this_hall(data: Path | None, database: str | None) -> list[Example]:
    """Return what the desks of this hall confirmed, opened with the key of the centre; it is written nowhere."""
    from server.audit import service as audit
    from server.cases.confirmed import confirmed
    from server.routing.examples import Example, ExamplesInvalid

    with at_work(data, database) as work:
        found = [Example(one.text, one.category, one.chain) for one in confirmed(work)]
        audit.record(work, "routing.learned", f"cases:{len(found)}")
    if not found:
        raise ExamplesInvalid(
            "甄别岗还没有确认过类别，转送时请选择内容分类 · no class was confirmed yet; choose one when sending a matter on"
        )
    return found


@routing.command("list", help="列出各版本及其成绩 · Versions and their figures")
@_data
@_json
def list_versions(data: Path | None, as_json: bool) -> None:
    """Show every version, the one in use marked."""
    from server.routing.learned import store

    shelf = _shelf(data)
    with _troubles():
        now = store.present(shelf)
        found = store.learned(shelf)
    click.echo(f"{'*' if now == store.DEFAULT else ' '} {_DEFAULT}  默认分类，未经学习 · has learned nothing")
    for manifest in found:
        _show(manifest, in_use=manifest.version == now)
    if as_json:
        rows = [manifest.model_dump(mode="json") for manifest in found]
        click.echo(json.dumps({"in_use": now or _DEFAULT, "versions": rows}, ensure_ascii=False))


@routing.command(help="启用某版本；default 为默认分类 · Put a version in use; `default` for none")
@click.argument("version")
@click.option("--anyway", is_flag=True, help="即使成绩不更好 · Even if it does no better")
@_data
def use(version: str, anyway: bool, data: Path | None) -> None:
    """Refuse a version that did no better, unless told otherwise."""
    from server.routing.learned import store

    with _troubles():
        store.use(_shelf(data), store.DEFAULT if version == _DEFAULT else version, anyway=anyway)
    click.echo(f"现用 · In use: {version}")


@routing.command(help="回到上一个启用的版本 · Go back to what was in use before")
@_data
def rollback(data: Path | None) -> None:
    """One step back."""
    from server.routing.learned import store

    with _troubles():
        before = store.rollback(_shelf(data))
    click.echo(f"现用 · In use: {before or _DEFAULT}")


@routing.command(help="说明一段文字被认作什么、为什么 · What a text is taken for, and by which words")
@click.argument("text")
@click.option(
    "--hall", default="", help="大厅区划代码：另说明责任单位 · Region of a hall: also who is responsible there"
)
@click.option("--place", default="", help="事发地区划代码 · Region where it arose")
@_data
@database_option
@_json
def explain(text: str, hall: str, place: str, data: Path | None, database: str | None, as_json: bool) -> None:
    """The three likeliest classes, purpose, kind, route and urgency; for a hall the unit and the reason as well."""
    from server.routing import cues
    from server.routing.kinds import propose
    from server.routing.learned.guesses import guess
    from server.routing.scheme import classes

    with _troubles():
        guesses = guess(_shelf(data), text)
    proposal = propose(text, cues.accusation(text))
    rows = [
        {"code": one.code, "path": classes()[one.code].path, "confidence": round(one.confidence, 3), "words": one.words}
        for one in guesses[:3]
    ]
    for one in guesses[:3]:
        path = " / ".join(classes()[one.code].path)
        click.echo(f"{one.confidence:5.2f}  {one.code}  {path}   {'、'.join(one.words)}")
    kind = proposal.kind.value if proposal.kind else "咨询，不作为信访事项 · an enquiry, no matter"
    click.echo(f"{proposal.purpose.value} · {kind} · {proposal.legal_basis} · {proposal.urgency.value}")
    decision = _decided(text, hall, place, data, database) if hall else {}
    if decision:
        click.echo(f"{decision['unit'] or '甄别岗 · screening desk'}：{decision['reason']}")
    if as_json:
        answer: dict[str, object] = decision | {
            "guesses": rows,
            "purpose": proposal.purpose.value,
            "kind": proposal.kind.value if proposal.kind else None,
            "route": proposal.route.value if proposal.route else None,
            "urgency": proposal.urgency.value,
            "words": proposal.words,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))


def _decided(text: str, hall: str, place: str, data: Path | None, database: str | None) -> dict[str, object]:
    """Return what the duty catalogue of this centre says; nothing is stored."""
    from server.core.time import local
    from server.routing.service import RoutingQuestion, decide
    from server.units import service as units

    with at_work(data, database) as work:
        found = decide(work.session, RoutingQuestion(text, place, hall, ()), local(work.now).date())
        unit = units.ref(work.session, found.unit_code) if found.unit_code else None
        others = [ref.name for code in found.alternatives if (ref := units.ref(work.session, code))]
        told = units.parties(work.session, unit.code) if unit else ()
    return {
        "outcome": found.outcome.value,
        "unit": unit.name if unit else "",
        "reason": found.reason.zh,
        "reason_en": found.reason.en,
        "alternatives": others,
        "parties": [f"{one.role.value} {one.holder}" for one in told],
    }


def _show(manifest: Manifest, *, in_use: bool) -> None:
    click.echo(
        f"{'*' if in_use else ' '} {manifest.version}  {len(manifest.labels)} 类 · labels, {manifest.texts} 条 · texts, "
        f"macro-F1 {manifest.figures['macro_f1']:.3f} "
        f"（{manifest.compared_with or _DEFAULT}: {manifest.present_figures['macro_f1']:.3f}）, "
        f"accuracy {manifest.figures['accuracy']:.3f}, calibration error {manifest.figures['calibration_error']:.3f}"
    )


def _shelf(data: Path | None) -> Shelf:
    """Where this centre keeps what it learned, with its key. Database settings of the environment hold here too."""
    from server.routing.learned.store import Shelf
    from server.routing.settings import models_folder

    settings = settings_of(data, None)
    centre = open_up(settings)
    centre.engine.dispose()
    return Shelf(models_folder(settings.data), centre.vault)


@contextmanager
def _troubles() -> Iterator[None]:
    """Say what is wrong and end with exit code 1."""
    from server.routing.examples import ExamplesInvalid
    from server.routing.learned.files import ModelUnusable
    from server.routing.learned.store import NotBetter

    try:
        yield
    except (ExamplesInvalid, ModelUnusable, NotBetter, OSError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
