"""Who comes, what they felt of the machine, what gives them away, and the figures at the end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from installer.bench.population.canary import found, marks
from installer.bench.population.people import USUAL, Character, population
from installer.bench.population.report import figures, held, told
from installer.bench.population.visiting import Visited
from installer.bench.population.watch import Watch
from kiosk.bench.petition_text import PersonText

SOMEBODY = PersonText("测试甲", "130406190001010016", "示例村1号", "13800000000")


def test_the_same_seed_brings_the_same_people_and_a_large_population_brings_every_character() -> None:
    assert population(40, 7) == population(40, 7) != population(40, 8)
    assert {one.character for one in population(20, 1)} == set(Character)
    assert len(population(3, 1)) == 3


def test_who_returns_was_here_before() -> None:
    seen: set[str] = set()
    strangers = 0
    for one in population(200, 3):
        strangers += one.character is Character.RETURNING and one.person.id_number not in seen
        seen.add(one.person.id_number)
    assert strangers == 0


def test_reading_that_goes_on_while_a_person_turns_pages_is_not_felt() -> None:
    patient, hasty = Watch(USUAL, 1.0), Watch(USUAL, 1.0)
    for watch in (patient, hasty):
        watch.page_taken()
    patient.thinks(60.0)
    for watch in (patient, hasty):
        watch._reading_since -= 9.0
        watch.all_read(8.0)
    assert patient.read_felt_s == 0.0 and patient.read_s == 8.0
    assert hasty.read_felt_s == 8.0
    assert patient.total_s == 60.0


def test_a_slip_that_comes_out_while_its_screen_is_read_is_not_waited_for() -> None:
    watch = Watch(USUAL, 1.0)
    with watch.waiting_while("print", 7.0):
        pass
    assert watch.machine == {"print": 0.0} and watch.human == 7.0
    with watch.waiting_while("print", 0.0):
        threading.Event().wait(0.02)
    assert watch.machine["print"] >= 0.02


def test_who_is_quiet_for_too_long_is_asked_and_has_to_answer() -> None:
    watch = Watch(USUAL, 1.0)
    watch.thinks(50.0)
    watch.touched()
    watch.thinks(59.0)
    watch.touched()
    assert (watch.asked, watch.total_s) == (0, 109.0)
    watch.thinks(70.0)
    watch.touched()
    assert (watch.asked, watch.total_s) == (1, 179.0 + USUAL.look + USUAL.tap)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "unicode_escape"])
def test_a_name_written_down_in_any_way_is_found(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "job").write_bytes(b"\x00..." + SOMEBODY.name.encode(encoding) + b"...")
    (tmp_path / "clean").write_bytes(bytes(4096))
    assert found([tmp_path], marks([SOMEBODY], [], [])) == [str(tmp_path / "spool" / "job")]


def test_a_piece_of_a_page_image_is_found(tmp_path: Path) -> None:
    page = bytes(range(256)) * 4
    (tmp_path / "cache").write_bytes(page[150:400])
    assert found([tmp_path], marks([], [], [page])) == [str(tmp_path / "cache")]
    assert found([tmp_path], marks([SOMEBODY], ["请求讨回工资"], [])) == []


def test_the_figures_judge_what_was_lost_and_not_how_long_it_took() -> None:
    visits = []
    for one in population(20, 1):
        watch = Watch(one.pace, one.temper)
        watch.thinks(100.0)
        watch.machine["card"] = float(one.number)
        visits.append(Visited(one, watch, acknowledged=[f"N{one.number}"]))
    whole = figures(visits, [], 60.0)
    assert held(whole) and whole["machine_s"] == {"p50": 9.0, "p95": 18.0, "max": 19.0}
    assert "20 位群众" in told(whole)
    assert not held(figures(visits, [], 60.0, untrue="[clocks] …"))
    assert not held(figures(visits, ["N3"], 60.0))
    visits[0].traces = ["/data/spool"]
    assert not held(figures(visits, [], 60.0))
