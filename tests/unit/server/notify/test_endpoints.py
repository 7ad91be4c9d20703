"""Push addresses that lead inside, by name, by number or by what they resolve to, are refused."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.notify.endpoints import EndpointRefused, check, post


@pytest.mark.parametrize(
    "address",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/x?y=1",
        "https://push.example.cn:443/",
    ],
)
def test_a_push_service_is_taken(address: str) -> None:
    assert check(address).scheme == "https"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "https://push.example.cn#fragment",
        "https://push.example.cn /x",
        "https://推送.cn/",
        "https://push.example.cn:99999/",
        "https://127.0.0.1./x",
        "https://[fe80::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://0/",
        "https://a.0x7f/",
        "gopher://push.example.cn/",
        "https://push.example.cn/" + "x" * 1000,
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(EndpointRefused):
        check(address)


@given(st.ip_addresses())
def test_a_number_is_taken_only_when_the_whole_world_knows_it(
    number: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    host = f"[{number}]" if number.version == 6 else str(number)
    if number.is_global:
        assert check(f"https://{host}/x").host == str(number)
    else:
        with pytest.raises(EndpointRefused):
            check(f"https://{host}/x")


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    for address in (text, f"https://{text}/", f"https://push.example.cn/{text}"):
        try:
            check(address)
        except EndpointRefused:
            continue


def test_loopback_is_for_tests_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert check(address, loopback=True).scheme == "http"
        with pytest.raises(EndpointRefused):
            post(address, b"", {}, seconds=1)
    with pytest.raises(EndpointRefused):
        check("http://10.0.0.1/", loopback=True)


def test_a_name_that_resolves_to_the_inside_is_refused_when_dialled() -> None:
    from server.notify.endpoints import Endpoint, _dial

    # what a rebinding name server would answer for an innocent name; localhost is the one every machine resolves
    with pytest.raises(EndpointRefused):
        _dial(Endpoint("https", "localhost", 443, "/"), 1.0, loopback=False)
