"""How a person names a card reader on the command line, the same for every command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from drivers.cards import CardReader

F = TypeVar("F", bound=Callable[..., Any])

JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A driver's name in the registry and its options, without `today`."""

    driver: str
    options: dict[str, Any]

    def make(self, **more: Any) -> CardReader:
        """Build the driver; what is wrong with its options is a usage error."""
        from drivers.cards.pcscprofile import UnknownProfile
        from drivers.core.registry import UnknownDriver, driver

        try:
            reader: CardReader = driver("card", self.driver)(**self.options, **more, today=today)
        except (UnknownProfile, UnknownDriver, TypeError) as error:
            raise click.UsageError(str(error.args[0])) from error
        return reader


def reader_options(command: F) -> F:
    """Add the options that name a reader; `choose` takes them."""
    options = (
        click.option("--reader", default="", help="PC/SC 读卡器名的一部分，空为任一 · Part of a PC/SC reader's name"),
        click.option(
            "--profile", default="", help="PC/SC 方式：ff_b0、escape:N、apdu_prefix:HEX、uid_only · PC/SC method"
        ),
        click.option("--escape", help="经 PC/SC 专用指令的读卡器名 · A PC/SC reader that takes escape commands"),
        click.option(
            "--escape-code", type=click.IntRange(0, 65535), default=1, show_default=True, help="SCARD_CTL_CODE(n)"
        ),
        click.option("--serial", "port", help="串口读卡器，如 /dev/ttyUSB0 · A reader on this serial port"),
        click.option("--baud", type=int, help="串口速率，不写则自动探测 · Serial speed; found when not given"),
        click.option("--usb", is_flag=False, flag_value="", help="USB 读卡器 [总线-端口] · A USB reader [bus-port]"),
        click.option("--hid", is_flag=False, flag_value="", help="HID 读卡器 [设备路径] · An HID reader [path]"),
        click.option("--driver", help="按名称选驱动 · Any driver of the registry by its name"),
        click.option(
            "--option", "options", metavar="NAME=VALUE", multiple=True, help="--driver 的选项 · An option of --driver"
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def choose(
    *,
    reader: str,
    profile: str,
    escape: str | None,
    escape_code: int,
    port: str | None,
    baud: int | None,
    usb: str | None,
    hid: str | None,
    driver: str | None,
    options: tuple[str, ...],
) -> Chosen:
    """Turn the options into one reader; a usage error when they name two."""
    named = [
        Chosen("serial", {"port": port, "baud": baud}) if port else None,
        Chosen("usb", {"socket": usb}) if usb is not None else None,
        Chosen("hid", {"path": hid}) if hid is not None else None,
        Chosen("pcsc-escape", {"reader": escape, "code": escape_code}) if escape is not None else None,
        Chosen("pcsc", {"reader": reader, "profile": profile}) if reader or profile else None,
        Chosen(driver, _pairs(options)) if driver is not None else None,
    ]
    chosen = [one for one in named if one is not None]
    if len(chosen) > 1:
        raise click.UsageError(
            "--reader、--escape、--serial、--usb、--hid、--driver 只能选一个 · "
            "Choose one of: --reader, --escape, --serial, --usb, --hid, --driver"
        )
    return chosen[0] if chosen else Chosen("pcsc", {"reader": "", "profile": ""})


def _pairs(options: tuple[str, ...]) -> dict[str, Any]:
    """Read NAME=VALUE; whole numbers, true and false are meant as such."""
    read: dict[str, Any] = {}
    for option in options:
        name, is_pair, value = option.partition("=")
        if not name or not is_pair:
            raise click.UsageError(f"--option {option}: 应为 名称=值 · NAME=VALUE is expected")
        words = {"true": True, "false": False}
        read[name] = words.get(value, int(value) if value.isdecimal() else value)
    return read


def today() -> date:
    """The date in this machine's zone, which decides whether a card has expired."""
    return datetime.now(UTC).astimezone().date()


def now() -> datetime:
    """The time in this machine's zone."""
    return datetime.now(UTC).astimezone()
