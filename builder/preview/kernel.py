"""The few system calls of Linux that Python has no words for, by ctypes.

Numbers are those of the kernel's own tables for x86-64 and 64-bit ARM; on any other machine
`machine()` raises, and with it the box is refused.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from dataclasses import dataclass

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 1, 4, 38, 24
PR_SET_KEEPCAPS, CAP_DAC_READ_SEARCH = 8, 1 << 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
# Same number on every architecture: these came after the tables were joined.
SYS_MOUNT_SETATTR, SYS_LANDLOCK_CREATE, SYS_LANDLOCK_ADD, SYS_LANDLOCK_RESTRICT = 442, 444, 445, 446

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Machine:
    """What differs by processor: the AUDIT_ARCH of seccomp, and the numbers."""

    audit: int
    index: int
    pivot_root: int
    capset: int
    seccomp: int


MACHINES = {
    "x86_64": Machine(0xC000003E, 0, 155, 126, 317),
    "aarch64": Machine(0xC00000B7, 1, 41, 91, 277),
}


def machine() -> Machine:
    found = MACHINES.get(platform.machine())
    if found is None or struct.calcsize("P") != 8:
        raise OSError(f"prosesor {platform.machine()} belum didukung")
    return found


def call(what: str, number: int, *arguments: object) -> int:
    """One raw system call; raises OSError with `what` in its words."""
    return _checked(what, _libc.syscall(ctypes.c_long(number), *map(_long, arguments)))


def unshare(flags: int) -> None:
    _checked("unshare", _libc.unshare(flags))


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    done = _libc.mount(
        os.fsencode(source),
        os.fsencode(target),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        data.encode() or None,
    )
    _checked(f"mount {target}", done)


def bind(source: str, target: str) -> None:
    """Show `source` at `target`, with whatever is mounted below it."""
    mount(source, target, "", MS_BIND | MS_REC)


def restrict_mount(target: str, flags: int, *, recursive: bool = True) -> None:
    """Add read-only, nosuid, nodev, noexec (MOUNT_ATTR_*, same bits 0-3); never takes one away."""
    attributes = ctypes.create_string_buffer(struct.pack("QQQQ", flags, 0, 0, 0))
    depth = AT_RECURSIVE if recursive else 0
    path = ctypes.c_char_p(os.fsencode(target))
    call(f"mount_setattr {target}", SYS_MOUNT_SETATTR, AT_FDCWD, path, depth, attributes, 32)


def pivot_root(new: str, old: str) -> None:
    number = machine().pivot_root
    call("pivot_root", number, ctypes.c_char_p(new.encode()), ctypes.c_char_p(old.encode()))


def unmount(target: str) -> None:
    _checked(f"umount {target}", _libc.umount2(os.fsencode(target), MNT_DETACH))


def prctl(option: int, value: int) -> None:
    arguments = (ctypes.c_ulong(value), *(ctypes.c_ulong(0),) * 3)
    _checked(f"prctl {option}", _libc.prctl(option, *arguments))


def drop_capability_bounds() -> None:
    """No program started from here on can gain a capability. Needs one itself: as root only."""
    nothing = (ctypes.c_ulong(0),) * 3
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), *nothing) < 0:
            break  # past the last one that this kernel knows


def drop_capabilities(*, but: int = 0) -> None:
    """All sets to nothing: root has them all, and so has whoever makes a user namespace.

    `but`: bits of what is kept, in the permitted and the effective set.
    """
    sets = ctypes.create_string_buffer(struct.pack("IIIIII", but, but, 0, 0, 0, 0), 24)
    header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
    call("capset", machine().capset, header, sets)


def _long(value: object) -> object:
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return int(result)
