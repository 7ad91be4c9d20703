"""The verdict of the model in use as guesses of the scheme, so that the rules need not know who guessed."""

from __future__ import annotations

from pathlib import Path

from server.routing.classify import Guess
from server.routing.labels import is_code
from server.routing.learned import store
from server.routing.learned.model import Verdict


def guess(folder: Path, text: str) -> tuple[Guess, ...] | None:
    """Return one guess a branch, likeliest first; None when no model of class codes is in use. Raise ModelUnusable."""
    version = store.present(folder)
    if version == store.DEFAULT:
        return None
    model = store.load(folder, version)
    return by_branch(model.judge(text)) if all(is_code(label) for label in model.labels) else None


def by_branch(verdict: Verdict) -> tuple[Guess, ...]:
    """Add up the probabilities of each branch; its likeliest class stands for it. Only the first has words."""
    first: dict[str, str] = {}
    share: dict[str, float] = {}
    for code, probability in verdict.probabilities:
        first.setdefault(code[:2], code)
        share[code[:2]] = share.get(code[:2], 0.0) + probability
    ranked = sorted(share, key=lambda branch: (-share[branch], branch))
    said = verdict.probabilities[0][0][:2]
    return tuple(
        Guess(first[branch], share[branch], share[branch], verdict.words if branch == said else ()) for branch in ranked
    )
