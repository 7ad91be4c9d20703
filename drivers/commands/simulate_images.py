"""`hall devices simulate camera|scanner`: a folder of images, the SANE `test` backend, a scanimage that is played."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

#: what a line does; returns what there is to tell, raises `ValueError` or `OSError`
Command = Callable[[list[str]], dict[str, Any] | None]
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option(
    "--folder", type=_FOLDER, help="图像文件夹，默认临时文件夹 · The image folder; a temporary one by default"
)
@click.option(
    "--pages", type=click.IntRange(0, 500), default=0, show_default=True, help="启动时的页数 · Pages at start"
)
def camera(folder: Path | None, pages: int) -> None:
    """模拟图像文件夹高拍仪 · Simulate the camera that is a folder of images.

    \b
    先输出一行 JSON 说明文件夹，再逐行执行标准输入的命令，每条回一行 JSON：
    Prints one JSON line naming the folder, then obeys lines on standard input:
      insert [FILE] [xN] | remove | fault NAME | clear | unplug | plug | help | quit
    """
    from drivers.cameras.simulatedfolder import FolderFault, ImageFolder

    with _place(folder, "camera") as where:
        bench = ImageFolder(where)

        def insert(words: list[str]) -> dict[str, Any]:
            times = int(words.pop()[1:]) if words and words[-1][:1] == "x" and words[-1][1:].isdecimal() else 1
            source = Path(" ".join(words)) if words else None
            return {"files": [str(bench.insert(source)) for _ in range(min(times, 500))]}

        insert([f"x{pages}"] if pages else ["x0"])
        click.echo(json.dumps({"listening": "folder", "path": str(where), "driver": "folder"}, ensure_ascii=False))
        _obey(
            iter(sys.stdin.readline, ""),
            {
                "insert": ("放页：文件或自动生成 · Lay pages: a file, or drawn ones", insert),
                "remove": ("取走所有页 · Take all pages away", lambda _: {"removed": bench.remove()}),
                "fault": (
                    f"下一页的故障 · What is wrong with the next page: {', '.join(FolderFault)}",
                    lambda words: bench.fault(_member(FolderFault, words)),
                ),
                "clear": ("取消故障 · No fault any more", lambda _: bench.clear()),
                "unplug": ("文件夹消失 · The folder is gone", lambda _: bench.unplug()),
                "plug": ("文件夹恢复 · The folder is back", lambda _: bench.plug()),
            },
        )
        bench.plug()


@click.command()
@click.option(
    "--folder", type=_FOLDER, help="配置文件夹，默认临时文件夹 · Configuration folder; a temporary one by default"
)
@click.option(
    "--stand-in",
    is_flag=True,
    help="用代替 scanimage 的程序，可数纸、崩溃、挂起 · A program in place of scanimage: counts sheets, crashes, hangs",
)
def scanner(folder: Path | None, stand_in: bool) -> None:
    """模拟扫描仪：SANE 的 test 后端 · Simulate a scanner: the `test` backend of SANE.

    \b
    先输出一行 JSON（SANE_CONFIG_DIR，或放在 PATH 前面的文件夹），再逐行执行命令：
    Prints one JSON line (SANE_CONFIG_DIR, or a folder to put before PATH), then obeys:
      insert [N] | remove | fault NAME [PAGE] | clear | unplug | plug | help | quit
    """
    with _place(folder, "scanner") as where:
        (_stand_in if stand_in else _sane)(where)


def _sane(where: Path) -> None:
    from drivers.scanners.simulator.sanetest import DEVICE, SaneFault, SaneTestScanner

    if shutil.which("scanimage") is None:
        raise click.ClickException("没有安装 sane-utils · sane-utils is not installed: sudo apt-get install sane-utils")
    bench = SaneTestScanner(where)
    listening = {"listening": "sane", "device": DEVICE, "config_dir": str(where), "driver": "sane"}
    click.echo(json.dumps(listening | {"environment": {"SANE_CONFIG_DIR": str(where)}}, ensure_ascii=False))

    def clear(_: list[str]) -> None:
        bench.fault(None)
        bench.plug(attached=True)

    _obey(
        iter(sys.stdin.readline, ""),
        {
            "insert": ("进纸器放纸（十张）· Ten sheets into the feeder", lambda _: bench.fault(None)),
            "remove": ("取走纸 · No paper in the feeder", lambda _: bench.fault(SaneFault.EMPTY)),
            "fault": (
                f"每页都发生 · At every page: {', '.join(SaneFault)}",
                lambda words: bench.fault(_member(SaneFault, words)),
            ),
            "clear": ("取消故障 · No fault any more", clear),
            "unplug": ("拔下数据线 · Pull the cable", lambda _: bench.plug(attached=False)),
            "plug": ("接回数据线 · Put it back", lambda _: bench.plug(attached=True)),
        },
    )


def _stand_in(where: Path) -> None:
    from drivers.scanners.simulator.bench import Fault, SimulatedScanner

    bench = SimulatedScanner(where)
    program = where / "bin" / "scanimage"
    program.parent.mkdir(exist_ok=True)
    root = Path(__file__).parents[2]
    words = " ".join(f"'{word}'" for word in bench.command)
    program.write_text(f'#!/bin/sh\nexec env PYTHONPATH="{root}" {words} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    listening = {"listening": "scanimage", "path": str(program.parent), "command": [str(program)], "driver": "sane"}
    click.echo(json.dumps(listening, ensure_ascii=False))

    def fault(words: list[str]) -> None:
        at_page = int(words.pop()) if len(words) > 1 and words[-1].isdecimal() else 1
        bench.fault(Fault(_word([member.value for member in Fault], words)), at_page=at_page)

    def clear(_: list[str]) -> None:
        bench.fault(None)
        if not bench.scene.attached:
            bench.plug()

    _obey(
        iter(sys.stdin.readline, ""),
        {
            "insert": ("放 N 张纸 · N sheets", lambda words: bench.load(int(words[0]) if words else 3)),
            "remove": ("取走纸 · No paper", lambda _: bench.load(0)),
            "fault": (f"从第 PAGE 页起 · From page PAGE on: {', '.join(m.value for m in Fault)}", fault),
            "clear": ("取消故障 · No fault any more", clear),
            "unplug": ("拔下数据线 · Pull the cable", lambda _: bench.unplug()),
            "plug": ("接回数据线，名称改变 · Put it back, under another name", lambda _: bench.plug()),
        },
    )


@contextmanager
def _place(folder: Path | None, name: str) -> Iterator[Path]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix=f"hall-{name}-") as temporary:
        where = Path(temporary) / "pages"
        where.mkdir()
        yield where


def _obey(lines: Iterable[str], commands: dict[str, tuple[str, Command]]) -> None:
    """Obey until `quit` or the end of input, one JSON object a line."""
    for line in lines:
        words = line.split()
        if not words:
            continue
        name, rest = words[0], words[1:]
        if name == "quit":
            _say(name, {})
            return
        if name == "help":
            _say(
                name, {"commands": {known: what for known, (what, _) in commands.items()} | {"quit": "结束 · The end"}}
            )
            continue
        if name not in commands:
            _say(name, {"error": f"可用命令 · Commands: {', '.join([*commands, 'help', 'quit'])}"}, ok=False)
            continue
        try:
            told = commands[name][1](rest)
        except (ValueError, OSError) as error:
            _say(name, {"error": str(error)}, ok=False)
        else:
            _say(name, told or {})


def _say(command: str, told: dict[str, Any], *, ok: bool = True) -> None:
    click.echo(json.dumps({"ok": ok, "command": command, **told}, ensure_ascii=False))


def _member(faults: Any, words: list[str]) -> Any:
    return faults(_word(list(faults), words))


def _word(known: list[str], words: list[str]) -> str:
    name = words[0].replace("_", "-") if words else ""
    if name not in known:
        raise ValueError(f"可用的故障 · Faults: {', '.join(known)}")
    return name
