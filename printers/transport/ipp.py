"""The little of IPP (RFC 8010, 8011) that printing through CUPS needs; no library, no locale-dependent output to parse.

Integers and enums are int, booleans bool, everything else text. Attributes with several values are tuples.
"""

from __future__ import annotations

import http.client
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

TIMEOUT_S = 10.0
VERSION = b"\x02\x00"
END = 0x03
MAX_ANSWER_BYTES = 1_000_000


class Operation(IntEnum):
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB = 0x0009
    GET_PRINTER = 0x000B


class Tag(IntEnum):
    """Kinds of values."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


class IppError(OSError):
    """The spooler cannot be reached, or what it says is no IPP."""


class Refused(IppError):
    """The spooler refused the request; `code` is its status."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"IPP 0x{code:04x}")


Value = int | bool | str
Attribute = tuple[Tag, str, tuple[Value, ...]]
Answer = dict[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a spooler listens: a socket file, or a host and a port when it is empty."""

    socket_path: str = ""
    host: str = "localhost"
    port: int = 631


class _OverSocketFile(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.sock.settimeout(TIMEOUT_S)
            self.sock.connect(self._path)
        except OSError:
            self.sock.close()
            raise


def ask(server: Server, path: str, operation: Operation, attributes: list[Attribute], document: bytes = b"") -> Answer:
    """Send one request to `path` of `server`; return all attributes of the answer; raise `IppError`, `Refused`."""
    body = encode(operation, attributes) + document
    connection = (
        _OverSocketFile(server.socket_path)
        if server.socket_path
        else http.client.HTTPConnection(server.host, server.port, timeout=TIMEOUT_S)
    )
    try:
        connection.request("POST", path, body, {"Content-Type": "application/ipp"})
        response = connection.getresponse()
        data = response.read(MAX_ANSWER_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise IppError(str(error)) from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise IppError(f"HTTP {response.status}")
    code, answer = decode(data)
    if code >= 0x0100:
        raise Refused(code)
    return answer


def encode(operation: Operation, attributes: list[Attribute]) -> bytes:
    """Return a request up to its document."""
    fixed: list[Attribute] = [
        (Tag.CHARSET, "attributes-charset", ("utf-8",)),
        (Tag.LANGUAGE, "attributes-natural-language", ("en",)),
    ]
    head = VERSION + struct.pack(">HIB", operation, 1, 0x01)
    return head + b"".join(_attribute(*attribute) for attribute in [*fixed, *attributes]) + bytes([END])


def decode(data: bytes) -> tuple[int, Answer]:
    """Return status code and attributes of an answer; raise `IppError` when it is none."""
    answer: dict[str, tuple[Value, ...]] = {}
    try:
        (code,) = struct.unpack_from(">H", data, 2)
        name = ""
        for tag, given, value in _values(data):
            name = given or name
            answer[name] = (*answer.get(name, ()), _value(tag, value)) if not given else (_value(tag, value),)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppError("no IPP answer") from error
    return int(code), answer


def _values(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    at = 8
    while data[at] != END:
        tag = data[at]
        at += 1
        if tag < 0x10:
            # the beginning of a group of attributes
            continue
        name, at = _string(data, at)
        value, at = _string(data, at)
        yield tag, name.decode(), value


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, at)
    end = at + 2 + length
    if end > len(data):
        raise IndexError
    return data[at + 2 : end], end


def _value(tag: int, value: bytes) -> Value:
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int(struct.unpack(">i", value)[0])
    if tag == Tag.BOOLEAN:
        return value != b"\x00"
    return value.decode("utf-8", "replace")


def _attribute(tag: Tag, name: str, values: tuple[Value, ...]) -> bytes:
    encoded = b""
    for number, value in enumerate(values):
        label = b"" if number else name.encode()
        match value:
            case bool():
                raw = bytes([value])
            case int():
                raw = struct.pack(">i", value)
            case str():
                raw = value.encode()
        encoded += struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(raw)) + raw
    return encoded
