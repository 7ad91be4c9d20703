from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.cameras import Camera
from drivers.cameras.errors import BadImage
from drivers.cameras.listing import attached
from drivers.cameras.simulator import PATH, Make, SimulatedVideo
from drivers.cameras.stream import Raw, Timing
from drivers.cameras.uvc import UvcCamera, WrongSize, _evidence, _reduced
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceFault
from drivers.core.registry import driver
from drivers.core.status import Absent, Ready
from drivers.imaging import Frame
from drivers.imaging.opencv import load_cv2
from drivers.testing.cameras import PreviewConformance

NEVER = threading.Event()
PAGE = SimulatedVideo().jpeg((640, 480), 200)
#: no frame for so long and the camera counts as gone; far above the 5 ms between two simulated frames
STALL_S = 0.4
#: the first frame has to be drawn first
OPEN_S = 2.0
#: a busy machine may take its time; still far below the ten seconds of a blocked `grab`
SOON_S = 6.0

Open = Callable[..., tuple[SimulatedVideo, UvcCamera]]


@pytest.fixture
def opened() -> Iterator[Open]:
    made: list[tuple[SimulatedVideo, UvcCamera]] = []

    def make(
        make: Make | None = None, *, linger_s: float = 20.0, stall_s: float = STALL_S, **options: int | str
    ) -> tuple[SimulatedVideo, UvcCamera]:
        system = SimulatedVideo(make or Make())
        timing = Timing(open_s=OPEN_S, stall_s=stall_s, linger_s=linger_s)
        made.append((system, UvcCamera(system=system, timing=timing, **options)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for system, camera in made:
        with camera:
            system.close()


def shade(frame: Frame) -> int:
    import numpy as np

    cv2 = load_cv2()
    pixels = cv2.imdecode(np.frombuffer(frame.data, np.uint8), cv2.IMREAD_GRAYSCALE)
    return round(float(pixels.mean()))


def eventually(true: Callable[[], bool]) -> bool:
    pause, end = threading.Event(), time.monotonic() + SOON_S
    while not true() and time.monotonic() < end:
        pause.wait(0.01)
    return true()


class TestUvcConformance(PreviewConformance):
    @pytest.fixture
    def camera(self, opened: Open) -> Camera:
        return opened()[1]


def test_a_page_comes_at_the_largest_size_as_the_cameras_own_jpeg(opened: Open) -> None:
    system, camera = opened()
    frame = camera.capture(cancel=NEVER)
    assert (frame.media_type, frame.width, frame.height) == ("image/jpeg", 2592, 1944)
    # the frame's number stands in a comment that no encoder of ours writes: these are the camera's bytes
    assert frame.data[2:4] == b"\xff\xfe"
    assert b"frame " in frame.data[:32]
    assert system.opened == 1


def test_dark_frames_after_opening_are_thrown_away(opened: Open) -> None:
    _, camera = opened(Make(dark_frames=8))
    assert shade(camera.capture(cancel=NEVER)) > 150


@pytest.mark.parametrize("keeps_buffers", [False, True])
def test_a_page_laid_down_before_the_call_is_the_page_in_the_picture(opened: Open, keeps_buffers: bool) -> None:
    system, camera = opened(Make(keeps_buffers=keeps_buffers, frames_per_s=60))
    for page in (120, 240, 180):
        system.lay(page)
        assert shade(camera.capture(cancel=NEVER)) == page


def test_the_zeros_after_a_jpeg_are_not_kept(opened: Open) -> None:
    _, camera = opened(Make(padding=5000))
    assert camera.capture(cancel=NEVER).data.endswith(b"\xff\xd9")


def test_a_jpeg_without_huffman_tables_is_a_page(opened: Open) -> None:
    _, camera = opened(Make(has_tables=False))
    frame = camera.capture(cancel=NEVER)
    assert b"\xff\xc4" not in frame.data
    assert shade(frame) == 200
    assert camera.preview(cancel=NEVER).data


def test_a_torn_frame_is_passed_over(opened: Open) -> None:
    _, camera = opened(Make(torn_frames=2))
    assert camera.capture(cancel=NEVER).width == 2592


def test_a_camera_that_only_gives_torn_frames_is_said_so_and_may_recover(opened: Open) -> None:
    system, camera = opened(Make(torn_frames=10**6))
    with pytest.raises(BadImage):
        camera.capture(cancel=NEVER)
    system.unplug()
    with pytest.raises(DeviceAbsent):
        camera.capture(cancel=NEVER)
    system.plug(torn_frames=0)
    assert camera.capture(cancel=NEVER).data


def test_a_size_that_is_accepted_and_ignored_gives_the_next_one(opened: Open) -> None:
    system, camera = opened(Make(ignored_sizes=((2592, 1944),)))
    assert camera.capture(cancel=NEVER).width == 1600
    assert system.opened == 2
    assert camera.capture(cancel=NEVER).width == 1600
    assert system.opened == 2


def test_a_size_the_bus_has_no_room_for_gives_the_next_one(opened: Open) -> None:
    _, camera = opened(Make(starved_sizes=((2592, 1944),)))
    assert camera.capture(cancel=NEVER).width == 1600


def test_a_preview_finds_the_size_too(opened: Open) -> None:
    _, camera = opened(Make(starved_sizes=((2592, 1944),)))
    assert camera.preview(cancel=NEVER).width == 800


def test_a_camera_without_a_list_of_sizes_gives_its_largest(opened: Open) -> None:
    _, camera = opened(Make(lists_sizes=False))
    assert camera.capture(cancel=NEVER).width == 2592


def test_a_size_of_the_settings_that_does_not_come_is_a_fault_that_names_both(opened: Open) -> None:
    _, camera = opened(Make(ignored_sizes=((2592, 1944),)), width=2592, height=1944)
    with pytest.raises(WrongSize, match=r"2592×1944.*640×480"):
        camera.capture(cancel=NEVER)


def test_a_camera_too_small_for_a_page_is_a_fault(opened: Open) -> None:
    _, camera = opened(Make(sizes=((640, 480),)))
    assert camera.capture(cancel=NEVER).width == 640
    _, unlisted = opened(Make(sizes=((640, 480),), lists_sizes=False))
    with pytest.raises(WrongSize, match="640×480"):
        unlisted.capture(cancel=NEVER)


def test_half_a_size_is_a_mistake_of_the_settings() -> None:
    with pytest.raises(TypeError):
        UvcCamera(width=2592)


def test_a_camera_without_mjpg_gives_lossless_pages(opened: Open) -> None:
    _, camera = opened(Make(has_mjpg=False), width=1280, height=960)
    frame = camera.capture(cancel=NEVER)
    assert (frame.media_type, frame.width, frame.height) == ("image/png", 1280, 960)
    assert camera.preview(cancel=NEVER).width == 640


def test_a_camera_without_mjpg_too_small_for_a_page_is_a_fault_unless_settings_name_its_size(opened: Open) -> None:
    _, camera = opened(Make(has_mjpg=False))
    with pytest.raises(WrongSize, match="1280×960"):
        camera.capture(cancel=NEVER)


def test_an_unplugged_camera_is_noticed_long_before_the_kernel_lets_go_and_works_again(opened: Open) -> None:
    system, camera = opened()
    camera.capture(cancel=NEVER)
    system.unplug()
    start = time.monotonic()
    with pytest.raises(DeviceAbsent) as caught:
        camera.capture(cancel=NEVER)
    assert time.monotonic() - start < SOON_S
    assert "数据线" in caught.value.remedy
    assert isinstance(camera.status(), Absent)
    with pytest.raises(DeviceAbsent):
        camera.capture(cancel=NEVER)
    system.plug()
    assert isinstance(camera.status(), Ready)
    assert camera.capture(cancel=NEVER).data


def test_a_camera_that_fails_at_once_when_pulled_works_again(opened: Open) -> None:
    system, camera = opened(Make(unplug_block_s=0))
    camera.capture(cancel=NEVER)
    system.unplug()
    with pytest.raises(DeviceAbsent):
        camera.capture(cancel=NEVER)
    system.plug()
    assert camera.capture(cancel=NEVER).data


def test_another_camera_plugged_in_is_asked_for_its_own_size(opened: Open) -> None:
    system, camera = opened(Make(unplug_block_s=0))
    camera.capture(cancel=NEVER)
    system.unplug()
    with pytest.raises(DeviceAbsent):
        camera.capture(cancel=NEVER)
    system.plug(sizes=((3264, 2448), (640, 480)))
    assert camera.capture(cancel=NEVER).width == 3264


def test_a_capture_at_a_hanging_camera_obeys_cancel(opened: Open) -> None:
    system, camera = opened(stall_s=8.0)
    camera.capture(cancel=NEVER)
    system.hang()
    cancel, set_at = threading.Event(), [0.0]

    def stop() -> None:
        set_at[0] = time.monotonic()
        cancel.set()

    timer = threading.Timer(0.2, stop)
    timer.start()
    with pytest.raises(Cancelled):
        camera.capture(cancel=cancel)
    assert time.monotonic() - set_at[0] < 0.4
    timer.join()


def test_a_camera_nobody_asks_is_released_and_opened_anew_for_the_next_page(opened: Open) -> None:
    system, camera = opened(linger_s=0.05)
    camera.capture(cancel=NEVER)
    assert eventually(lambda: system.in_use == 0)
    assert camera.capture(cancel=NEVER).data
    assert system.opened == 2


def test_closing_releases_the_camera(opened: Open) -> None:
    system, camera = opened()
    with camera:
        camera.capture(cancel=NEVER)
        assert system.in_use == 1
    assert eventually(lambda: system.in_use == 0)


def test_no_camera_is_absent_with_a_remedy(opened: Open) -> None:
    system, camera = opened()
    system.unplug()
    status = camera.status()
    assert isinstance(status, Absent)
    assert "数据线" in status.remedy


def test_a_camera_another_program_holds_is_a_fault(opened: Open) -> None:
    class Held(SimulatedVideo):
        def open(self, path: str):  # type: ignore[no-untyped-def]
            source = super().open(path)
            source.release()
            return source

    with UvcCamera(system=Held()) as camera, pytest.raises(DeviceFault, match="占用"):
        camera.capture(cancel=NEVER)


def test_attached_cameras_are_listed_by_their_lasting_name(opened: Open) -> None:
    system, _ = opened()
    assert attached(system) == [(f"高拍仪 · camera: {PATH}", Ready("Simulated document camera"))]
    system.unplug()
    assert attached(system) == []


def test_settings_choose_the_camera_by_its_driver_name() -> None:
    with driver("camera", "uvc")(path="/dev/no-such-camera") as camera:
        assert isinstance(camera.status(), Absent)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: PAGE[:700] + tail))
def test_whatever_bytes_a_camera_gives_are_a_picture_or_a_bad_image(data: bytes) -> None:
    import numpy as np

    raw = Raw(1, np.frombuffer(data, np.uint8).reshape(1, -1), encoded=True)
    for look in (_evidence, _reduced):
        with contextlib.suppress(BadImage):
            assert min(look(raw).width, look(raw).height) > 0


def test_a_frame_that_says_it_is_huge_is_not_decoded() -> None:
    import numpy as np

    # SOF0 (marker FFC0): height and width follow length and precision
    at = PAGE.index(b"\xff\xc0") + 5
    huge = PAGE[:at] + b"\xff\xf0\xff\xf0" + PAGE[at + 4 :]
    raw = Raw(1, np.frombuffer(huge, np.uint8).reshape(1, -1), encoded=True)
    for look in (_evidence, _reduced):
        with pytest.raises(BadImage, match="太大"):
            look(raw)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.sampled_from(["capture", "preview", "unplug", "plug", "hang", "idle"]), max_size=6),
    make=st.builds(
        Make,
        sizes=st.just(((800, 600), (640, 480))),
        dark_frames=st.integers(0, 12),
        torn_frames=st.integers(0, 9),
        unplug_block_s=st.sampled_from([0.0, 10.0]),
        keeps_buffers=st.booleans(),
        starved_sizes=st.sampled_from([(), ((800, 600),)]),
    ),
)
def test_whatever_happens_to_the_cable_the_camera_answers_in_time_and_works_in_the_end(
    opened: Open, moves: list[str], make: Make
) -> None:
    system, camera = opened(make, linger_s=0.05)
    pause = threading.Event()
    work = {
        "unplug": system.unplug,
        "plug": system.plug,
        "hang": system.hang,
        "idle": lambda: pause.wait(0.1),
        "capture": lambda: camera.capture(cancel=NEVER),
        "preview": lambda: camera.preview(cancel=NEVER),
    }
    for move in moves:
        start = time.monotonic()
        with contextlib.suppress(DeviceAbsent, DeviceFault, BadImage):
            work[move]()
        assert time.monotonic() - start < SOON_S
    system.plug(torn_frames=0)
    for _ in range(3):
        try:
            frame = camera.capture(cancel=NEVER)
            break
        except (DeviceAbsent, DeviceFault, BadImage):
            continue
    assert min(frame.width, frame.height) >= 480
