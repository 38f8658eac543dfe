"""A test that reaches for the network is noticed, whether or not there is one."""

import socket
from contextlib import suppress

import pytest

from tests.network_guard import ASKED

DOCUMENTATION = "192.0.2.1"  # no machine has it; Source: RFC 5737


def udp(host):
    with socket.socket(type=socket.SOCK_DGRAM) as asking, suppress(OSError):
        asking.sendto(b"", (host, 9))


def tcp(host):
    with socket.socket() as asking, suppress(OSError):
        asking.settimeout(0.01)
        asking.connect((host, 9))


def name(host):
    with suppress(OSError):
        socket.getaddrinfo(host, 9, flags=socket.AI_NUMERICHOST)


@pytest.mark.parametrize("ask", [udp, tcp, name])
def test_another_machine_is_noticed(ask):
    ask(DOCUMENTATION)
    asked, ASKED[:] = [*ASKED], []
    assert [DOCUMENTATION in str(each) for each in asked] == [True]


@pytest.mark.parametrize("ask", [udp, tcp, name])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_may_be_asked(ask, host):
    ask(host)
    assert ASKED == []
