"""Other processes: starting, signalling, reading, becoming."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import subprocess
from typing import Any

Result = tuple[bool, object]
LIBC = ctypes.CDLL(None, use_errno=True)
ARM = platform.machine() == "aarch64"


def _call(x86: int, arm: int, *arguments: Any) -> Result:
    done = LIBC.syscall(ctypes.c_long(arm if ARM else x86), *arguments)
    return done >= 0, os.strerror(ctypes.get_errno())


def execute(targets: dict[str, Any]) -> Result:
    return True, subprocess.run(["/bin/sh", "-c", "id"], capture_output=True, check=True).stdout


def execute_itself(targets: dict[str, Any]) -> Result:
    """Without a fork: the process would become another program."""
    return _call(59, 221, b"/usr/bin/true", None, None)


def fork(targets: dict[str, Any]) -> Result:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return True, pid


def fork_bomb(targets: dict[str, Any]) -> Result:
    made = 0
    for _ in range(200):
        if os.fork() == 0:
            signal.pause()
        made += 1
    return made > 0, made


def clone_without_thread(targets: dict[str, Any]) -> Result:
    return _call(56, 220, 17, 0, 0, 0, 0)


def clone3(targets: dict[str, Any]) -> Result:
    return _call(435, 435, ctypes.create_string_buffer(88), 88)


def kill_victim(targets: dict[str, Any]) -> Result:
    os.kill(targets["victim"], signal.SIGKILL)
    return True, "signalled"


def kill_parent(targets: dict[str, Any]) -> Result:
    os.kill(os.getppid() or 1, signal.SIGKILL)
    return True, "signalled"


def kill_everybody(targets: dict[str, Any]) -> Result:
    os.kill(-1, signal.SIGKILL)
    return True, "signalled"


def kill_by_thread(targets: dict[str, Any]) -> Result:
    return _call(234, 131, targets["victim"], targets["victim"], 9)


def trace(targets: dict[str, Any]) -> Result:
    return _call(101, 117, 16, targets["victim"], 0, 0)


def read_memory(targets: dict[str, Any]) -> Result:
    buffer = ctypes.create_string_buffer(16)
    return _call(310, 270, targets["victim"], buffer, 1, buffer, 1, 0)


def open_victim(targets: dict[str, Any]) -> Result:
    return _call(434, 434, targets["victim"], 0)


def become_root(targets: dict[str, Any]) -> Result:
    os.setuid(0)
    return True, os.getuid()


def become_the_portal(targets: dict[str, Any]) -> Result:
    if targets["portal_uid"] == os.getuid():
        return False, "same account outside a user namespace of its own; nothing to gain"
    os.setresuid(targets["portal_uid"], targets["portal_uid"], targets["portal_uid"])
    return True, os.getuid()


def new_namespace(targets: dict[str, Any]) -> Result:
    return _call(272, 97, 0x10000000)


def mount(targets: dict[str, Any]) -> Result:
    return LIBC.mount(b"none", b"/data", b"tmpfs", 0, None) == 0, os.strerror(ctypes.get_errno())


def leave_root(targets: dict[str, Any]) -> Result:
    os.chroot("/data")
    return True, "chroot"


def keyring(targets: dict[str, Any]) -> Result:
    return _call(250, 219, 0, -3, 1)


def bpf(targets: dict[str, Any]) -> Result:
    return _call(321, 280, 0, ctypes.create_string_buffer(128), 128)


def dump_memory_of_others(targets: dict[str, Any]) -> Result:
    with open(f"/proc/{targets['victim']}/environ") as file:
        return True, file.read()


ATTEMPTS = {
    f.__name__: f
    for f in (execute, execute_itself, fork, fork_bomb, clone_without_thread, clone3, kill_victim,
              kill_parent, kill_everybody, kill_by_thread, trace, read_memory, open_victim,
              become_root, become_the_portal, new_namespace, mount, leave_root, keyring, bpf,
              dump_memory_of_others)
}  # fmt: skip
