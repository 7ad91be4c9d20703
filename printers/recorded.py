"""Writes down what passes between a printer and us, both ways, with times; the transport notices nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from drivers.core.errors import DeviceError
from drivers.core.recording import Recorder, What
from printers.masking import masked_job
from printers.printing import Job, Patience
from printers.profiles import Encoding, Profile
from printers.transport.base import Transport

KIND = "printer"

T = TypeVar("T")


def recorder(path: Path, profile: Profile, address: str, started: datetime, *, masked: bool) -> Recorder:
    """Start a recording that holds all a replay needs to know of the printer; raises `OSError`."""
    facts = profile.model_copy(update={"logo": None}).model_dump(mode="json", exclude={"setup"})
    options = {"profile": facts | {"setup": profile.setup.hex()}, "address": address}
    return Recorder(path, kind=KIND, driver=address.partition(":")[0], started=started, masked=masked, options=options)


def record_job(recorder: Recorder, job: Job, profile: Profile, patience: Patience) -> None:
    """Note that `job` is to be printed now."""
    payload = masked_job(job.payload, profile.encoding) if recorder.masked else job.payload
    masked = payload != job.payload
    recorder.add(What.CALL, payload, masked=masked, call="print", key=job.key, patience=asdict(patience))


def record_question(recorder: Recorder) -> None:
    """Note that the printer is to be asked for its status now."""
    recorder.add(What.CALL, call="status")


def recorded(connect: Callable[[], Transport], recorder: Recorder, encoding: Encoding) -> Callable[[], Transport]:
    """Return a way to open the same printer that is recorded; that it cannot be opened is recorded too."""

    def opened() -> Transport:
        try:
            return RecordedTransport(connect(), recorder, encoding)
        except DeviceError as error:
            recorder.add(What.ERROR, cause=error.cause, remedy=error.remedy)
            raise

    return opened


class RecordedTransport:
    """A `Transport` that passes everything on to another and records it."""

    def __init__(self, transport: Transport, recorder: Recorder, encoding: Encoding) -> None:
        self._transport = transport
        self._recorder = recorder
        self._encoding = encoding
        self._pending = 0
        recorder.add(What.OPEN)

    def write(self, data: bytes, timeout: float) -> None:
        """See `Transport.write`."""
        shown = masked_job(data, self._encoding) if self._recorder.masked else data
        self._recorder.add(What.OUT, shown, masked=shown != data)
        self._passed(lambda: self._transport.write(data, timeout))

    def read(self, timeout: float) -> bytes:
        """See `Transport.read`."""
        data = self._passed(lambda: self._transport.read(timeout))
        if data:
            self._recorder.add(What.IN, data)
        return data

    def pending(self) -> int:
        """See `Transport.pending`."""
        pending = self._passed(self._transport.pending)
        if pending != self._pending:
            self._pending = pending
            self._recorder.add(What.VALUE, name="pending", value=pending)
        return pending

    def close(self) -> None:
        """See `Transport.close`."""
        self._recorder.add(What.CLOSE)
        self._transport.close()

    def _passed(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except DeviceError as error:
            self._recorder.add(What.ERROR, cause=error.cause, remedy=error.remedy)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
