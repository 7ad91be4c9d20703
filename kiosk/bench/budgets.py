"""What a terminal may cost a visitor's patience, measured on its real window: answers, stalls, live picture, memory."""

from __future__ import annotations

import io
import json
import os
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer

from drivers.imaging import Frame
from kiosk.app import application
from kiosk.bench.answering import Answer, Answering
from kiosk.bench.examples import paper, visits
from kiosk.bench.manyvisits import ManyVisits, resident_mb
from kiosk.bench.screens import example_screen
from kiosk.bench.table_camera import TableCamera
from kiosk.flow.visit import Visit
from kiosk.settling import settle
from kiosk.ui.screen import Screen
from kiosk.workers.lookout import Glimpse, Lookout

#: s of looking through the camera
LIVE_S = 4.0
#: a camera of so many pictures a second
CAMERA_FPS = 30.0
#: visits after which what a terminal takes for good is taken, and how often memory is looked at afterwards
SETTLED, EVERY = 20, 100
#: compiling the views beside the first screen, ms
WARMING = 2500


class _Paced:
    """A camera that gives its pictures at the pace of a real one."""

    def __init__(self, folder: Path) -> None:
        self._camera = TableCamera(folder)

    def preview(self, *, cancel: threading.Event) -> Frame:
        cancel.wait(1 / CAMERA_FPS)
        return self._camera.preview(cancel=cancel)


def answers(screen: Screen, rounds: int) -> list[Answer]:
    found: list[Answer] = []
    _spin(WARMING)
    loop = QEventLoop()

    def finished(done: list[Answer]) -> None:
        found.extend(done)
        loop.quit()

    asking = Answering(screen, finished, rounds)
    asking.start()
    loop.exec()
    asking.deleteLater()
    return found


def live(screen: Screen) -> tuple[float, float]:
    """Pictures a second that were drawn while pages are judged beside it, and CPU seconds of all threads for each."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "1.jpg").write_bytes(_jpeg())
        lookout = Lookout(judging=True)
        camera = _Paced(Path(folder))
        lookout.beside(lambda: camera)
        drawn = 0

        def show(glimpse: Glimpse | None) -> None:
            nonlocal drawn
            if glimpse is not None:
                screen.look(glimpse.image, glimpse.lying, glimpse.resting)
                drawn += 1

        lookout.seen.connect(show)
        at_pages = dict(visits())["pages-empty"]
        screen.show(at_pages)
        lookout.follow(at_pages)
        _spin(500)
        drawn, began, worked = 0, time.monotonic(), time.process_time()
        _spin(int(LIVE_S * 1000))
        rate = drawn / (time.monotonic() - began)
        each = (time.process_time() - worked) / max(1, drawn)
        lookout.stop()
        screen.show(Visit())
    return rate, each


def memory(screen: Screen, count: int, seconds: float) -> tuple[list[tuple[int, float]], dict[str, list[float]]]:
    """MB of this process after so many visits: after a few, then every hundredth, then the last; and s from tap to picture."""
    found: list[tuple[int, float]] = []
    last = 0

    def went_by(over: int) -> None:
        nonlocal last
        last = over
        if over == SETTLED or over % EVERY == 0:
            found.append((over, round(resident_mb(), 1)))

    visits_ = ManyVisits(screen, went_by)
    visits_.go(count, seconds)
    if not found or found[-1][0] != last:
        found.append((last, round(resident_mb(), 1)))
    return found, visits_.answers


def growth_kb(found: Sequence[tuple[int, float]]) -> float:
    """KB a visit leaves behind, by the straight line through the second half of the figures (least squares)."""
    half = found[len(found) // 2 - 1 :] if len(found) > 3 else list(found)
    if len({over for over, _ in half}) < 2:
        return 0.0
    slope = statistics.linear_regression([over for over, _ in half], [mb for _, mb in half]).slope
    return round(slope * 1024, 2)


@click.command()
@click.option("--rounds", default=2, type=click.IntRange(1, 20), help="每个画面几次 · Times a screen")
@click.option("--visits", "count", default=100, type=click.IntRange(1, 5000), help="看内存的来访数 · Visits")
@click.option(
    "--minutes", default=6.0, type=click.FloatRange(min=0.1), help="来访最多几分钟 · Minutes of visits at most"
)
@click.option("--json", "_as_json", is_flag=True, help="总是 JSON · It is JSON always")
def budgets(rounds: int, count: int, minutes: float, _as_json: bool) -> None:
    """画面应答、停顿、实时画面、内存；`hall bench kiosk` 的一部分 · A part of `hall bench kiosk`."""
    click.echo(json.dumps(measured(rounds, count, minutes * 60), ensure_ascii=False))


def measured(rounds: int, count: int, seconds: float) -> dict[str, Any]:
    """All figures; milliseconds, pictures a second, MB."""
    app = application()
    screen = example_screen()
    screen.window.resize(1080, 1920)
    screen.window.show()
    screen.warm()
    settle()
    done = answers(screen, rounds)
    rate, each = live(screen)
    held, taps = memory(screen, count, seconds)
    screen.close()
    app.quit()
    drawn = sorted(done, key=lambda a: a.drawn_s)
    worst = max(done, key=lambda a: a.stretch_s)
    return {
        "answer_ms": _spread([a.drawn_s for a in done]),
        "answer_cpu_ms": _spread([a.cpu_s for a in done]),
        "tap_ms": _spread([one for step in taps.values() for one in step]),
        "tap_by_step_ms": {step: _spread(found) for step, found in taps.items()},
        "slowest_screens_ms": [(a.screen, _ms(a.drawn_s)) for a in drawn[-3:]],
        "stall_ms": _ms(worst.stretch_s),
        "stall_screen": worst.screen,
        "stall_worked_ms": _ms(max(a.worked_s for a in done)),
        "live_fps": round(rate, 1),
        "live_cpu_ms_a_picture": _ms(each),
        "memory_mb": [held[0][1], held[-1][1]],
        "memory_after_visits_mb": held,
        "growth_kb_a_visit": growth_kb(held),
        "memory_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "visits": held[-1][0],
        "loaded": os.getloadavg()[0] > 1.5,
    }


def _jpeg() -> bytes:
    held = io.BytesIO()
    with Image.open(io.BytesIO(paper(1))) as page:
        page.convert("RGB").save(held, "JPEG")
    return held.getvalue()


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and maximum, ms."""
    ordered = sorted(seconds) or [0.0]
    p95 = ordered[-(-len(ordered) * 95 // 100) - 1]
    return {"p50": _ms(ordered[(len(ordered) - 1) // 2]), "p95": _ms(p95), "max": _ms(ordered[-1])}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    budgets()
