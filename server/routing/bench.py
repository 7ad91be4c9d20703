"""`hall bench routing`: how well texts with known classes are recognised, without training and after learning."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from server.routing.examples import Example
    from server.routing.measure import Answer


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
@click.option("--baselines", is_flag=True, help="同样例上另测常见做法 · Also measure common ways on the same texts")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def routing(messages: Path, train: Path | None, held_back: float, seed: int, baselines: bool, as_json: bool) -> None:
    """Both classifiers on the same held-back texts; the default one also on all of them."""
    from server.routing.examples import ExamplesInvalid

    try:
        figures = compare(messages, train, held_back, seed, baselines=baselines)
    except (ExamplesInvalid, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for name, row in figures.items():
        click.echo(name + "  " + "  ".join(f"{key} {value}" for key, value in row.items()))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))


def compare(
    messages: Path, train: Path | None, held_back: float, seed: int, *, baselines: bool = False
) -> dict[str, dict[str, float]]:
    """Return the figures by classifier; the default one is left out when a label means nothing in the scheme.

    Raise ExamplesInvalid, OSError or ValueError.
    """
    from server.routing.examples import split
    from server.routing.labels import is_known
    from server.routing.learned.train import learn
    from server.routing.measure import measure

    every = _read(messages)
    lesson, test = split(every, held_back, seed) if train is None else (_read(train), every)
    labels = sorted({example.label for example in every})
    figures: dict[str, dict[str, float]] = {}
    if all(is_known(label) for label in labels):
        figures |= _default(every, set(test), labels)
    began = time.perf_counter()
    model = learn(lesson)
    seconds = time.perf_counter() - began
    learned = timed(lambda example: model.answer(example.text, example.label), test)
    figures["learned"] = measure(learned.answers).as_dict() | {
        "ms_per_text": round(learned.ms_per_text, 3),
        "training_seconds": round(seconds, 1),
        "training_texts": len(lesson),
    }
    return figures | (_baselines(lesson, test) if baselines else {})


def _baselines(lesson: Sequence[Example], test: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Linear support vector machines as one would set them up first, on the same texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import accuracy_score, f1_score
    from sklearn.pipeline import FeatureUnion, make_pipeline
    from sklearn.svm import LinearSVC

    from server.routing.learned.lexicon import general

    pieces = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    words = TfidfVectorizer(analyzer=general().cut, min_df=2, sublinear_tf=True)
    found = {}
    for name, look in (("svm_pieces", pieces), ("svm_words_pieces", FeatureUnion([("w", words), ("c", pieces)]))):
        machine = make_pipeline(look, LinearSVC(C=0.5, random_state=0))
        machine.fit([one.text for one in lesson], [one.label for one in lesson])
        said = machine.predict([one.text for one in test])
        truth = [one.label for one in test]
        scores = {"accuracy": accuracy_score(truth, said), "macro_f1": f1_score(truth, said, average="macro")}
        found[name] = {key: round(float(value), 4) for key, value in scores.items()}
    return found


def _default(every: Sequence[Example], held: set[Example], labels: Sequence[str]) -> dict[str, dict[str, float]]:
    from server.routing.labels import answer_by_default
    from server.routing.measure import measure

    found = timed(lambda example: answer_by_default(example.text, example.label, labels), every)
    same = [answer for answer, example in zip(found.answers, every, strict=True) if example in held]
    return {
        "default": measure(found.answers).as_dict() | {"ms_per_text": round(found.ms_per_text, 3)},
        "default_held_back": measure(same).as_dict(),
    }


def _read(path: Path) -> list[Example]:
    from server.routing.examples import read_examples

    with path.open(encoding="utf-8") as file:
        return read_examples(file, path.name)
