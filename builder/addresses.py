"""Addresses of this machine, found without sending a packet."""

from __future__ import annotations

import fcntl
import ipaddress
import socket
import struct

SIOCGIFADDR = 0x8915  # linux/sockios.h


def is_loopback(host: str) -> bool:
    """`localhost`, 127.0.0.0/8 or ::1. A name is not looked up: other names count as public."""
    host = host.strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def lan_address() -> str | None:
    """The address under which others in the network see this machine, or None.

    A UDP socket is connected, which only asks the routing table; nothing is sent. A machine
    without a default route (an isolated meeting-room network) is asked for its interfaces.
    """
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            address = str(probe.getsockname()[0])
            if not is_loopback(address):
                return address
    return next(iter(_interface_addresses()), None)


def _interface_addresses() -> list[str]:
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, request)
            except OSError:  # this interface has no IPv4 address
                continue
            address = socket.inet_ntoa(answer[20:24])
            if not is_loopback(address):
                found.append(address)
    return found
