"""Different visitors at one terminal, mishaps and a power cut among them: nothing is lost, nothing stays in clear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from installer.bench.population.people import FAST, Character, population
from installer.bench.population.report import held
from installer.bench.population.run import visit_all

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.pcsc,
    pytest.mark.ocr,
    pytest.mark.xdist_group("pcsc"),
    pytest.mark.timeout(300),
]


def test_a_power_cut_an_empty_printer_and_a_dead_centre_lose_nothing_and_leave_no_trace() -> None:
    drawn = {one.character: one for one in population(len(Character), seed=5)}
    cast = (Character.POWER_CUT, Character.PAPER_OUT, Character.SERVER_DOWN)
    found = visit_all([replace(drawn[one], pages=1, pace=FAST) for one in cast], lambda line: None)
    assert held(found), found
    assert found["acknowledged"] == len(cast)
