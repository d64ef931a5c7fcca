"""Ports for the servers of tests.

A port that the system hands out (bind to 0) is, once let go, handed out again: to any browser's
connection, before the server listens there. Then the server does not start. So these lie below the
ports that the system gives away by itself.
"""

from __future__ import annotations

import contextlib
import random
import socket
from pathlib import Path

GIVEN_AWAY = Path("/proc/sys/net/ipv4/ip_local_port_range")
FIRST = 11_000
"""Above the last port that browsers refuse to open (10080)."""


def free_port(*, neighbours: int = 1) -> int:
    """A port on which nobody listens; of so many `neighbours` in a row the first."""
    end = int(GIVEN_AWAY.read_text().split()[0])
    if end < FIRST + 1000:
        raise RuntimeError(f"{GIVEN_AWAY} leaves no ports below {end}: widen it for the tests.")
    for _ in range(1000):
        port = random.SystemRandom().randrange(FIRST, end - neighbours)
        with contextlib.ExitStack() as held, contextlib.suppress(OSError):
            for number in range(port, port + neighbours):
                held.enter_context(socket.socket()).bind(("0.0.0.0", number))
            return port
    raise RuntimeError("no free port found")
