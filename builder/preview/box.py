"""The box: what a preview's process sees and may use up. All layers, or no preview.

    own user, network, process, mount, IPC and host names      (namespaces)
    a root folder with Python, the application and 64 MB tmpfs   (pivot_root; the rest is gone)
    what may be opened, again, in case the mounts had a hole     (Landlock)
    which system calls there are                                 (seccomp)
    memory, processor time, threads, file size                   (rlimits)

No single layer holds alone: Landlock leaves UDP and path sockets, namespaces leave memory and
system calls. There is no `/proc`, no network interface that is up, nobody else to signal.
Started as root, the namespaces are made as root and then left for good: each preview gets an
account number of its own, from a range that distributions leave free. Started as anybody else, a
user namespace gives what making the others takes, and is given up before the application is read.
"""

from __future__ import annotations

import os
import resource
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from builder.preview import kernel, landlock, seccomp

FIRST_UID = 60706  # to 61183: used by nobody, says systemd's list of account numbers
MOST_AT_ONCE = 470
TREE, DATA = "/app", "/data"
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/usr/share/fonts",
          "/etc/localtime", "/etc/mime.types", "/etc/ld.so.cache", "/etc/fonts")  # fmt: skip


class BoxError(OSError):
    """A layer could not be put up; the preview is not started."""


@dataclass(frozen=True)
class Limits:
    """What one preview may use: bytes, seconds of processor time, and numbers."""

    memory: int = 512 << 20
    disk: int = 64 << 20
    files: int = 4000
    cpu_seconds: int = 1200
    threads: int = 32
    open_files: int = 256


def runtime_paths() -> tuple[str, ...]:
    """What an application needs of this machine to run: Python, its packages, libraries, time."""
    scheme = sysconfig.get_paths()
    python = [scheme["stdlib"], scheme["platstdlib"], scheme["purelib"], scheme["platlib"]]
    wanted = [*SYSTEM, *python, *_standard_library()]
    found = {os.path.normpath(path) for path in wanted if os.path.lexists(path)}
    return tuple(sorted(path for path in found if not _inside(path, found - {path})))


def refuse_exposure(private: Path, visible: tuple[str, ...]) -> None:
    """The portal's own folder must not lie in (or hold) anything a box shows."""
    mine = os.path.realpath(private)
    for path in visible:
        real = os.path.realpath(path)
        if _inside(mine, {real}) or mine == real:
            raise BoxError(0, f"DATA_DIR {mine} berada di dalam {path}; pindahkan DATA_DIR")


def enter(stage: str, tree: str, slot: int, limits: Limits, visible: tuple[str, ...]) -> None:
    """Put the calling process outside everything but its box; its next child is inside, as 1.

    `stage` is an empty folder. Raises `BoxError` and must then exit: half a box is none.
    """
    root = os.geteuid() == 0
    uid = FIRST_UID + slot if root else os.getuid()
    gid = FIRST_UID + slot if root else os.getgid()
    try:
        expendable()
        spaces = kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET
        spaces |= kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
        kernel.unshare(spaces if root else spaces | kernel.CLONE_NEWUSER)
        if not root:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
        _furnish(stage, tree, limits, visible, uid if root else -1)
        become(uid, gid)
    except OSError as error:
        raise BoxError(error.errno or 0, str(error)) from error


def lock(limits: Limits, visible: tuple[str, ...]) -> None:
    """The inner layers, on the process that will run the application. Raises `BoxError`."""
    try:
        landlock.restrict([*visible, *DEVICES, TREE], [DATA, "/dev/null"])
        limit(limits)
        seccomp.restrict()
    except OSError as error:
        raise BoxError(error.errno or 0, str(error)) from error


def lock_outside(limits: Limits, visible: tuple[str, ...], tree: str, data: str) -> None:
    """What can be locked where the box is refused: the inner layers, as far as they exist here."""
    try:
        if landlock.version():
            landlock.restrict([*visible, *DEVICES, tree], [data, "/dev/null"])
        limit(limits)
        seccomp.restrict()
    except OSError as error:
        raise BoxError(error.errno or 0, str(error)) from error


def step_outside(data: str, slot: int) -> str:
    """Where the box is refused: another account if root, and a data folder, made here.

    DATA_DIR (and often Python) is closed to other accounts. So where Landlock is about to say what
    may be read, and only there, the permission to read past file modes is kept.
    """
    expendable()
    os.mkdir(data, 0o700)
    if os.geteuid() != 0:
        become(os.getuid(), os.getgid())
        return data
    os.chown(data, FIRST_UID + slot, FIRST_UID + slot)
    kept = kernel.CAP_DAC_READ_SEARCH if landlock.version() else 0
    become(FIRST_UID + slot, FIRST_UID + slot, but=kept)
    return data


def become(uid: int, gid: int, *, but: int = 0) -> None:
    """Another account if root; no capabilities (`but` these) and no way to gain any."""
    if os.geteuid() == 0 and uid != 0:
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 1 if but else 0)
        kernel.drop_capability_bounds()
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_capabilities(but=but)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def expendable() -> None:
    """When memory or time is short, a preview goes first."""
    os.nice(10)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def limit(limits: Limits) -> None:
    """Numbers no process of this preview can raise again; memory is on top of `remember_size`."""
    size, data = _size_before
    for what, most in (
        (resource.RLIMIT_AS, size + limits.memory),
        (resource.RLIMIT_DATA, data + limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.disk // 2),
        (resource.RLIMIT_NPROC, limits.threads),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


_size_before = (1 << 30, 512 << 20)


def remember_size() -> None:
    """Note how large the process is while it can still ask; see `limit`."""
    global _size_before  # the box has no /proc to ask once it is closed
    page = resource.getpagesize()
    with open("/proc/self/statm") as file:
        words = file.read().split()
    _size_before = (int(words[0]) * page, int(words[5]) * page)


def _furnish(stage: str, tree: str, limits: Limits, visible: tuple[str, ...], owner: int) -> None:
    """A new root folder: read-only, but for the preview's own data."""
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    safe = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("none", stage, "tmpfs", safe, "size=4m,nr_inodes=1000,mode=755")
    for path in visible:
        _show(path, stage + path)
    for path in DEVICES:
        _make_file(stage + path)
        kernel.bind(path, stage + path)
    os.mkdir(stage + TREE)
    kernel.bind(tree, stage + TREE)
    kernel.restrict_mount(stage + TREE, kernel.MS_RDONLY | safe | kernel.MS_NOEXEC)
    os.mkdir(stage + DATA)
    mine = f",uid={owner},gid={owner}" if owner >= 0 else ""
    room = f"size={limits.disk},nr_inodes={limits.files},mode=700{mine}"
    kernel.mount("none", stage + DATA, "tmpfs", safe | kernel.MS_NOEXEC, room)
    os.mkdir(stage + "/.old", 0o700)
    kernel.pivot_root(stage, stage + "/.old")
    os.chdir("/")
    kernel.unmount("/.old")
    os.rmdir("/.old")
    kernel.restrict_mount("/", kernel.MS_RDONLY | safe, recursive=False)


def _show(source: str, target: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(source) and os.path.isdir(source):
        os.symlink(os.readlink(source), target)  # /lib -> usr/lib
        return
    if os.path.isdir(source):
        os.mkdir(target)
    else:
        _make_file(target)
    kernel.bind(source, target)
    kernel.restrict_mount(target, kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV)


def _make_file(path: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))


def _standard_library() -> list[str]:
    """Where the interpreter's own shared library may lie, when Python is not the system's."""
    own = os.path.join(sys.base_prefix, "lib")
    return [] if own in ("/lib", "/usr/lib") else [own]


def _inside(path: str, folders: set[str]) -> bool:
    return any(path.startswith(folder.rstrip("/") + "/") for folder in folders)
