from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.core.recording import Entry, Recorder, RecordingError, What, load

STARTED = datetime(2026, 1, 1, 12, tzinfo=UTC)
HEAD = json.dumps({"recording": 1, "kind": "card", "driver": "serial", "started": STARTED.isoformat(), "masked": True})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "fault.jsonl"
    clock = iter([10.0, 10.5, 11.25])
    recorder = Recorder(path, kind="card", driver="serial", started=STARTED, clock=lambda: next(clock))
    recorder.add(What.OUT, b"\x01\x02")
    recorder.add(What.IN, b"\x03", masked=True, sw="9000")
    recorder.close()
    recorder.add(What.CLOSE, at=0.0)
    recording = load(path)
    assert (recording.kind, recording.driver, recording.masked) == ("card", "serial", True)
    assert recording.entries == (
        Entry(0.5, What.OUT, b"\x01\x02"),
        Entry(1.25, What.IN, b"\x03", masked=True, note={"sw": "9000"}),
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        '{"recording": 2}',
        HEAD + '\n{"what": "in"}',
        HEAD + '\n{"at": 0, "what": "dance"}',
        HEAD + '\n{"at": 0, "what": "in", "data": "zz"}',
        HEAD + '\n{"at": 0, "what": "in", "data": 3}',
        HEAD + "\n" + "[" * 100_000,
    ],
)
def test_a_file_that_is_no_recording_is_refused_by_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError, match=r"odd\.jsonl"):
        load(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.booleans())
def test_any_file_is_read_or_refused(tmp_path: Path, data: bytes, headed: bool) -> None:
    path = tmp_path / "noise.jsonl"
    path.write_bytes((HEAD.encode() + b"\n" if headed else b"") + data)
    try:
        load(path)
    except RecordingError:
        return
