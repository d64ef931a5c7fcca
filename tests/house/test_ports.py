"""A port for a server of tests stays free until the server listens on it."""

from __future__ import annotations

import socket

from tests.ports import FIRST, GIVEN_AWAY, free_port


def test_a_port_is_none_that_the_system_gives_to_connections() -> None:
    end = int(GIVEN_AWAY.read_text().split()[0])
    for _ in range(20):
        assert FIRST <= free_port() < end


def test_neighbours_are_free_as_well() -> None:
    port = free_port(neighbours=2)
    with socket.socket() as one, socket.socket() as other:
        one.bind(("0.0.0.0", port))
        other.bind(("0.0.0.0", port + 1))
        assert other.getsockname()[1] == one.getsockname()[1] + 1
