"""Is the box possible here? Found out by building one, not by asking for versions."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from builder.preview import box, kernel, landlock, seccomp


@dataclass(frozen=True)
class Missing:
    """One layer that can't be put up: its name, what the kernel said, and what lifts it."""

    layer: str
    reason: str
    way_out: str


def doctor(private: Path | None = None) -> tuple[Missing, ...]:
    """What keeps previews out of the box on this machine; empty if nothing does.

    Tries it in a process of its own. `private` is DATA_DIR, which must not be visible in the box.
    """
    with tempfile.TemporaryDirectory(prefix="rakit-periksa-") as stage:
        found = probe(stage, private or Path(stage))
    return tuple(Missing(layer, reason, way_out(layer, reason)) for layer, reason in found)


def probe(stage: str, private: Path) -> list[tuple[str, str]]:
    """(layer, reason) of the first layer that fails; empty if a whole box stood."""
    if sys.platform != "linux":
        return [("linux", sys.platform)]
    with tempfile.TemporaryDirectory(prefix="rakit-periksa-") as tree:
        return _in_a_fork(stage, tree, private)


def _in_a_fork(stage: str, tree: str, private: Path) -> list[tuple[str, str]]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        said = ""
        try:
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
            said = _try(stage, tree, private)
        except BaseException as error:
            said = f"namespaces\n{error}"
        finally:
            os.write(writer, said.encode()[:2000])
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read().decode(errors="replace")
    os.waitpid(pid, 0)
    if said == "ok":
        return []
    layer, _, reason = said.partition("\n")
    return [(layer or "namespaces", reason or "berhenti tanpa keterangan")]


def _try(stage: str, tree: str, private: Path) -> str:
    visible = box.runtime_paths()
    try:
        kernel.machine()
    except OSError as error:
        return f"machine\n{error}"
    if not landlock.version():
        return "landlock\ntidak ada di kernel ini"
    try:
        box.refuse_exposure(private, visible)
    except box.BoxError as error:
        return f"data\n{error.strerror}"
    box.remember_size()
    try:
        box.enter(stage, tree, box.MOST_AT_ONCE, box.Limits(), visible)
    except box.BoxError as error:
        return f"namespaces\n{error}"
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            os.write(writer, _look_around(visible).encode()[:2000])
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        return file.read().decode(errors="replace")


def _look_around(visible: tuple[str, ...]) -> str:
    """In the box: the layers must hold, not only have been accepted."""
    if os.getpid() != 1 or os.path.exists("/proc/self") or os.path.exists("/etc/passwd"):
        return "namespaces\nkotak terpasang tetapi isi mesin masih terlihat"
    try:
        landlock.restrict([*visible, *box.DEVICES, box.TREE], [box.DATA, "/dev/null"])
    except OSError as error:
        return f"landlock\n{error}"
    try:
        box.limit(box.Limits())
        seccomp.restrict()
    except OSError as error:
        return f"seccomp\n{error}"
    try:
        socket.socket(socket.AF_INET).close()
    except OSError as error:
        return "ok" if error.errno == errno.EPERM else f"seccomp\n{error}"
    return "seccomp\nsaringan terpasang tetapi tidak menahan"


def way_out(layer: str, reason: str) -> str:
    """What an administrator does about it."""
    restricted = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    disabled = Path("/proc/sys/kernel/unprivileged_userns_clone")
    if layer == "linux":
        return "Pratinjau memerlukan Linux."
    if layer == "machine":
        return "Pratinjau memerlukan mesin x86-64 atau ARM 64-bit."
    if layer == "landlock":
        return "Pakai kernel 5.13 ke atas dengan Landlock; tambahkan lsm=landlock,… saat boot."
    if layer == "seccomp":
        return "Kernel harus dibangun dengan CONFIG_SECCOMP_FILTER."
    if layer == "data":
        return "Pindahkan DATA_DIR ke luar folder Python dan pustaka sistem."
    if _reads(restricted, "1"):
        return (
            "Ubuntu melarang user namespace. Pasang profil AppArmor deploy/rakit-apparmor, "
            "atau jalankan: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    if _reads(disabled, "0"):
        return "Jalankan: sysctl -w kernel.unprivileged_userns_clone=1"
    if _reads(Path("/proc/sys/user/max_user_namespaces"), "0"):
        return "Jalankan: sysctl -w user.max_user_namespaces=10000"
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return (
            "Kontainer ini melarang namespace. Jalankan gateway di luar kontainer, atau beri "
            "--security-opt seccomp=unconfined --security-opt apparmor=unconfined."
        )
    return f"Kernel menolak namespace ({reason}). Perlu kernel 5.13 ke atas yang mengizinkannya."


def _reads(path: Path, value: str) -> bool:
    try:
        return path.read_text().strip() == value
    except OSError:
        return False
