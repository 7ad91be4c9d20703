"""`hall bench routing`: how well texts with known classes are recognised, without training and after learning."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from server.routing.examples import Example
    from server.routing.measure import Answer

#: which branch of the scheme a label means; a label that is not here is looked up as a class code or a branch name
_LABELS = Path(__file__).with_name("bench_labels.csv")


@cache
def label_codes() -> Mapping[str, frozenset[str]]:
    """Return the branches (two digits) of every label name known."""
    found: dict[str, set[str]] = {}
    with _LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["label"], set()).add(row["code"])
    return {label: frozenset(codes) for label, codes in found.items()}


def answer_by_default(text: str, truth: str, labels: Sequence[str]) -> Answer:
    """Ask the classifier that has learned nothing; a branch that none of `labels` means gives no answer."""
    from server.routing.classify import classify
    from server.routing.measure import Answer

    sure: dict[str, float] = {}
    for guess in classify(text):
        for label in labels:
            if guess.code[:2] in label_codes().get(label, ()) or (label.isdigit() and guess.code.startswith(label[:2])):
                sure[label] = max(sure.get(label, 0.0), guess.confidence)
    ranked = sorted(sure, key=lambda label: -sure[label])
    return Answer(truth, tuple(ranked), sure[ranked[0]] if ranked else 0.0)


@dataclass(frozen=True, slots=True)
class Timed:
    answers: list[Answer]
    ms_per_text: float


def timed(ask: Callable[[Example], Answer], examples: Sequence[Example]) -> Timed:
    """Ask for one text after the other, as a terminal does."""
    began = time.perf_counter()
    answers = [ask(example) for example in examples]
    return Timed(answers, (time.perf_counter() - began) * 1000 / len(examples))


@click.command(
    help="事项分类的准确程度：未学习时与学习后 · How well matters are recognised, untrained and after learning"
)
@click.option(
    "--messages",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="已知类别的样例，每行 JSON：label、text、group · Texts with known labels, JSON lines",
)
@click.option(
    "--train",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="用来学习的样例；不给时从 --messages 中按 group 留出 · Learn from these; else part of --messages is held back",
)
@click.option("--held-back", default=0.2, show_default=True, type=click.FloatRange(0.05, 0.9), help="留出比例 · Share")
@click.option("--seed", default=0, show_default=True, help="划分的种子 · Seed of the split")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def routing(messages: Path, train: Path | None, held_back: float, seed: int, as_json: bool) -> None:
    """Both classifiers on the same held-back texts; the default one also on all of them."""
    from server.routing.examples import ExamplesInvalid

    try:
        figures = compare(messages, train, held_back, seed)
    except (ExamplesInvalid, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for name, row in figures.items():
        click.echo(name + "  " + "  ".join(f"{key} {value}" for key, value in row.items()))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))


def compare(messages: Path, train: Path | None, held_back: float, seed: int) -> dict[str, dict[str, float]]:
    """Return the figures by classifier. Raise ExamplesInvalid, OSError or ValueError."""
    from server.routing.examples import split
    from server.routing.learned.train import learn
    from server.routing.measure import measure

    every = _read(messages)
    lesson, test = split(every, held_back, seed) if train is None else (_read(train), every)
    labels = sorted({example.label for example in every})
    unmeant = [label for label in labels if not label.isdigit() and label not in label_codes()]
    if unmeant:
        raise ValueError(f"不知道这些类别名对应哪一类 · add these labels to {_LABELS.name}: {'、'.join(unmeant)}")
    default = timed(lambda example: answer_by_default(example.text, example.label, labels), every)
    began = time.perf_counter()
    model = learn(lesson)
    seconds = time.perf_counter() - began
    learned = timed(lambda example: model.answer(example.text, example.label), test)
    held = set(test)
    return {
        "default": measure(default.answers).as_dict() | {"ms_per_text": round(default.ms_per_text, 3)},
        "default_held_back": measure(
            [answer for answer, example in zip(default.answers, every, strict=True) if example in held]
        ).as_dict(),
        "learned": measure(learned.answers).as_dict()
        | {
            "ms_per_text": round(learned.ms_per_text, 3),
            "training_seconds": round(seconds, 1),
            "training_texts": len(lesson),
        },
    }


def _read(path: Path) -> list[Example]:
    from server.routing.examples import read_examples

    with path.open(encoding="utf-8") as file:
        return read_examples(file, path.name)
