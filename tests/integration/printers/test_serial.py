from __future__ import annotations

import os
import tty
from collections.abc import Iterator
from time import monotonic

import pytest

from printers.transport.backlog import LIMIT_BYTES
from printers.transport.base import ConnectionLost
from printers.transport.serial import SerialTransport


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A serial line at whose other end nobody reads until the test does."""
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    os.close(master)
    os.close(slave)


def test_a_printer_that_takes_nothing_never_hangs_the_line_and_loses_nothing(line: tuple[int, str]) -> None:
    master, path = line
    job = bytes(range(256)) * 400
    with SerialTransport(path, flow_control=False) as transport:
        began = monotonic()
        transport.write(job, 10.0)
        assert monotonic() - began < 5.0
        assert 0 < transport.pending() <= len(job)
        received = bytearray()
        while len(received) < len(job):
            received += os.read(master, 65536)
            assert transport.read(0.02) == b""
        assert received == job and transport.pending() == 0


def test_answers_are_read_while_bytes_wait(line: tuple[int, str]) -> None:
    master, path = line
    with SerialTransport(path, flow_control=False) as transport:
        transport.write(bytes(100_000), 0.1)
        os.write(master, b"\x18\x00\x0c\x0f")
        assert transport.read(5.0) == b"\x18\x00\x0c\x0f"
        assert transport.pending() > 0


def test_more_than_any_job_is_refused(line: tuple[int, str]) -> None:
    with SerialTransport(line[1], flow_control=False) as transport, pytest.raises(ConnectionLost):
        transport.write(bytes(LIMIT_BYTES + 1), 0.1)
