"""Reaching anybody: TCP, UDP, other families, sockets with and without a path, inherited ones."""

from __future__ import annotations

import array
import ctypes
import json
import os
import socket
import stat
from typing import Any

Result = tuple[bool, object]


def tcp(targets: dict[str, Any]) -> Result:
    for host in ("127.0.0.1", "127.0.0.2", targets["address"]):
        try:
            with socket.create_connection((host, targets["tcp"]), timeout=2) as connection:
                return True, connection.recv(100)
        except OSError:
            continue
    return False, "no host answered"


def tcp6(targets: dict[str, Any]) -> Result:
    with socket.socket(socket.AF_INET6) as s:
        s.settimeout(2)
        s.connect(("::1", targets["tcp"]))
        return True, "connected"


def udp(targets: dict[str, Any]) -> Result:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"from the box", ("127.0.0.1", targets["udp"]))
    return True, "sent"


def listen(targets: dict[str, Any]) -> Result:
    with socket.socket() as s:
        s.bind(("0.0.0.0", 0))
        s.listen()
        return True, s.getsockname()


def raw(targets: dict[str, Any]) -> Result:
    for family, kind in ((socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_NETLINK, socket.SOCK_RAW),
                         (38, socket.SOCK_SEQPACKET), (40, socket.SOCK_STREAM)):  # fmt: skip
        try:
            socket.socket(family, kind).close()
        except OSError:
            continue
        return True, family
    return False, "every family refused"


def unix_path(targets: dict[str, Any]) -> Result:
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(targets["unix"])
        return True, s.recv(100)


def unix_abstract(targets: dict[str, Any]) -> Result:
    with socket.socket(socket.AF_UNIX) as s:
        s.connect("\0" + targets["abstract"])
        return True, s.recv(100)


def pair_then_connect(targets: dict[str, Any]) -> Result:
    """A pair of sockets may be made: one end could be connected anew."""
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.connect("\0" + targets["abstract"])
    return True, "connected"


def name_service(targets: dict[str, Any]) -> Result:
    return True, socket.getaddrinfo("example.com", 80)


def inherited(targets: dict[str, Any]) -> Result:
    """Any descriptor that leads outside: a folder, a file that is not in the data folder."""
    found = []
    for handle in range(3, 1024):
        try:
            mode = os.fstat(handle)
        except OSError:
            continue
        home = os.stat(os.environ["HOME"]).st_dev
        if stat.S_ISDIR(mode.st_mode) or (stat.S_ISREG(mode.st_mode) and mode.st_dev != home):
            found.append((handle, oct(mode.st_mode)))
    return bool(found), found


def orders_to_the_zygote(targets: dict[str, Any]) -> Result:
    """The first zygote was killed by one of its own children, through its control socket."""
    order = {"do": "start", "id": 1, "tree": "/", "package": "os", "tier": "unboxed", "key": ""}
    sent = 0
    for handle in range(3, 1024):
        try:
            if stat.S_ISSOCK(os.fstat(handle).st_mode):
                with socket.socket(fileno=os.dup(handle)) as s:
                    s.setblocking(False)
                    for message in (
                        {**order, "limits": {}},
                        {"do": "stop", "id": 1},
                        {"is": "ended"},
                    ):
                        data = json.dumps(message).encode()
                        rights = array.array("i", [handle])
                        s.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
                        sent += 1
        except OSError:
            continue
    return False, f"{sent} sent; the test looks whether the others live"


def io_uring(targets: dict[str, Any]) -> Result:
    """Its operations pass no seccomp filter."""
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.syscall(425, 8, ctypes.create_string_buffer(256))
    return done >= 0, os.strerror(ctypes.get_errno())


ATTEMPTS = {
    f.__name__: f
    for f in (tcp, tcp6, udp, listen, raw, unix_path, unix_abstract, pair_then_connect,
              name_service, inherited, orders_to_the_zygote, io_uring)
}  # fmt: skip
