"""A printer's address in settings -> an open transport."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from printers.transport.base import Transport
from printers.transport.network import DEFAULT_PORT, NetworkTransport
from printers.transport.serial import DEFAULT_BAUD, SerialTransport


class BadPrinterAddress(ValueError):
    """The address is not one of the forms below."""


def open_printer(address: str) -> Transport:
    """Open `tcp://host[:port]` or `serial:///dev/ttyUSB0[?baud=115200&flow=none]`.

    Raise `BadPrinterAddress` when it is neither, `PrinterNotFound` when nothing is there.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme == "tcp" and parts.hostname:
            return NetworkTransport(parts.hostname, parts.port or DEFAULT_PORT)
        if parts.scheme == "serial" and parts.path:
            query = parse_qs(parts.query)
            baud = int(query.get("baud", [str(DEFAULT_BAUD)])[0])
            return SerialTransport(parts.path, baud, flow_control=query.get("flow", ["rtscts"])[0] != "none")
    except ValueError as error:
        raise _bad(address) from error
    raise _bad(address)


def _bad(address: str) -> BadPrinterAddress:
    return BadPrinterAddress(
        f"打印机地址有误 {address}，应为 tcp://主机:9100 或 serial:///dev/ttyUSB0"
        " · Bad printer address; expected tcp://HOST:9100 or serial:///dev/ttyUSB0"
    )
