"""The verdict of the model in use as guesses of the scheme, so that the rules need not know who guessed."""

from __future__ import annotations

from dataclasses import replace

from server.routing.classify import Guess, classify
from server.routing.labels import is_code
from server.routing.learned import store
from server.routing.learned.model import Verdict


def guess(shelf: store.Shelf, text: str) -> tuple[Guess, ...]:
    """Return one guess a branch, likeliest first. Raise ModelUnusable.

    The default classifier answers when no model of class codes is in use, and when it takes the text for a branch the
    model was never taught: what was not learned cannot be recognised. It also names the narrower class where the model
    knows the branch or group only.
    """
    untaught = classify(text)
    version = store.present(shelf)
    if version == store.DEFAULT:
        return untaught
    model = store.load(shelf, version)
    if not all(is_code(label) for label in model.labels):
        return untaught
    if untaught and not any(label.startswith(untaught[0].code[:2]) for label in model.labels):
        return untaught
    narrow = {one.code[:2]: one.code for one in untaught}
    return tuple(
        replace(one, code=_narrower(one.code, narrow.get(one.code[:2], one.code)))
        for one in by_branch(model.judge(text))
    )


def _narrower(code: str, other: str) -> str:
    """Return the second code when it lies within the first."""
    level = next(digits for digits in (2, 4, 6) if code[digits:].strip("0") == "")
    return other if other.startswith(code[:level]) else code


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
