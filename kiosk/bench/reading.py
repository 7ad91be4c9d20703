"""`hall bench reading`: seconds and character error of a page, ours and the default pipelines of the two engines.

All three run on the same page, in the same process, in turn, with the same two models, so that a busy machine is busy
for all of them. Whoever goes first changes from page to page.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kiosk.bench.page_folder import Sample
    from kiosk.bench.reading_peers import Figures

#: seeds of rendered petitions whose pages are read when no folder is given
_SEEDS = (101, 102, 103)


@click.command()
@click.option(
    "--pages",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="图片文件夹，同名 .txt 为正确文字 · images with .txt beside them",
)
@click.option(
    "--fields", "petitions", type=click.IntRange(1), metavar="N", help="要素：N 份材料 · fields of N petitions"
)
@click.option("--seed", default=1, show_default=True, help="--fields 的随机种子 · seed of --fields")
@click.option("--rounds", default=1, show_default=True, type=click.IntRange(1, 20), help="每页遍数 · times each page")
@click.option("--cache", type=click.Path(path_type=Path), default=None, help="缓存文件夹 · cache folder")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · one JSON object as the last line")
def reading(
    folder: Path | None, petitions: int | None, seed: int, rounds: int, cache: Path | None, as_json: bool
) -> None:
    """识别速度与准确率，对比默认流程；或要素提取的准确率 · Page speed and error against default pipelines; or fields."""
    if petitions is not None:
        from kiosk.bench.reading_fields import measure_fields, say_fields

        report = measure_fields(petitions, seed)
        say_fields(report)
        if as_json:
            click.echo(json.dumps(report, ensure_ascii=False))
        return
    samples = _samples(folder) if folder else _rendered()
    if not samples:
        click.echo(f"{folder} 里没有可用的图片 · no usable images in it", err=True)
        sys.exit(1)
    from kiosk.bench.reading_peers import compare
    from kiosk.reading.models import default_cache

    figures = compare(samples, rounds, cache or default_cache(), _say)
    _summary(figures)
    if as_json:
        click.echo(json.dumps(_as_data(figures), ensure_ascii=False))


def _samples(folder: Path) -> list[Sample]:
    from kiosk.bench.page_folder import Sample, Skipped, samples

    found = []
    for one in samples(folder):
        match one:
            case Skipped(name, reason):
                click.echo(f"跳过 skipped {name}：{reason}", err=True)
            case Sample(name, _, truth):
                if truth is None:
                    click.echo(f"{name}：没有同名 .txt，只计时间 · no .txt beside it, only timed", err=True)
                found.append(one)
    return found


def _rendered() -> list[Sample]:
    from kiosk.bench.page_folder import Sample
    from kiosk.bench.petition_pages import FontMissing, render_petition

    try:
        petitions = [(seed, render_petition(seed)) for seed in _SEEDS]
    except FontMissing as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    return [
        Sample(f"petition-{seed}-{page.kind}", page.jpeg, "\n".join(page.lines))
        for seed, petition in petitions
        for page in petition.pages
    ]


def _shown(part: float | None) -> str:
    return "—" if part is None else f"{part:.4f}"


def _say(words: str) -> None:
    click.echo(words)


def _summary(figures: Figures) -> None:
    for who in figures.contenders:
        click.echo(
            f"{who:10} 中位 median {figures.median_seconds(who):6.2f} s  最长 most {figures.most_seconds(who):6.2f} s"
            f"  共 total {figures.total_seconds(who):7.1f} s  CPU {figures.median_cpu(who):6.2f} s"
            f"  错字率 CER {_shown(figures.error(who))}"
        )
    for who in figures.contenders[1:]:
        click.echo(
            f"{who} ÷ 本机 ours = {figures.ratio(who):.2f} ×  CPU {figures.cpu_ratio(who):.2f} × （目标 · target ≥ 3）"
            f"  本机错字比它少 our CER below {_shown(figures.below(who))} （手写目标 · target for handwriting ≥ 0.25）"
        )
    told = [page.handwritten for page in figures.pages]
    click.echo(
        f"{len(told)} 页 pages，其中手写为主 mostly handwritten {sum(share > 0.5 for share in told)}，"
        f"有正确文字 with truth {sum(page.errors is not None for page in figures.pages)}"
    )
    click.echo(
        f"载入 loaded {figures.load_seconds:.1f} s  首页 first page {figures.first_seconds:.2f} s （目标 target ≤ 2）"
        f"  内存 memory {figures.memory_mb:.0f} MB （目标 target ≤ 900）"
    )


def _as_data(figures: Figures) -> dict[str, Any]:
    return {
        "pages": [
            {
                "name": page.name,
                "seconds": page.seconds,
                "cpu_seconds": page.cpu_seconds,
                "cer": page.errors,
                "handwritten": page.handwritten,
                "rounds": page.rounds,
            }
            for page in figures.pages
        ],
        "median_seconds": {who: round(figures.median_seconds(who), 3) for who in figures.contenders},
        "median_cpu_seconds": {who: round(figures.median_cpu(who), 3) for who in figures.contenders},
        "total_seconds": {who: round(figures.total_seconds(who), 3) for who in figures.contenders},
        "cer": {who: figures.error(who) for who in figures.contenders},
        "cer_below": {who: figures.below(who) for who in figures.contenders[1:]},
        "ratio": {who: round(figures.ratio(who), 2) for who in figures.contenders[1:]},
        "cpu_ratio": {who: round(figures.cpu_ratio(who), 2) for who in figures.contenders[1:]},
        "load_seconds": round(figures.load_seconds, 2),
        "first_page_seconds": round(figures.first_seconds, 2),
        "memory_mb": round(figures.memory_mb),
    }
