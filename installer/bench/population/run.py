"""A whole population through one hall, and what the centre knows of it afterwards."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

from installer.bench.population.people import Planned
from installer.bench.population.place import Place
from installer.bench.population.report import figures
from installer.bench.population.visiting import Visited, Visiting
from installer.demo.hall import Hall
from installer.demo.processes import ChildFailed

#: so many broken visits in a row: the hall itself is broken, and the rest would only wait
HOPELESS = 3


def visit_all(planned: list[Planned], say: Callable[[str], None], minutes: float = inf) -> dict[str, Any]:
    """Let them visit one after the other, replay every history at the centre, and return the figures.

    After `minutes` nobody else begins.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hall-bench") as folder, Hall(Path(folder), camera="table") as hall:
        place = Place.open(hall)
        visits: list[Visited] = []
        for one in planned:
            if time.monotonic() - began > minutes * 60:
                break
            visits.append(Visiting(place, one).go())
            say(_said(visits[-1]))
            if len(visits) >= HOPELESS and all(visited.error for visited in visits[-HOPELESS:]):
                break
        lost = place.missing({number for visited in visits for number in visited.acknowledged})
        starts = {"first_screen_s": place.first_screen_s, "warm_s": place.warm_s}
        untrue = _untrue(hall)
    return figures(visits, sorted(lost), time.monotonic() - began, untrue=untrue, **starts)


def _untrue(hall: Hall) -> str:
    """What `hall admin verify` finds at the centre, "" for nothing: it is told with the figures, not in place of them."""
    try:
        hall.verify()
    except ChildFailed as failed:
        return str(failed)
    return ""


def _said(visited: Visited) -> str:
    watch, planned = visited.watch, visited.planned
    outcome = visited.error.splitlines()[0] if visited.error else "离开 · left" if visited.left else ""
    return (
        f"{planned.number:4d} {planned.character.value:<15} {planned.pages} p  "
        f"{watch.total_s:6.1f} s  {watch.machine_felt_s:5.1f} s  {outcome}"
    )
