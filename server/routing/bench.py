"""`hall bench routing`: how well texts with known classes are recognised, without training and after learning."""

from __future__ import annotations

import json
import math
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
    #: of each text
    ms: list[float]

    def figures(self) -> dict[str, float]:
        """What was measured, with the mean time of a text and the time that one in twenty exceeds."""
        from server.routing.measure import measure

        late = sorted(self.ms)[math.ceil(0.95 * len(self.ms)) - 1]
        mean = sum(self.ms) / len(self.ms)
        return measure(self.answers).as_dict() | {"ms_per_text": round(mean, 3), "ms_p95": round(late, 3)}


def timed(ask: Callable[[Example], Answer], examples: Sequence[Example]) -> Timed:
    """Ask for one text after the other, as a terminal does."""
    answers, ms = [], []
    for example in examples:
        began = time.perf_counter()
        answers.append(ask(example))
        ms.append((time.perf_counter() - began) * 1000)
    return Timed(answers, ms)


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
@click.option(
    "--baselines/--no-baselines",
    default=True,
    show_default=True,
    help="同一次运行、同样例上另测常见做法 · Also measure common ways on the same texts in the same run",
)
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
    messages: Path, train: Path | None, held_back: float, seed: int, *, baselines: bool
) -> dict[str, dict[str, float]]:
    """Return the figures by classifier; the default one is left out when no label means anything in the scheme.

    Raise ExamplesInvalid, OSError or ValueError.
    """
    from server.routing.examples import ExamplesInvalid, spelt_as, split
    from server.routing.labels import is_known
    from server.routing.learned.train import learn

    every = _read(messages)
    if train is None:
        lesson, test = split(every, held_back, seed)
    else:
        lesson = _read(train)
        every = test = spelt_as(every, {example.label for example in lesson})
    if not test or not lesson:
        raise ExamplesInvalid("样例太少，无法划分 · too few examples to hold some back")
    labels = sorted({example.label for example in every})
    figures: dict[str, dict[str, float]] = {}
    strange = [label for label in labels if not is_known(label)]
    if strange:
        click.echo(
            f"默认分类不认识的类别 · unknown to the default classifier: {'、'.join(strange[:10])}"
            + ("，不测默认分类 · it is not measured" if strange == labels else "，按答错计 · counted as wrong"),
            err=True,
        )
    if strange != labels:
        figures |= _default(every, set(test), labels)
    untaught = sorted({example.label for example in test} - {example.label for example in lesson})
    if untaught:
        click.echo(f"训练样例中没有的类别 · labels never taught: {'、'.join(untaught[:10])}", err=True)
    began = time.perf_counter()
    model = learn(lesson)
    seconds = time.perf_counter() - began
    taught = {example.text for example in lesson}
    figures["learned"] = timed(lambda example: model.answer(example.text, example.label), test).figures() | {
        "training_seconds": round(seconds, 1),
        "training_texts": len(lesson),
        "texts_also_taught": sum(example.text in taught for example in test),
    }
    if baselines:
        figures |= _baselines(lesson, test)
        ours, best = figures["learned"]["macro_f1"], figures["svm_words_pieces"]["macro_f1"]
        figures["ratio"] = {"macro_f1_over_best_svm": round(ours / max(best, 1e-9), 4)}
    return figures


def _baselines(lesson: Sequence[Example], test: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Linear support vector machines as one would set them up first, on the same texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import accuracy_score
    from sklearn.pipeline import FeatureUnion, make_pipeline
    from sklearn.svm import LinearSVC

    from server.routing.learned.lexicon import general

    pieces = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    words = TfidfVectorizer(analyzer=general().cut, min_df=2, sublinear_tf=True)
    found = {}
    truth = [one.label for one in test]
    for name, look in (("svm_pieces", pieces), ("svm_words_pieces", FeatureUnion([("w", words), ("c", pieces)]))):
        machine = make_pipeline(look, LinearSVC(C=0.5, random_state=0))
        began = time.perf_counter()
        machine.fit([one.text for one in lesson], [one.label for one in lesson])
        seconds = time.perf_counter() - began
        said = machine.predict([one.text for one in test])
        scores = {"accuracy": accuracy_score(truth, said), "macro_f1": _macro_f1(truth, said.tolist())}
        found[name] = {key: round(value, 4) for key, value in scores.items()} | {"training_seconds": round(seconds, 1)}
    return found


def _macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    from server.routing.measure import Answer, measure

    return measure([Answer(right, (guess,), 0.0) for right, guess in zip(truth, said, strict=True)]).macro_f1


def _default(every: Sequence[Example], held: set[Example], labels: Sequence[str]) -> dict[str, dict[str, float]]:
    from server.routing.labels import answer_by_default
    from server.routing.measure import measure

    found = timed(lambda example: answer_by_default(example.text, example.label, labels), every)
    same = [answer for answer, example in zip(found.answers, every, strict=True) if example in held]
    return {"default": found.figures(), "default_held_back": measure(same).as_dict()}


def _read(path: Path) -> list[Example]:
    from server.routing.examples import read_examples

    with path.open("rb") as file:
        return read_examples(file, path.name)
