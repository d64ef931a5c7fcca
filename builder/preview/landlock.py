"""Landlock: what a process may open, said by the process itself and never taken back."""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from builder.preview import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
TRUNCATE, IOCTL = 1 << 14, 1 << 15
_ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
_RULE_BENEATH = 1
_VERSION = 1


def version() -> int:
    """The kernel's Landlock interface, 0 if it has none or it is switched off at boot."""
    try:
        return kernel.call("landlock", kernel.SYS_LANDLOCK_CREATE, 0, 0, _VERSION)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """From here on this thread and its children see only these; no TCP, no foreign signals.

    What this kernel's version can't do yet (TCP before 4, signals and abstract sockets before 6) is
    left to the namespaces. Raises OSError where Landlock is missing.
    """
    abi = version()
    if not abi:
        raise OSError("Landlock tidak ada di kernel ini")
    handled = (1 << 13) - 1
    handled |= (1 << 13 if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0)
    handled |= IOCTL if abi >= 5 else 0
    attributes = struct.pack("QQQ", handled, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    buffer = ctypes.create_string_buffer(attributes, 24)
    rules = kernel.call("landlock_create_ruleset", kernel.SYS_LANDLOCK_CREATE, buffer, size, 0)
    try:
        for path in readable:
            _allow(rules, path, (READ_FILE | READ_DIR | EXECUTE) & handled)
        for path in writable:
            _allow(rules, path, handled & ~EXECUTE)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.call("landlock_restrict_self", kernel.SYS_LANDLOCK_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, access: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            access &= _ON_A_FILE
        rule = ctypes.create_string_buffer(struct.pack("=Qi", access, handle), 12)
        kernel.call("landlock_add_rule", kernel.SYS_LANDLOCK_ADD, rules, _RULE_BENEATH, rule, 0)
    finally:
        os.close(handle)
