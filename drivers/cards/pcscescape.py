"""Readers on PC/SC whose security module takes SAM_V frames through SCardControl and whose cards the daemon never sees.

The identity card is no ISO 14443-4 card; many a reader therefore reports an empty slot while its module has the card.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from drivers.cards.exchange import ExchangePort
from drivers.cards.pcscservice import Connection, OpenService, Service
from drivers.cards.samreader import SamCardReader
from drivers.cards.winscard import Context, PcscError
from drivers.core.errors import DeviceAbsent


class EscapePort(ExchangePort):
    """A `Port` on a direct connection to reader `name`."""

    def __init__(self, service: Service, name: str, code: int) -> None:
        self._service = service
        try:
            self._connection: Connection = service.connect_direct(name)
        except PcscError as error:
            service.release()
            raise _absent(name) from error

        def exchange(frame: bytes) -> bytes:
            try:
                return self._connection.control(code, frame)
            except PcscError as error:
                raise _absent(name) from error

        super().__init__(exchange, late=self._let_go)

    def close(self) -> None:
        """See `Port.close`."""
        super().close()
        if not self.abandoned:
            self._let_go()

    def _let_go(self) -> None:
        self._connection.disconnect()
        self._service.release()


class EscapeCardReader(SamCardReader):
    """`CardReader` through escape code `code` of the PC/SC reader whose name contains `reader`."""

    def __init__(
        self,
        reader: str = "",
        *,
        today: Callable[[], date],
        code: int = 1,
        open_service: OpenService = Context,
        extra_addresses: bool = False,
    ) -> None:
        self._wanted = reader
        self._code = code
        self._open_service = open_service
        super().__init__(self._open, today=today, extra_addresses=extra_addresses)

    def _open(self, cancel: threading.Event) -> EscapePort:
        service = self._open_service()
        try:
            names = [name for name in service.readers() if self._wanted.casefold() in name.casefold()]
        except PcscError as error:
            service.release()
            raise _absent(self._wanted) from error
        if not names:
            service.release()
            raise _absent(self._wanted)
        return EscapePort(service, names[0], self._code)


def _absent(name: str) -> DeviceAbsent:
    return DeviceAbsent(
        f"PC/SC 读卡器{f'（{name}）' if name else ''}不接受专用指令或未接入 · The PC/SC reader {name} is not there or takes no escape commands",
        "请检查数据线；若用通用 CCID 驱动，在 Info.plist 的 ifdDriverOptions 置位 0x0001 后重启 pcscd · "
        "Check the cable; with the free CCID driver set bit 0x0001 of ifdDriverOptions in Info.plist and restart pcscd",
    )
