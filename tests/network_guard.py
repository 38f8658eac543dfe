"""Notices when a test reaches for the network: nothing but this machine may be asked."""

import ipaddress
import sys

ASKED = []  # (event, where)
_LOCAL_NAMES = ("", "localhost", None)


def watch():
    """Look at every socket of this process from now on."""
    sys.addaudithook(_look)


def is_local(address):
    """Whether an address of a socket is on this machine."""
    if not isinstance(address, tuple):  # a file, as sockets of Unix have it
        return True
    if address[0] in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


def _look(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if not is_local(address):
            ASKED.append((event, address))
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        if not is_local((host.decode("ascii", "replace") if isinstance(host, bytes) else host,)):
            ASKED.append((event, host))
