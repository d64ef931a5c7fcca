"""Child processes that never outlive who started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """In a fresh child: be sent this signal when the parent thread ends, however it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
    pass_fds: Sequence[int] = (),
    on_death: int = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start a program as leader of its own process group; it dies with the calling thread.

    Start long-lived children from the main thread: Linux ties the death signal to the thread.
    """
    parent = os.getpid()

    def prepare() -> None:
        die_with_parent(on_death)
        if os.getppid() != parent:  # the parent died between fork and prctl
            os._exit(1)

    return subprocess.Popen(
        [str(part) for part in argv],
        env=None if env is None else dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        pass_fds=tuple(pass_fds),
        start_new_session=True,
        preexec_fn=prepare,
    )


def signal_group(group: int, number: int) -> bool:
    """Signal a whole process group; False when nobody is left in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # only zombies of others are left
        return False
    return True


def group_is_alive(group: int) -> bool:
    """Is any process of the group still running? Zombies waiting to be reaped don't count."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                if int(pgrp) == group and state not in "ZX":
                    return True
    return False


def stop(process: subprocess.Popen[bytes], *, grace: float = 10.0) -> int:
    """Ask a child's group to end, wait, then end it; returns the exit code."""
    return stop_all([process], grace=grace)[0]


def stop_all(processes: Sequence[subprocess.Popen[bytes]], *, grace: float = 10.0) -> list[int]:
    """Stop several children at once: SIGTERM to each leader, then SIGKILL to what is left."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + grace
    codes = []
    for process in processes:
        try:
            codes.append(process.wait(max(0.0, until - time.monotonic())))
        except subprocess.TimeoutExpired:
            signal_group(process.pid, signal.SIGKILL)
            codes.append(process.wait())
        signal_group(process.pid, signal.SIGKILL)
    return codes


def wait_until(done: Callable[[], bool], seconds: float, *, pause: float = 0.02) -> bool:
    """Poll until `done()`; False when the time is over."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(pause)
    return True
