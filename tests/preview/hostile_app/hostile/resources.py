"""Using the machine up: disk, inodes, memory in its many forms, threads, processor."""

from __future__ import annotations

import mmap
import os
import resource
import threading
import time
from typing import Any

Result = tuple[bool, object]
MEGA = 1 << 20


def fill_disk(targets: dict[str, Any]) -> Result:
    written, home = 0, os.environ["HOME"]
    try:
        for n in range(40):
            with open(f"{home}/penuh-{n}", "wb") as file:
                for _ in range(16):
                    written += file.write(b"x" * MEGA)
    except OSError:
        pass
    for n in range(40):
        if os.path.exists(f"{home}/penuh-{n}"):
            os.unlink(f"{home}/penuh-{n}")
    return written > 100 * MEGA, written


def fill_temporary(targets: dict[str, Any]) -> Result:
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/app", "/"):
        try:
            with open(f"{folder}/isi", "wb") as file:
                file.write(b"x")
        except OSError:
            continue
        return True, folder
    return False, "nowhere"


def many_files(targets: dict[str, Any]) -> Result:
    home, made = os.environ["HOME"], 0
    os.makedirs(f"{home}/banyak")
    try:
        for made in range(20_000):
            os.close(os.open(f"{home}/banyak/{made}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        pass
    for name in os.listdir(f"{home}/banyak"):
        os.unlink(f"{home}/banyak/{name}")
    os.rmdir(f"{home}/banyak")
    return made > 10_000, made


def huge_file(targets: dict[str, Any]) -> Result:
    """Sparse: nothing now, a terabyte for whoever packs it."""
    path = f"{os.environ['HOME']}/luas"
    with open(path, "wb") as file:
        os.truncate(file.fileno(), 1 << 40)
    return True, os.path.getsize(path)


def memory(targets: dict[str, Any]) -> Result:
    held = []
    try:
        for _ in range(64):
            held.append(bytearray(32 * MEGA))
    except MemoryError:
        pass
    return len(held) == 64, f"{len(held) * 32} MB"


def shared_memory(targets: dict[str, Any]) -> Result:
    held = []
    try:
        for _ in range(64):
            block = mmap.mmap(-1, 32 * MEGA)
            for page in range(0, 32 * MEGA, 4096):
                block[page] = 1
            held.append(block)
    except (OSError, MemoryError):
        pass
    won = len(held) == 64
    for block in held:
        block.close()
    return won, f"{len(held) * 32} MB"


def memory_file(targets: dict[str, Any]) -> Result:
    handle = os.memfd_create("isi")
    return True, handle


def threads(targets: dict[str, Any]) -> Result:
    over, made = threading.Event(), []
    try:
        for _ in range(500):
            thread = threading.Thread(target=over.wait, daemon=True)
            thread.start()
            made.append(thread)
    except RuntimeError:
        pass
    over.set()
    for thread in made:
        thread.join()
    return len(made) > 100, len(made)


def descriptors(targets: dict[str, Any]) -> Result:
    held = []
    try:
        for _ in range(5000):
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    for handle in held:
        os.close(handle)
    return len(held) > 1000, len(held)


def raise_limits(targets: dict[str, Any]) -> Result:
    won = []
    for what in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE,
                 resource.RLIMIT_NPROC, resource.RLIMIT_CPU):  # fmt: skip
        try:
            resource.setrlimit(what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            won.append(what)
        except (ValueError, OSError):
            continue
    return bool(won), won


def priority(targets: dict[str, Any]) -> Result:
    return os.nice(-15) < 0, os.nice(0)


def sit_still(targets: dict[str, Any]) -> Result:
    """Holds a thread longer than the gateway waits."""
    time.sleep(targets.get("seconds", 60))
    return False, "slept"


ATTEMPTS = {
    f.__name__: f
    for f in (fill_disk, fill_temporary, many_files, huge_file, memory, shared_memory, memory_file,
              threads, descriptors, raise_limits, priority)
}  # fmt: skip
