"""`hall read` and `hall pages`: read pages, judge pages, make synthetic ones. Light until a command runs."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kiosk.reading.fields.survey import Survey
    from kiosk.reading.result import PageIssue, PageText, ProposedField

_EXISTING = click.Path(path_type=Path)


@click.command(name="read")
@click.argument("files", metavar="PAGE...", nargs=-1, required=True, type=_EXISTING)
@click.option("--engine", type=click.Choice(["paddle", "rapid"]), default="paddle", help="识别引擎 · OCR engine")
@click.option("--models", metavar="DIR", default=None, help="模型文件夹 · folder with the OCR models")
@click.option("--cache", type=_EXISTING, default=None, help="缓存文件夹 · cache folder")
@click.option("--out", type=_EXISTING, default=None, help="保存扶正后的页面 · save the upright pages here")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · one JSON object as the last line")
def read(
    files: tuple[Path, ...], engine: str, models: str | None, cache: Path | None, out: Path | None, as_json: bool
) -> None:
    """识别材料页面并提取要素 · Read petition pages and propose fields."""
    from kiosk.reading.engine_name import EngineName
    from kiosk.reading.errors import ReadingError
    from kiosk.reading.models import default_cache

    pages = [page for file in files for page in _leaves(file)]
    begun = time.perf_counter()
    _quiet()
    try:
        from kiosk.reading.engine import open_engine
        from kiosk.reading.fields import propose
        from kiosk.reading.fields.survey import survey
        from kiosk.reading.pages import read_page

        opened = open_engine(EngineName(engine), models, cache or default_cache())
        loaded = time.perf_counter() - begun
        texts = [read_page(opened, page.data, index, page.frame) for index, page in enumerate(pages)]
        fields = propose(texts, None)
        seen = survey(texts)
    except ReadingError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    seconds = time.perf_counter() - begun - loaded
    if out is not None:
        _save(out, texts)
    for page, text in zip(pages, texts, strict=True):
        _show_page(page.name, text)
    _show_fields(fields)
    _show_survey(seen)
    click.echo(f"载入 {loaded:.1f} 秒，识别 {seconds:.1f} 秒 · loaded in {loaded:.1f} s, read in {seconds:.1f} s")
    if as_json:
        report = {
            "pages": [{"file": page.name} | _page_data(text) for page, text in zip(pages, texts, strict=True)],
            "fields": [_field_data(field) for field in fields],
            "survey": _survey_data(seen),
            "seconds": round(seconds, 3),
            "engine": engine,
            "load_seconds": round(loaded, 3),
        }
        click.echo(json.dumps(report, ensure_ascii=False))
    if any(not text.image for text in texts):
        sys.exit(1)


@click.group(name="pages")
def pages() -> None:
    """材料页面：检查、生成样张 · Petition pages: check them, make synthetic ones."""


@pages.command(name="check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_EXISTING)
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · one JSON object as the last line")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """检查页面能否识别（不识别文字）· Judge whether pages can be read, without reading them."""
    from kiosk.reading.pages import check_page

    leaves = [leaf for file in files for leaf in _leaves(file)]
    verdicts = {leaf.name: check_page(leaf.data, leaf.frame) for leaf in leaves}
    for name, issues in verdicts.items():
        click.echo(f"{name}: {'；'.join(_say(issue) for issue in issues) or '可以识别 · fine'}")
    if as_json:
        click.echo(json.dumps({name: [i.value for i in issues] for name, issues in verdicts.items()}))
    if any(verdicts.values()):
        sys.exit(1)


@pages.command(name="render")
@click.option("--out", type=_EXISTING, required=True, metavar="DIR", help="输出文件夹 · output folder")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="随机种子，同一种子同一材料 · same seed, same pages"
)
@click.option("--count", type=click.IntRange(1, 3), default=3, show_default=True, help="页数 · number of pages")
def render(out: Path, seed: int, count: int) -> None:
    """生成虚构的信访材料（图片、文字、要素）· Render a synthetic petition: images, text, truth."""
    from dataclasses import asdict

    from kiosk.bench.petition_pages import FontMissing, render_petition

    try:
        petition = render_petition(seed, count=count)
        out.mkdir(parents=True, exist_ok=True)
    except (FontMissing, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    for number, page in enumerate(petition.pages, start=1):
        image = out / f"petition-{seed}-{number}-{page.kind}.jpg"
        image.write_bytes(page.jpeg)
        image.with_suffix(".txt").write_text("\n".join(page.lines) + "\n", encoding="utf-8")
        click.echo(str(image))
    truth = out / f"petition-{seed}.json"
    truth.write_text(json.dumps(asdict(petition.truth), ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    click.echo(str(truth))


@pages.command(name="handwrite")
@click.option("--out", type=_EXISTING, required=True, metavar="DIR", help="输出文件夹 · output folder")
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子 · seed of the first page")
@click.option("--count", type=click.IntRange(1, 200), default=5, show_default=True, help="页数 · number of pages")
@click.option("--fonts", type=_EXISTING, default=None, help="手写字体文件夹 · folder with handwriting-like fonts")
def handwrite(out: Path, seed: int, count: int, fonts: Path | None) -> None:
    """生成手写样的来信照片，用于测量 · Render photographed letters as a hand writes them, for measuring."""
    from kiosk.bench.hand_pages import faces, hand_petition
    from kiosk.bench.petition_pages import FontMissing

    try:
        files = faces(fonts)
        out.mkdir(parents=True, exist_ok=True)
    except (FontMissing, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    for number in range(seed, seed + count):
        page = hand_petition(number, files)
        image = out / f"hand-{number:03d}.jpg"
        image.write_bytes(page.jpeg)
        image.with_suffix(".txt").write_text("\n".join(page.lines) + "\n", encoding="utf-8")
        click.echo(f"{image}（{page.face}）")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One page of a file; `name` says which."""

    name: str
    data: bytes
    frame: int


def _leaves(file: Path) -> list[_Leaf]:
    """The pages of a file: scanners put a whole stack into one TIFF. Of more than a registration carries, the first."""
    from kiosk.reading.decode import MAX_LEAVES, leaves

    data = _load(file)
    frames = leaves(data, MAX_LEAVES + 1)
    if len(frames) > MAX_LEAVES:
        words = (
            f"{file} 超过 {MAX_LEAVES} 页，只读前 {MAX_LEAVES} 页，其余请另存后再读 · only the first {MAX_LEAVES} pages"
        )
        click.echo(f"{words} are read, save the others apart", err=True)
    if len(frames) == 1:
        return [_Leaf(str(file), data, frames[0])]
    return [_Leaf(f"{file} [{n}]", data, frame) for n, frame in enumerate(frames[:MAX_LEAVES], start=1)]


def _load(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        click.echo(f"无法打开 {file}：{error.strerror}，请检查文件名 · cannot open the file, check its name", err=True)
        sys.exit(1)


def _quiet() -> None:
    """The OCR libraries warn about everything; the words of this command are its own."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


def _save(out: Path, texts: list[PageText]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for text in texts:
        if text.image:
            (out / f"page-{text.index + 1}.jpg").write_bytes(text.image)


def _show_page(name: str, text: PageText) -> None:
    click.echo(f"—— {name}（{text.seconds:.2f} 秒）")
    for issue in text.issues:
        click.echo(f"   ! {_say(issue)}")
    for line in text.lines:
        click.echo(f"   {line.confidence:4.2f}  {line.text}")


def _show_fields(fields: tuple[ProposedField, ...]) -> None:
    if fields:
        click.echo("—— 提取的要素，请核对 · proposed fields, to be confirmed")
    for field in fields:
        mark = "?" if field.doubtful else " "
        form = f" = {field.normalised}" if field.normalised and field.normalised != field.value else ""
        remark = f"（{field.remark}）" if field.remark else ""
        click.echo(f" {mark} {field.kind.value:13} {field.confidence:4.2f}  {field.value}{form}{remark}")


def _page_data(text: PageText) -> dict[str, Any]:
    return {
        "index": text.index,
        "seconds": round(text.seconds, 3),
        "issues": [issue.value for issue in text.issues],
        "text": text.text,
        "width": text.width,
        "height": text.height,
        "lines": [
            {"text": line.text, "box": line.box, "confidence": line.confidence, "handwriting": line.handwriting}
            for line in text.lines
        ],
    }


def _show_survey(seen: Survey) -> None:
    if seen.signatories is not None:
        mark = "?" if seen.signatories.doubtful else " "
        click.echo(f" {mark} {'co-signers':13} {seen.signatories.number} {seen.signatories.of.value}")
    for item in seen.attachments:
        click.echo(f"   {'attachment':13} {item.title} {item.amount or ''}{item.unit}")
    for answer in seen.answers:
        click.echo(f" {'?' if answer.doubtful else ' '} {answer.question.value:13} 是 yes：{answer.value}")
    for later, earlier in seen.repeated.items():
        click.echo(f" ? 第 {later + 1} 页与第 {earlier + 1} 页相同 · page {later + 1} shows page {earlier + 1} again")


def _survey_data(seen: Survey) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "signatories": asdict(seen.signatories) if seen.signatories else None,
        "attachments": [asdict(item) for item in seen.attachments],
        "answers": [asdict(answer) for answer in seen.answers],
        "kinds": [kind.value for kind in seen.kinds],
        "repeated": {str(later): earlier for later, earlier in seen.repeated.items()},
        "characters": len(seen.text),
        "as_attachment": seen.as_attachment,
    }


def _field_data(field: ProposedField) -> dict[str, Any]:
    return {
        "kind": field.kind.value,
        "value": field.value,
        "normalised": field.normalised,
        "page": field.page,
        "region": field.region,
        "confidence": field.confidence,
        "source": field.source.value,
        "rule": field.rule,
        "doubtful": field.doubtful,
        "remark": field.remark,
    }


def _say(issue: PageIssue) -> str:
    from kiosk.reading.words import ISSUES

    return ISSUES[issue]
