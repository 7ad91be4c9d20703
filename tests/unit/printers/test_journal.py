from __future__ import annotations

from pathlib import Path

from printers.journal import JobState, Journal


def test_a_state_survives_the_process(tmp_path: Path) -> None:
    Journal(tmp_path / "j.db").enter("visit/0")
    assert Journal(tmp_path / "j.db").state("visit/0") is JobState.QUEUED


def test_entering_twice_keeps_what_is_known(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.enter("visit/0")
    assert journal.move("visit/0", JobState.SENT, only_from=frozenset({JobState.QUEUED}))
    assert journal.enter("visit/0") is JobState.SENT


def test_only_one_of_two_callers_wins_a_job(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.db")
    journal.enter("visit/0")
    queued = frozenset({JobState.QUEUED})
    wins = [journal.move("visit/0", JobState.SENT, only_from=queued) for _ in range(2)]
    assert wins == [True, False]


def test_a_key_never_seen_has_no_state(tmp_path: Path) -> None:
    assert Journal(tmp_path / "j.db").state("visit/9") is None


def test_a_job_is_handed_over_once_and_its_number_is_kept(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    unsent = frozenset({JobState.QUEUED, JobState.FAILED})
    journal.enter("a")
    assert journal.number("a") is None
    assert journal.hand_over("a", 7, only_from=unsent)
    assert not journal.hand_over("a", 8, only_from=unsent)
    assert journal.state("a") is JobState.SENT and Journal(tmp_path / "journal.db").number("a") == 7
