"""A USB port to the virtual printer: a backend of pyusb whose bulk pipes lead to the printer's network port.

Descriptors, claims and timeouts pass through pyusb as with real hardware. Real ones are slow takers: a write may be
taken in part (`most`), and the pipe back may say nothing at all (`AnswerPipe`).
"""

from __future__ import annotations

import array
import errno
import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import usb.core
from usb.backend import IBackend

VENDOR, PRODUCT = 0x0416, 0x5011
#: what the kernel may hold: the printer's own buffer is elsewhere
SEND_BUFFER_BYTES = 4096
BULK, INTERRUPT = 2, 3


class AnswerPipe(Enum):
    """How the pipe back behaves."""

    ANSWERS = auto()
    #: there, and never says anything
    SILENT = auto()
    #: answers every question with an empty packet
    EMPTY = auto()
    #: a printer of the one-way protocol
    MISSING = auto()


@dataclass(frozen=True)
class Descriptor:
    """One descriptor; the fields of all kinds, those that matter filled in."""

    bLength: int = 18
    bDescriptorType: int = 0
    bcdUSB: int = 0x0200
    bDeviceClass: int = 0
    bDeviceSubClass: int = 0
    bDeviceProtocol: int = 0
    bMaxPacketSize0: int = 64
    idVendor: int = VENDOR
    idProduct: int = PRODUCT
    bcdDevice: int = 0x0100
    iManufacturer: int = 0
    iProduct: int = 0
    iSerialNumber: int = 0
    bNumConfigurations: int = 1
    wTotalLength: int = 32
    bNumInterfaces: int = 1
    bConfigurationValue: int = 1
    iConfiguration: int = 0
    bmAttributes: int = 0
    bMaxPower: int = 1
    bInterfaceNumber: int = 0
    bAlternateSetting: int = 0
    bNumEndpoints: int = 2
    bInterfaceClass: int = 7
    bInterfaceSubClass: int = 1
    bInterfaceProtocol: int = 2
    iInterface: int = 0
    bEndpointAddress: int = 0
    wMaxPacketSize: int = 64
    bInterval: int = 0
    bRefresh: int = 0
    bSynchAddress: int = 0
    extra_descriptors: tuple[int, ...] = ()
    address: int = 1
    bus: int = 1
    port_number: int = 1
    port_numbers: tuple[int, ...] = (1,)
    speed: int = 3


class UsbPort(IBackend):  # type: ignore[misc]  # pyusb has no type information
    """One printer on one bus; give `find=functools.partial(usb.core.find, backend=port)` to the transport."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        most: int = 4096,
        answers: AnswerPipe = AnswerPipe.ANSWERS,
        out_endpoint: int = 0x03,
        in_endpoint: int = 0x81,
        interface_class: int = 7,
        configured: bool = True,
    ) -> None:
        self.plugged = True
        self.kernel_driver = True
        self.claimed = False
        self._where = (host, port)
        self._most = most
        self._answers = answers
        self._interface = Descriptor(bInterfaceClass=interface_class)
        self._pipes = [
            Descriptor(bEndpointAddress=0x85, bmAttributes=INTERRUPT),
            Descriptor(bEndpointAddress=out_endpoint, bmAttributes=BULK),
        ]
        if answers is not AnswerPipe.MISSING:
            self._pipes.append(Descriptor(bEndpointAddress=in_endpoint, bmAttributes=BULK))
        self._configured = configured

    # what is on the bus

    def enumerate_devices(self) -> Iterator[Any]:
        if self.plugged:
            yield self

    def get_parent(self, dev: Any) -> None:
        return None

    def get_device_descriptor(self, dev: Any) -> Descriptor:
        return Descriptor()

    def get_configuration_descriptor(self, dev: Any, config: int) -> Descriptor:
        if config:
            raise IndexError
        return Descriptor()

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Descriptor:
        if intf or alt:
            raise IndexError
        return Descriptor(
            bNumEndpoints=len(self._pipes),
            bInterfaceClass=self._interface.bInterfaceClass,
        )

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Descriptor:
        return self._pipes[ep]

    # taking hold of it

    def open_device(self, dev: Any) -> socket.socket:
        self._check_plugged()
        line = socket.create_connection(self._where)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setblocking(False)
        return line

    def close_device(self, dev_handle: socket.socket) -> None:
        dev_handle.close()

    def get_configuration(self, dev_handle: socket.socket) -> int:
        return 1 if self._configured else 0

    def set_configuration(self, dev_handle: socket.socket, config_value: int) -> None:
        assert not self._configured, "a configured printer must not be configured anew"
        self._configured = True

    def is_kernel_driver_active(self, dev_handle: socket.socket, intf: int) -> bool:
        return self.kernel_driver

    def detach_kernel_driver(self, dev_handle: socket.socket, intf: int) -> None:
        self.kernel_driver = False

    def attach_kernel_driver(self, dev_handle: socket.socket, intf: int) -> None:
        self._check_plugged()
        self.kernel_driver = True

    def claim_interface(self, dev_handle: socket.socket, intf: int) -> None:
        if self.kernel_driver or self.claimed:
            raise usb.core.USBError("Resource busy", errno=errno.EBUSY)
        self.claimed = True

    def release_interface(self, dev_handle: socket.socket, intf: int) -> None:
        self.claimed = False

    # the pipes

    def bulk_write(self, dev_handle: socket.socket, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._check_plugged()
        if not select.select([], [dev_handle], [], timeout / 1000)[1]:
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        return self._alive(lambda: dev_handle.send(bytes(data)[: self._most]))

    def bulk_read(self, dev_handle: socket.socket, ep: int, intf: int, buff: array.array[int], timeout: int) -> int:
        self._check_plugged()
        if self._answers is AnswerPipe.EMPTY:
            return 0
        sources = [] if self._answers is AnswerPipe.SILENT else [dev_handle]
        if not select.select(sources, [], [], timeout / 1000)[0]:
            raise usb.core.USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        data = b""

        def receive() -> int:
            nonlocal data
            data = dev_handle.recv(len(buff))
            return len(data)

        if not self._alive(receive):
            raise usb.core.USBError("No such device", errno=errno.ENODEV)
        buff[: len(data)] = array.array("B", data)
        return len(data)

    def _alive(self, act: Any) -> int:
        try:
            return int(act())
        except OSError as error:
            raise usb.core.USBError("No such device", errno=errno.ENODEV) from error

    def _check_plugged(self) -> None:
        if not self.plugged:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)
