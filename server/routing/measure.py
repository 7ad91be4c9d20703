"""How good a classifier is: accuracy, macro-F1, top-3, calibration error. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

#: confidence bands for the calibration error
_BANDS = 15


@dataclass(frozen=True, slots=True)
class Answer:
    """What a classifier said of one text: labels likeliest first (may be empty) and how sure it is of the first, 0..1."""

    truth: str
    labels: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All between 0 and 1 but `texts`."""

    texts: int
    accuracy: float
    macro_f1: float
    top3: float
    #: expected calibration error over bands of equal width
    calibration_error: float

    def as_dict(self) -> dict[str, float]:
        return {key: round(value, 4) for key, value in asdict(self).items()}


def measure(answers: Sequence[Answer]) -> Figures:
    """Return the figures; no answer at all counts as a wrong one. Raise ValueError when there is nothing to measure."""
    if not answers:
        raise ValueError("没有可以比较的样例 · nothing to measure")
    right = [answer.labels[:1] == (answer.truth,) for answer in answers]
    return Figures(
        texts=len(answers),
        accuracy=sum(right) / len(answers),
        macro_f1=_macro_f1(answers),
        top3=sum(answer.truth in answer.labels[:3] for answer in answers) / len(answers),
        calibration_error=calibration_error([answer.confidence for answer in answers], right),
    )


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Mean distance between confidence and share of right answers, over bands weighted by their number of texts."""
    bands: list[list[tuple[float, bool]]] = [[] for _ in range(_BANDS)]
    for confidence, good in zip(confidences, right, strict=True):
        bands[min(int(confidence * _BANDS), _BANDS - 1)].append((confidence, good))
    gaps = (abs(sum(sure - good for sure, good in band)) for band in bands)
    return sum(gaps) / len(confidences)


def _macro_f1(answers: Sequence[Answer]) -> float:
    """Mean F1 over the labels that truly occur; an answer outside them lowers the recall of the true one."""
    labels = sorted({answer.truth for answer in answers})
    said = [(answer.truth, answer.labels[0] if answer.labels else "") for answer in answers]
    total = 0.0
    for label in labels:
        hits = sum(truth == guess == label for truth, guess in said)
        total += 2 * hits / (sum(truth == label for truth, _ in said) + sum(guess == label for _, guess in said))
    return total / len(labels)
