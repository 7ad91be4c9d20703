"""Printers on USB: the printer class (7), or a vendor's own interface with a bulk pipe each way.

Endpoints come from the descriptors, because clones differ (0x01/0x82, 0x03/0x81, 0x02/0x81); an address may override
them. The device is neither reset nor configured anew when it is configured already: some firmware loses its buffer.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any

from printers.transport.backlog import Backlogged
from printers.transport.base import ConnectionLost, PrinterNotFound

log = logging.getLogger("hall.printers.usb")

PRINTER_CLASS = 7
#: small enough that a printer without paper is noticed, a multiple of every packet size
CHUNK_BYTES = 4096
READ_BYTES = 512
#: firmware without a status channel may answer empty packets at once, which must not spin the processor
EMPTY_PACKET_S = 0.01

#: finds devices; what `usb.core.find` is
Find = Callable[..., Iterable[Any] | None]


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """Which printer. None: any, or as its descriptors say."""

    vendor: int | None = None
    product: int | None = None
    serial: str | None = None
    out_endpoint: int | None = None
    in_endpoint: int | None = None

    def __str__(self) -> str:
        which = f"{self.vendor:04x}:{self.product:04x}" if self.vendor is not None and self.product is not None else ""
        return f"usb://{which}" + (f"?serial={self.serial}" if self.serial else "")


class UsbTransport(Backlogged):
    """A claimed printer; raise `PrinterNotFound` when there is none, several, or none that we may open."""

    def __init__(self, address: UsbAddress, find: Find | None = None) -> None:
        super().__init__()
        try:
            import usb.core
            import usb.util
        except ImportError as error:
            raise PrinterNotFound("缺少 pyusb · pyusb is not installed", "pip install pyusb") from error
        self._lost, self._silent = usb.core.USBError, usb.core.USBTimeoutError
        self._release = usb.util.dispose_resources
        self._idle = Event()
        self._detached = False
        try:
            self._device, self._interface = _one(address, find or usb.core.find)
        except usb.core.NoBackendError as error:
            raise PrinterNotFound(
                "缺少 libusb · libusb is not installed", "sudo apt-get install libusb-1.0-0"
            ) from error
        try:
            self._claim()
        except self._lost as error:
            self._release(self._device)
            raise _not_opened(address, error) from error
        self._out, self._in = _pipes(self._interface, address)
        if self._out is None:
            self.close()
            raise PrinterNotFound(f"{address} 没有可写端点 · The device has no pipe to write to")

    def _claim(self) -> None:
        import usb.core
        import usb.util

        try:
            self._device.get_active_configuration()
        except usb.core.USBError:
            self._device.set_configuration()
        number = self._interface.bInterfaceNumber
        try:
            if self._device.is_kernel_driver_active(number):
                self._device.detach_kernel_driver(number)
                self._detached = True
        except NotImplementedError:
            log.debug("no kernel drivers on this system")
        usb.util.claim_interface(self._device, number)
        if self._interface.bAlternateSetting:
            self._interface.set_altsetting()

    def close(self) -> None:
        try:
            self._release(self._device)
            if self._detached:
                self._detached = False
                self._device.attach_kernel_driver(self._interface.bInterfaceNumber)
        except self._lost:
            log.debug("the printer was unplugged first")

    def _take(self, data: bytes, wait_s: float) -> int:
        assert self._out is not None
        try:
            return int(self._out.write(data[:CHUNK_BYTES], _milliseconds(wait_s)))
        except self._silent:
            return 0
        except self._lost as error:
            raise ConnectionLost from error

    def _listen(self, timeout: float) -> bytes:
        if self._in is None:
            self._idle.wait(timeout)
            return b""
        try:
            data = bytes(self._in.read(READ_BYTES, _milliseconds(timeout)))
        except self._silent:
            return b""
        except self._lost as error:
            raise ConnectionLost from error
        if not data:
            self._idle.wait(min(timeout, EMPTY_PACKET_S))
        return data


def _one(address: UsbAddress, find: Find) -> tuple[Any, Any]:
    """Return the one device and its interface that the address means."""
    ids = {"idVendor": address.vendor, "idProduct": address.product}
    found: list[tuple[Any, Any]] = []
    refused: Exception | None = None
    for device in find(find_all=True, **{key: value for key, value in ids.items() if value is not None}) or ():
        try:
            # The name is read only when it was asked for: reading it needs the rights to open the device.
            if address.serial is not None and device.serial_number != address.serial:
                continue
            interface = _interface(device, any_class=address.vendor is not None)
        except (OSError, ValueError, IndexError) as error:
            refused = error
            continue
        if interface is not None:
            found.append((device, interface))
    if len(found) > 1:
        raise PrinterNotFound(
            f"有 {len(found)} 台 USB 打印机符合 {address} · Several USB printers match",
            "请在地址中写明型号和序列号 usb://VID:PID?serial=… · Name one by its ids and serial number",
        )
    if not found:
        if isinstance(refused, OSError):
            raise _not_opened(address, refused)
        raise PrinterNotFound(f"没有找到 USB 打印机 {address} · No USB printer found")
    return found[0]


def _interface(device: Any, *, any_class: bool) -> Any:
    """Return the printer interface, two-way before one-way; any interface with a bulk pipe out if `any_class`."""
    # Cached descriptors: reading them neither opens nor disturbs the other devices on the bus.
    configuration = device[0]
    printers = [i for i in configuration if i.bInterfaceClass == PRINTER_CLASS]
    if printers:
        return max(printers, key=lambda i: i.bInterfaceProtocol == 2)
    writable = (i for i in configuration if any_class and _pipes(i, UsbAddress())[0] is not None)
    return next(writable, None)


def _pipes(interface: Any, address: UsbAddress) -> tuple[Any, Any]:
    """Return the endpoints out and in; None where there is none."""
    import usb.util

    out = answers = None
    for endpoint in interface:
        if usb.util.endpoint_type(endpoint.bmAttributes) != usb.util.ENDPOINT_TYPE_BULK:
            continue
        number = endpoint.bEndpointAddress
        if usb.util.endpoint_direction(number) == usb.util.ENDPOINT_IN:
            if answers is None and address.in_endpoint in (None, number):
                answers = endpoint
        elif out is None and address.out_endpoint in (None, number):
            out = endpoint
    return out, answers


def _not_opened(address: UsbAddress, error: OSError) -> PrinterNotFound:
    if error.errno == errno.EACCES:
        return PrinterNotFound(
            f"没有权限使用 {address} · No permission to use the printer",
            "把运行用户加入 lp 组后重新登录：sudo usermod -aG lp $USER · Join the group lp and log in again",
        )
    if error.errno == errno.EBUSY:
        return PrinterNotFound(
            f"{address} 被其他程序占用 · Another program holds the printer",
            "停用占用它的 CUPS 队列，或改用 cups:// 地址 · Disable the CUPS queue, or use a cups:// address",
        )
    return PrinterNotFound(f"打不开 {address} · Cannot open the printer: {error.strerror}")


def _milliseconds(seconds: float) -> int:
    # To libusb 0 is for ever.
    return max(int(seconds * 1000), 1)
