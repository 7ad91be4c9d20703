"""A printer's address in settings -> an open transport."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import SplitResult, parse_qs, urlsplit

from printers.transport.base import Transport
from printers.transport.cups import CupsTransport
from printers.transport.network import DEFAULT_PORT, NetworkTransport
from printers.transport.queue import open_queue
from printers.transport.serial import DEFAULT_BAUD, SerialTransport
from printers.transport.usb import UsbAddress, UsbTransport

FORMS = "tcp://主机:9100、serial:///dev/ttyUSB0、usb://、usb://VID:PID 或 cups:///队列"
FORMS_ENGLISH = "tcp://HOST:9100, serial:///dev/ttyUSB0, usb://, usb://VID:PID or cups:///QUEUE"


class BadPrinterAddress(ValueError):
    """The address is not one of the forms below."""


def open_printer(address: str) -> Transport:
    """Open `tcp://host[:port]`, `serial:///dev/ttyUSB0[?baud=115200&flow=none]`, a USB printer or a raw queue.

    USB: `usb://` for the only printer attached, `usb://VID:PID[?serial=TEXT&out=0x03&in=0x81]` (hexadecimal) for one
    of several, or one with wrong descriptors. CUPS: `cups:///QUEUE`, `cups://HOST/QUEUE`, `?socket=PATH`.
    Raise `BadPrinterAddress` when it is none of these, `PrinterNotFound` when nothing is there.
    """
    try:
        make = _maker(address)
    except ValueError as error:
        raise _bad(address) from error
    return make()


def _maker(address: str) -> Callable[[], Transport]:
    parts = urlsplit(address)
    if parts.scheme == "tcp" and parts.hostname:
        return partial(NetworkTransport, parts.hostname, parts.port or DEFAULT_PORT)
    if parts.scheme == "serial" and parts.path:
        query = parse_qs(parts.query)
        baud = int(query.get("baud", [str(DEFAULT_BAUD)])[0])
        flow_control = query.get("flow", ["rtscts"])[0] != "none"
        return partial(SerialTransport, parts.path, baud, flow_control=flow_control)
    if parts.scheme == "cups":
        return partial(CupsTransport, open_queue(address))
    if parts.scheme == "usb" and address.startswith("usb://"):
        return partial(UsbTransport, usb_address(parts))
    raise ValueError(address)


def usb_address(parts: SplitResult) -> UsbAddress:
    """Return what a `usb://` address means; raise `ValueError`."""
    query = parse_qs(parts.query)
    vendor, _, product = parts.netloc.partition(":")
    if bool(vendor) is not bool(product) or parts.path.strip("/"):
        raise ValueError(parts.netloc)
    return UsbAddress(
        vendor=int(vendor, 16) if vendor else None,
        product=int(product, 16) if product else None,
        serial=query.get("serial", [None])[0],
        out_endpoint=_endpoint(query, "out"),
        in_endpoint=_endpoint(query, "in"),
    )


def _endpoint(query: dict[str, list[str]], name: str) -> int | None:
    return int(query[name][0], 16) if name in query else None


def _bad(address: str) -> BadPrinterAddress:
    return BadPrinterAddress(f"打印机地址有误 {address}，应为 {FORMS} · Bad printer address; expected {FORMS_ENGLISH}")
