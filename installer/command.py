"""`hall`: one program. A table of commands, each imported only when it is called, so that help answers at once."""

from __future__ import annotations

import sys
from pkgutil import resolve_name
from typing import ClassVar

import click

#: command -> (where it lives, what it does)
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": (
        "installer.demo.command:demo",
        "从刷证到回执，完整演示一次登记 · One real registration, from card to receipt",
    ),
    "test": ("installer.testing:test", "运行全部检查和测试 · Run every check and test"),
    "kiosk": ("kiosk.cli:kiosk", "启动自助登记终端 · Start the terminal"),
    "enrol": ("kiosk.enrolling:enrol", "用登记码登记本终端 · Enrol this terminal with a code"),
    "server": ("server.cli:server", "启动中心服务 · Start the centre"),
    "worker": ("server.cli:worker", "启动后台任务（时限、通知）· Start the background worker"),
    "doctor": ("installer.doctor:doctor", "检查每个设备和服务 · Check every device and service"),
    "bench": ("installer.bench:bench", "测量速度 · Measure speed"),
    "card": ("drivers.cli:card", "身份证阅读器 · ID-card readers"),
    "devices": ("installer.devices:devices", "设备清单、状态与模拟器 · Devices: list, status, simulators"),
    "pages": ("kiosk.reading.cli:pages", "信访材料页面 · Petition pages"),
    "read": ("kiosk.reading.cli:read", "识别页面并提出登记字段 · Read pages and propose fields"),
    "print": ("printers.cli:print_group", "打印回执 · Print slips"),
    "clocks": ("server.clocks.cli:clocks", "计算任一时限 · Compute any time limit"),
    "routing": (
        "server.cli.routing:routing",
        "事项分类：学习、选用、说明 · What matters are about: learn, choose, explain",
    ),
    "admin": ("server.cli:admin", "管理：终端、账户、审计、核验 · Administration"),
}

HELP = """信访大厅 · Petition hall

登记、受理、计时、跟踪每一件信访事项。
Registers, routes, times and follows every matter a citizen brings.

先试 · Try first:  ./hall demo
"""


class Lazy(click.Group):
    """A group whose commands are resolved from `places` when they are called."""

    places: ClassVar[dict[str, tuple[str, str]]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        command = resolve_name(self.places[cmd_name][0])
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 · Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in self.places.items()])


class Hall(Lazy):
    """Every command of the hall."""

    places = COMMANDS


@click.command(cls=Hall, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="hall")
def main() -> None:
    """See HELP."""


if __name__ == "__main__":
    sys.exit(main(prog_name="hall"))
