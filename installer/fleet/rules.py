"""`hall devices rules`: the right to use the devices without being root, put where udev and polkit look for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from drivers.core.status import Absent, Faulty, Ready, Status

FOLDER = Path(__file__).parents[1] / "udev"
GROUPS = ("plugdev", "dialout", "lp", "video", "scanner")
#: udev takes the new rules over and looks at what is plugged in already
_RELOAD = (("udevadm", "control", "--reload"), ("udevadm", "trigger", "--action=change"))
_RELOAD_S = 30.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of ours and where it belongs, below the root of the system."""

    source: Path
    place: Path


FILES = (
    Placed(FOLDER / "70-petition-hall.rules", Path("etc/udev/rules.d/70-petition-hall.rules")),
    Placed(FOLDER / "70-petition-hall.polkit", Path("etc/polkit-1/rules.d/70-petition-hall.rules")),
)
INSTALL = "sudo ./hall devices rules --install"


def check(root: Path = Path("/")) -> Status:
    """Say whether the rules are installed and are those of this version; a system without udev needs none."""
    if not (root / "etc/udev").is_dir():
        return Ready("本机没有 udev，不需要规则 · no udev here, no rules needed")
    missing = [file.place.name for file in FILES if not (root / file.place).is_file()]
    if missing:
        return Absent(
            "没有安装设备权限规则，设备只有 root 能用 · The rules that let others than root use devices are missing",
            INSTALL,
        )
    changed = [file.place for file in FILES if (root / file.place).read_bytes() != file.source.read_bytes()]
    if changed:
        names = ", ".join(f"/{place}" for place in changed)
        return Faulty(f"设备权限规则与本版本不同 · The rules are not those of this version: {names}", INSTALL)
    return Ready(", ".join(f"/{file.place}" for file in FILES))


def install(root: Path = Path("/")) -> list[Path]:
    """Copy the files below `root`; return where they are. Raises `OSError`."""
    placed = []
    for file in FILES:
        target = root / file.place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.source, target)
        target.chmod(0o644)
        placed.append(target)
    return placed


@click.command()
@click.option("--install", "wanted", is_flag=True, help="装入系统（需要 root）· Put them into the system (needs root)")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("/"),
    show_default=True,
    help="系统根目录，制作镜像或软件包时改 · Root of the system: another one for an image or a package",
)
def rules(wanted: bool, root: Path) -> None:
    """设备权限规则：显示、检查、安装 · The rules that let others than root use the devices: show, check, install.

    退出码：已装好为 0，否则为 1 · Exit code 0 when they are in place, else 1.
    """
    if not wanted:
        for file in FILES:
            click.echo(f"# /{file.place}\n{file.source.read_text(encoding='utf-8')}")
    else:
        _put_in_place(root)
    match check(root):
        case Ready(detail):
            click.echo(f"✓ {detail}", err=True)
        case Absent(cause, remedy) | Faulty(cause, remedy):
            click.echo(f"✗ {cause}\n→ {remedy}", err=True)
            sys.exit(1)


def _put_in_place(root: Path) -> None:
    try:
        for target in install(root):
            click.echo(str(target))
    except OSError as error:
        raise click.ClickException(f"无法写入 · Cannot be written: {error}；{INSTALL}") from error
    if root == Path("/") and shutil.which("udevadm"):
        for command in _RELOAD:
            subprocess.run(command, check=False, timeout=_RELOAD_S)
    click.echo(f"运行终端的用户应在这些组中 · The terminal's user belongs to: {' '.join(GROUPS)}")
    click.echo(f"sudo usermod -aG {','.join(GROUPS)} USER")
