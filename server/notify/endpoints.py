"""Addresses that browsers name for Web Push: ours to post to, so they must not lead back into our own network (SSRF).

Checked twice: as text when it is stored, and by the address it resolves to when it is dialled, to which the connection is
then made; a name that resolves differently the next time gains nothing. Redirections are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 1_000
HTTPS_PORT = 443
#: a name that ends so is read as an address by some resolvers: 0x7f.1
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_OWN_ZONES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")


class EndpointRefused(Exception):
    """This address is none of a push service; the message says why, without the address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    scheme: str
    host: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    #: seconds, None when the service does not say
    retry_after: float | None


def check(address: str, *, loopback: bool = False) -> Endpoint:
    """Return the parts of an address that may be posted to, else raise EndpointRefused. Nothing is resolved here.

    `loopback` admits http and any port on this machine: for tests and nothing else.
    """
    if len(address) > LONGEST or not address.isascii() or any(character.isspace() for character in address):
        raise EndpointRefused("地址过长或含有不允许的字符 · too long, or with characters no address has")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise EndpointRefused("不是有效地址 · not an address") from error
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise EndpointRefused("不是推送服务的地址 · not the address of a push service")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if loopback and _is_loopback(host) and parts.scheme in ("http", "https"):
        return Endpoint(parts.scheme, host, port or (80 if parts.scheme == "http" else HTTPS_PORT), target)
    if parts.scheme != "https" or port not in (None, HTTPS_PORT):
        raise EndpointRefused("只允许 https（443 端口）· https on port 443 only")
    if (literal := _literal(host)) is not None:
        if not literal.is_global:
            raise EndpointRefused("指向内部网络 · leads into an internal network")
    elif "." not in host or host.endswith(_OWN_ZONES) or _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise EndpointRefused("指向内部网络 · leads into an internal network")
    return Endpoint("https", host, HTTPS_PORT, target)


def post(address: str, body: bytes, headers: Mapping[str, str], *, seconds: float, loopback: bool = False) -> Reply:
    """POST once; raise EndpointRefused, or OSError and HTTPException when nobody answers properly."""
    endpoint = check(address, loopback=loopback)
    line = _dial(endpoint, seconds, loopback=loopback)
    try:
        if endpoint.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=endpoint.host)
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=seconds)
        connection.sock = line
        connection.request("POST", endpoint.target, body, dict(headers))
        answer = connection.getresponse()
        return Reply(answer.status, _seconds(answer.getheader("Retry-After")))
    finally:
        line.close()


def _dial(endpoint: Endpoint, seconds: float, *, loopback: bool) -> socket.socket:
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    for _, _, _, _, place in found:
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not address.is_global and not (loopback and address.is_loopback):
            raise EndpointRefused("解析到内部网络 · resolves into an internal network")
    trouble: OSError = OSError("no address")
    for family, kind, protocol, _, place in found:
        line = socket.socket(family, kind, protocol)
        line.settimeout(seconds)
        try:
            line.connect(place)
        except OSError as error:
            line.close()
            trouble = error
        else:
            return line
    raise trouble


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" or (literal is not None and literal.is_loopback)


def _seconds(text: str | None) -> float | None:
    # the date form is rare with push services, and our own pause does as well
    return min(float(text), 86_400.0) if text and text.isdecimal() else None
