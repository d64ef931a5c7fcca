"""Previews: an application tried by people, in a process that can harm nobody.

What the rest of the house uses (the web process never talks to a preview's process):

    trees(settings).place(name, folder, own=…)    put an application where previews find it
    trees(settings).reset(name) / .drop(name)     fresh sample rows / away with it
    links(settings).make(Order(…))                a signed link for one person
    links(settings).make_room(Room(…))            the link behind a QR code; .enter, .close
    address(settings, order)                      the whole address of an order
    start(settings)                               the gateway as a child, for the supervisor
    health(settings)                              what its /health says
    doctor(folder)                                what keeps previews out of the box here
"""

from __future__ import annotations

import http.client
import json
import sys
from subprocess import Popen
from typing import Any

from builder import children
from builder.preview.links import Closed, Expired, Forged, LinkError, Links, Order, Room, expires_in
from builder.preview.probe import Missing, doctor
from builder.preview.trees import Tree, TreeError, Trees
from builder.settings import Settings

KEY = "preview-key"


def trees(settings: Settings) -> Trees:
    """The trees of this installation."""
    return Trees(settings.previews_dir)


def links(settings: Settings) -> Links:
    """Makes and reads the links of this installation."""
    return Links(settings.secret(KEY), trees(settings).revoked)


def address(settings: Settings, order: Order) -> str:
    """An order as a whole address, for a frame: its page may be shown in the portal only."""
    return f"{settings.gateway_public_url}/p/{links(settings).make(order)}/"


def start(settings: Settings, environment: dict[str, str]) -> Popen[bytes]:
    """The gateway as a child process; `environment` is what `settings` were read from.

    SIGTERM stops it: previews are stopped, their data kept, no child is left.
    """
    return children.spawn([sys.executable, "-m", "builder.preview.gateway"], env=environment)


def health(settings: Settings, seconds: float = 2) -> dict[str, Any]:
    """What the gateway says of itself; `{"status": "down", "reason": …}` if it does not answer."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104
    connection = http.client.HTTPConnection(host, settings.gateway_port, timeout=seconds)
    try:
        connection.request("GET", "/health")
        said: dict[str, Any] = json.loads(connection.getresponse().read(65_536))
    except (OSError, ValueError, http.client.HTTPException) as error:
        return {"status": "down", "reason": str(error)}
    else:
        return said
    finally:
        connection.close()


__all__ = [
    "Closed", "Expired", "Forged", "LinkError", "Links", "Missing", "Order", "Room", "Tree",
    "TreeError", "Trees", "address", "doctor", "expires_in", "health", "links", "start",
    "trees",
]  # fmt: skip
