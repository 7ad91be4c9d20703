"""`hall bench kiosk`: what a terminal may cost a visitor's patience, and the way back after it was killed."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from installer.demo.processes import Child

#: a start on two busy cores, s
UP_SECONDS = 60.0


@click.command()
@click.option("--times", default=3, show_default=True, type=click.IntRange(1, 50), help="启动几次 · Starts")
@click.option("--visits", default=1000, show_default=True, type=click.IntRange(1, 5000), help="看内存的来访数 · Visits")
@click.option(
    "--minutes",
    default=6.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="来访最多几分钟，到时有几次算几次 · Minutes of visits at most; as many as there were are told",
)
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def kiosk(times: int, visits: int, minutes: float, as_json: bool) -> None:
    """终端的各项预算：启动、重启、应答、停顿、实时画面、内存 · Start, restart, answers, stalls, live picture, memory."""
    environment = dict(os.environ)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    cold, worked, back = _starts(times, environment)
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk.bench.budgets", "--visits", str(visits), "--minutes", str(minutes), "--json"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if ran.returncode:
        raise click.ClickException(ran.stderr.strip())
    found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    found |= {
        "cold_start_s": round(statistics.median(cold), 2),
        "cold_start_cpu_s": round(statistics.median(worked), 2),
    }
    found |= {"back_after_kill_s": round(max(back), 2)}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    answer, memory, tap = found["answer_ms"], found["memory_mb"], found["tap_ms"]
    slow = "，".join(f"{name} {ms:.0f}" for name, ms in found["slowest_screens_ms"])
    for line in (
        f"冷启动到首屏 · cold start, first screen {found['cold_start_s']:.2f} s，处理器 · processor "
        f"{found['cold_start_cpu_s']:.2f} s （目标 · target 3 s）",
        f"被杀后回到首屏 · back after kill -9 {found['back_after_kill_s']:.2f} s （目标 · target 5 s）",
        f"手指点下到新画面 · from a tap to its screen p50 {tap['p50']:.0f}  p95 {tap['p95']:.0f}  max {tap['max']:.0f} ms "
        f"（目标 · target 100）",
        f"画面应答 · answer of a screen p50 {answer['p50']:.0f}  p95 {answer['p95']:.0f}  max {answer['max']:.0f} ms "
        f"，处理器 · processor p95 {found['answer_cpu_ms']['p95']:.0f} ms （目标 · target 100）  {slow}",
        f"最长停顿 · longest stall {found['stall_ms']:.0f} ms（{found['stall_screen']}），自身计算 · own work at a stretch "
        f"{found['stall_worked_ms']:.0f} ms （目标 · target 50）",
        f"实时画面 · live picture {found['live_fps']:.1f} /s，每张处理器 · processor each "
        f"{found['live_cpu_ms_a_picture']:.0f} ms （目标 · target 20）",
        f"内存 · memory {memory[0]:.0f} → {memory[1]:.0f} MB，{found['visits']} 次来访，后一半每次 · visits, in the second half "
        f"{found['growth_kb_a_visit']:.1f} KB each",
        "  " + "  ".join(f"{over}: {mb:.0f}" for over, mb in found["memory_after_visits_mb"]),
        *(["机器正忙，时间偏长 · the machine is busy: times are too long"] if found["loaded"] else []),
    ):
        click.echo(line)


def _starts(times: int, environment: dict[str, str]) -> tuple[list[float], list[float], list[float]]:
    """Seconds from the start to the first screen, of it on a processor, and from kill -9 to the next first screen."""
    cold, worked, back = [], [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            settings = Path(folder) / "kiosk.toml"
            settings.write_text(
                f'server_url = "http://127.0.0.1:9"\ndata_dir = "{folder}/data"\n'
                f'[camera]\ndriver = "folder"\n[camera.options]\nfolder = "{folder}"\n',
                encoding="utf-8",
            )
            arguments = ("--settings", str(settings), "--locked", "--json")
            with Child("kiosk", "kiosk.cli", *arguments, log=Path(folder) / "log", environment=environment) as child:
                first = child.wait(lambda line: line["event"] == "up", seconds=UP_SECONDS, what="up")
                cold.append(float(first["seconds"]))
                worked.append(_worked(int(first["pid"])))
                os.kill(int(first["pid"]), signal.SIGKILL)
                again = child.wait(lambda line: line["event"] == "up", seconds=UP_SECONDS, what="up again")
                back.append(float(again["seconds"]))
    return cold, worked, back


def _worked(pid: int) -> float:
    """CPU seconds of a process so far (Linux, proc(5): utime and stime, after the name in brackets)."""
    figures = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")
