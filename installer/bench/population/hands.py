"""What a visitor does with the screen, and what it costs: looking, reaching, pressing; the machine's part is measured."""

from __future__ import annotations

from installer.bench.population.place import Place
from installer.bench.population.watch import Watch
from installer.demo.processes import Line

#: the machine may take this long on two busy cores before the visit counts as broken; the figures are what is reported
PATIENCE = 40.0


class Hands:
    """Of one visitor at the terminal of `place`."""

    def __init__(self, place: Place, watch: Watch) -> None:
        self._place = place
        self._watch = watch
        #: of screens, since the terminal started
        self._turns = 0
        #: of them, those this visitor made
        self.turned = 0

    def begin(self) -> None:
        """Stand before the terminal."""
        self._turns = int(self._place.visitor.state()["turns"])

    def tap(self, name: str, step: str, *, decided: bool = False) -> None:
        """See what is wanted, reach and press; the machine's part is until it can be pressed.

        `decided`: whoever has just read what a button is about presses it and does not look for what the screen wants once
        more (KLM: one mental act a decision, not one a key). A screen that has to be turned first costs a reach for each
        turn; what comes into view is looked at as it is read.
        """
        watch = self._watch
        watch.at(step)
        watch.thinks(watch.pace.tap + (0.0 if decided else watch.pace.look))
        watch.touched()
        with watch.waiting(step):
            turns = int(self._place.visitor.tap(name, seconds=PATIENCE)["turns"])
        watch.thinks(watch.pace.tap * (turns - self._turns))
        self.turned += turns - self._turns
        self._turns = turns

    def until(self, step: str, *screens: str) -> Line:
        """Wait until the terminal shows one of these and is at rest."""
        with self._watch.waiting(step):
            state = self._place.visitor.step(*screens, seconds=PATIENCE)
        self._watch.touched()
        return state
