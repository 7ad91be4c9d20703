"""What passes between driver and camera is recorded, then the driver runs against the recording."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.cameras.replay import replayed
from drivers.cameras.simulator import Make, SimulatedVideo
from drivers.cameras.stream import Timing
from drivers.cameras.uvc import UvcCamera
from drivers.core.errors import DeviceError
from drivers.core.recording import Entry, Recorder, Recording, What, load

STARTED = datetime(2026, 1, 1, 12, tzinfo=UTC)
NEVER = threading.Event()
TIMING = Timing(open_s=2.0, stall_s=0.5, linger_s=5.0)


@pytest.fixture
def system() -> Iterator[SimulatedVideo]:
    system = SimulatedVideo()
    yield system
    system.close()


def recorded(path: Path, system: SimulatedVideo, *calls: str, masked: bool = True) -> list[str]:
    """Make the calls, recording; return the size of each picture, or the error."""
    recorder = Recorder(path, kind="camera", driver="uvc", started=STARTED, masked=masked)
    came: list[str] = []
    with UvcCamera(system=system, timing=TIMING) as camera:
        camera.record(recorder)
        for call in calls:
            try:
                frame = (camera.preview if call == "preview" else camera.capture)(cancel=NEVER)
                came.append(f"{frame.width}x{frame.height}")
            except DeviceError as error:
                came.append(type(error).__name__)
    recorder.close()
    return came


def again(path: Path) -> list[str]:
    return [
        type(outcome.error).__name__ if outcome.frame is None else f"{outcome.frame.width}x{outcome.frame.height}"
        for outcome in replayed(load(path), real_time=False)
    ]


SMALL = ((1600, 1200), (640, 480))


@pytest.mark.parametrize(
    ("make", "came"),
    [
        (Make(), "2592x1944"),
        (Make(has_mjpg=False), "DeviceFault"),
        (Make(starved_sizes=((2592, 1944),)), "1600x1200"),
        (Make(ignored_sizes=((2592, 1944),)), "1600x1200"),
        (Make(sizes=SMALL, torn_frames=1), "1600x1200"),
        (Make(sizes=SMALL, torn_frames=200), "BadImage"),
        (Make(sizes=SMALL, keeps_buffers=True, lists_sizes=False), "1600x1200"),
    ],
    ids=["sound", "no mjpg", "narrow bus", "lying size", "one torn", "all torn", "old frames"],
)
def test_what_a_camera_did_it_does_again(tmp_path: Path, make: Make, came: str) -> None:
    path, system = tmp_path / "camera.jsonl", SimulatedVideo(make)
    try:
        first = recorded(path, system, "capture")
    finally:
        system.close()
    assert first == [came] or (came == "DeviceFault" and first[0] in ("WrongSize", "1280x960"))
    assert again(path) == first


def test_previews_and_pages_come_in_the_same_order(tmp_path: Path, system: SimulatedVideo) -> None:
    path = tmp_path / "camera.jsonl"
    assert recorded(path, system, "preview", "capture", "preview") == ["648x486", "2592x1944", "648x486"]
    assert again(path) == ["648x486", "2592x1944", "648x486"]


@pytest.mark.parametrize("mishap", [SimulatedVideo.unplug, SimulatedVideo.hang])
def test_a_camera_that_went_away_goes_away_again(tmp_path: Path, mishap: Callable[[SimulatedVideo], None]) -> None:
    path, system = tmp_path / "camera.jsonl", SimulatedVideo(Make(unplug_block_s=0.1))
    recorder = Recorder(path, kind="camera", driver="uvc", started=STARTED)
    try:
        with UvcCamera(system=system, timing=TIMING) as camera:
            camera.record(recorder)
            camera.capture(cancel=NEVER)
            mishap(system)
            with pytest.raises(DeviceError):
                camera.capture(cancel=NEVER)
    finally:
        recorder.close()
        system.close()
    assert again(path) == ["2592x1944", "DeviceAbsent"]


def test_no_camera_at_all_is_absent_again(tmp_path: Path, system: SimulatedVideo) -> None:
    path = tmp_path / "camera.jsonl"
    system.unplug()
    assert recorded(path, system, "capture") == ["DeviceAbsent"]
    assert again(path) == ["DeviceAbsent"]


def test_a_recording_holds_sizes_and_hashes_and_the_page_only_when_asked(
    tmp_path: Path, system: SimulatedVideo
) -> None:
    recorded(tmp_path / "masked.jsonl", system, "capture")
    recorded(tmp_path / "whole.jsonl", system, "capture", masked=False)
    masked, whole = (
        [entry for entry in load(tmp_path / name).entries if entry.what is What.FRAME]
        for name in ("masked.jsonl", "whole.jsonl")
    )
    assert {(e.data, e.note["width"], e.note["height"], e.note["whole"]) for e in masked} == {(b"", 2592, 1944, True)}
    assert (tmp_path / "masked.jsonl").stat().st_size < 5_000
    (outcome,) = replayed(load(tmp_path / "whole.jsonl"), real_time=False)
    assert outcome.frame is not None and outcome.frame.sha256 in {entry.note["sha256"] for entry in whole}


def test_a_recording_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="printer"):
        replayed(Recording("printer", "tcp", STARTED.isoformat(), True, {}, ()))


ANY = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5000)
    | st.text(max_size=3)
    | st.lists(st.integers(-1, 3000), max_size=2)
)
NAMES = ["cameras", "check", "sizes", "isOpened", "get 6", "get 38", "grab", "grabs", "came", "retrieve"]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            Entry,
            at=st.floats(0, 1),
            what=st.sampled_from([What.OPEN, What.CLOSE, What.VALUE, What.FRAME, What.ERROR]),
            data=st.binary(max_size=9),
            note=st.fixed_dictionaries(
                {"name": st.sampled_from(NAMES), "value": ANY | st.lists(ANY, max_size=2)},
                optional={"there": ANY, "width": ANY, "height": ANY, "raw": ANY, "media_type": ANY, "since": ANY},
            ),
        ),
        max_size=12,
    )
)
def test_any_recording_comes_to_an_end(entries: list[Entry]) -> None:
    call = Entry(0.0, What.CALL, note={"call": "capture"})
    assert len(replayed(Recording("camera", "uvc", "", True, {}, (call, *entries)), real_time=False)) == 1
