"""How long each step may take so that a visit ends within three minutes: for the attendant alone, never for the visitor."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flow.visit import Step

#: seconds; they add up to the three minutes of a registration
BUDGET: dict[Step, int] = {
    Step.NOTICE: 10,
    Step.CARD: 15,
    Step.EARLIER: 10,
    Step.COMPANY: 10,
    Step.PAGES: 45,
    Step.FORM: 50,
    Step.SUBMIT: 25,
    Step.RECEIPT: 15,
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds spent at a step of the present visit."""

    step: Step
    seconds: float

    @property
    def budget(self) -> int:
        return BUDGET.get(self.step, 0)

    @property
    def over(self) -> bool:
        return self.seconds > self.budget


def and_more(spent: tuple[Spent, ...], step: Step, seconds: float) -> tuple[Spent, ...]:
    """Add seconds to a step; a step that was come back to goes on counting. Steps without a budget do not count."""
    if step not in BUDGET:
        return spent
    if all(one.step is not step for one in spent):
        return (*spent, Spent(step, seconds))
    return tuple(Spent(step, one.seconds + seconds) if one.step is step else one for one in spent)
