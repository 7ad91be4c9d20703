"""`hall devices watch`: a line the moment something comes, goes, breaks or recovers."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from drivers.commands.choosing import JSON, now
from installer.fleet.meaning import Meant, device_options
from installer.fleet.saying import SIGNS, say_json

if TYPE_CHECKING:
    from drivers.core.status import Status
    from drivers.core.supervision import Health
    from installer.fleet.arrivals import Change
    from kiosk.health.devices import Configured


@click.command()
@device_options
@click.option(
    "--every", type=click.FloatRange(min=0.05), default=1.0, show_default=True, help="正常时间隔秒数 · Seconds"
)
@click.option(
    "--for", "seconds", type=click.FloatRange(min=0), help="看管多少秒，默认直到中断 · Seconds; for ever when not given"
)
@JSON
def watch(every: float, seconds: float | None, as_json: bool, **named: Any) -> None:
    """看管设备：接上、拔下、故障、恢复都立刻输出一行 · Watch devices: a line the moment one comes, goes, breaks, recovers.

    断开的设备会重试，间隔逐次加倍到 30 秒 · A device that is gone is tried again, ever less often up to 30 s.
    """
    meant = Meant(**named)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    told = _Teller(as_json)
    threads = [
        threading.Thread(target=_watch_one, args=(device, meant, every, stop, told.device), daemon=True)
        for device in meant.devices
    ]
    if meant.all:
        threads.append(threading.Thread(target=_watch_machine, args=(stop, told.arrival), daemon=True))
    for thread in threads:
        thread.start()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join(5.0)


class _Teller:
    """One line at a time, from whichever thread."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._lock = threading.Lock()

    def device(self, device: Configured, before: Health, after: Health) -> None:
        with self._lock:
            if self._as_json:
                line = {"at": after.since, "device": device.name, "kind": device.kind, "from": before.state}
                say_json({**line, **after.as_data()})
                return
            click.echo(f"{now():%H:%M:%S}  {SIGNS[after.state.value]}  {device.name}  {after.detail}")
            if after.last_error and after.state.value != "ready":
                click.echo(f"{'':27}→ {after.last_error.remedy}")

    def arrival(self, change: Change) -> None:
        one, at = change.what, now()
        with self._lock:
            if self._as_json:
                line = {"at": at.isoformat(), "device": one.name, "kind": one.kind}
                say_json({**line, "change": "came" if change.came else "went", "driver": one.driver, "why": one.why})
                return
            words = "+ 接上 came " if change.came else "- 拔下 went "
            click.echo(f"{at:%H:%M:%S}  {words}     {one.name}  {one.driver}")


def _watch_machine(stop: threading.Event, say: Callable[[Change], None]) -> None:
    from installer.fleet.arrivals import ThisMachine, tell

    tell(ThisMachine(), stop, say)


def _watch_one(
    device: Configured,
    meant: Meant,
    every: float,
    stop: threading.Event,
    say: Callable[[Configured, Health, Health], None],
) -> None:
    from drivers.core.healthfile import load, update
    from drivers.core.supervision import Health, Policy, State, supervise

    def changed(before: Health, after: Health) -> None:
        update(meant.file, device.name, lambda known: replace(after, keeper=known.keeper, told=known.told))
        say(device, before, after)

    # counters go on; the state is said afresh
    known = load(meant.file).get(device.name, Health())
    start = replace(known, state=State.UNKNOWN, detail="", failures_in_a_row=0)
    with _Eye(device, meant) as look:
        policy = Policy(ready=every, first=min(0.5, every))
        supervise(look, changed, cancel=stop, now=now, policy=policy, health=start)


class _Eye:
    """Looks at a device, or at what the running terminal that has it in its hands writes of it."""

    def __init__(self, device: Configured, meant: Meant) -> None:
        from drivers.health import Looking

        self._device = device
        self._file = meant.kiosk_file
        drivers = ("card", "camera")
        self._looking = Looking(device.kind, device.driver, device.options) if device.kind in drivers else None

    def __enter__(self) -> Callable[[], Status]:
        return self._look

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def _look(self) -> Status:
        from drivers.core.healthfile import is_kept, load
        from drivers.core.supervision import Health
        from kiosk.health.devices import told

        health = load(self._file).get(self._device.name, Health())
        if is_kept(health, now()):
            self._let_go()
            return told(health)
        return self._looking() if self._looking else self._device.check()

    def _let_go(self) -> None:
        if self._looking:
            self._looking.close()
