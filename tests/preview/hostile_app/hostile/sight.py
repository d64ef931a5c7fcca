"""Seeing and changing what is not its own: secrets, other previews, the machine."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from typing import Any

Result = tuple[bool, object]


def _read(path: str) -> Result:
    with open(path, "rb") as file:
        return True, file.read(200)


def portal_secret(targets: dict[str, Any]) -> Result:
    return _read(targets["secret"])


def portal_folder(targets: dict[str, Any]) -> Result:
    return True, os.listdir(targets["data"])


def other_preview(targets: dict[str, Any]) -> Result:
    return _read(targets["other"])


def other_tree(targets: dict[str, Any]) -> Result:
    return _read(targets["other_tree"])


def up_and_out(targets: dict[str, Any]) -> Result:
    return _read("/app/../../../../../" + targets["secret"])


def link_and_out(targets: dict[str, Any]) -> Result:
    link = os.environ["HOME"] + "/keluar"
    if not os.path.lexists(link):
        os.symlink(targets["secret"], link)
    return _read(link)


def accounts(targets: dict[str, Any]) -> Result:
    return _read("/etc/passwd")


def host_keys(targets: dict[str, Any]) -> Result:
    for path in ("/etc/shadow", "/etc/ssh", "/root/.ssh", "/home", "/root/.bash_history"):
        try:
            return True, os.listdir(path) if os.path.isdir(path) else _read(path)
        except OSError:
            continue
    return False, "nothing there"


def processes(targets: dict[str, Any]) -> Result:
    return True, os.listdir("/proc")


def old_root(targets: dict[str, Any]) -> Result:
    seen = [name for name in os.listdir("/") if name in (".old", "home", "var", "tmp", "boot")]
    return bool(seen), os.listdir("/")


def source_of_rakit(targets: dict[str, Any]) -> Result:
    import builder.settings

    return True, builder.settings.__file__


def modules_of_rakit(targets: dict[str, Any]) -> Result:
    seen = [name for name in sys.modules if name.split(".")[0] == "builder"]
    return bool(seen), seen


def environment(targets: dict[str, Any]) -> Result:
    seen = [f"{k}={v}" for k, v in os.environ.items() if "RAKIT" in k or "PREVIEW" in k]
    return bool(seen), seen


def secret_in_memory(targets: dict[str, Any]) -> Result:
    """The zygote forked us: whatever it knew is in our memory."""
    secret = targets["secret_words"]
    mine = (targets, secret)
    for thing in gc.get_objects():
        if isinstance(thing, dict) and thing is not targets:
            for value in list(thing.values()):
                if isinstance(value, str) and value is not secret and value == secret and mine:
                    return "targets" not in thing and "secret_words" not in thing, list(thing)[:5]
    return False, "not found"


def machine_name(targets: dict[str, Any]) -> Result:
    return ctypes.CDLL(None).sethostname(b"dibajak", 7) == 0, os.uname().nodename


def write_application(targets: dict[str, Any]) -> Result:
    with open("/app/hostile/__init__.py", "a") as file:
        file.write("#")
    return True, "written"


def write_python(targets: dict[str, Any]) -> Result:
    for folder in (os.path.dirname(os.__file__), *[p for p in sys.path if "site-packages" in p]):
        try:
            with open(f"{folder}/jahat.pth", "w") as file:
                file.write("import os")
        except OSError:
            continue
        return True, folder
    return False, "nowhere"


def write_device(targets: dict[str, Any]) -> Result:
    os.mknod(os.environ["HOME"] + "/disk", 0o600 | 0o060000, os.makedev(254, 0))
    return True, "made"


def program_in_data(targets: dict[str, Any]) -> Result:
    """A library of its own making, mapped as code."""
    source = next(p for p in os.listdir("/usr/lib") if p)
    path = os.environ["HOME"] + "/pustaka.so"
    with open(path, "wb") as file:
        file.write(b"\x7fELF" + source.encode())
    handle = os.open(path, os.O_RDONLY)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    done = libc.mmap(None, 4096, 1 | 4, 2, handle, 0)
    return done not in (None, ctypes.c_void_p(-1).value), os.strerror(ctypes.get_errno())


ATTEMPTS = {
    f.__name__: f
    for f in (portal_secret, portal_folder, other_preview, other_tree, up_and_out, link_and_out,
              accounts, host_keys, processes, old_root, source_of_rakit, modules_of_rakit,
              environment, secret_in_memory, machine_name, write_application, write_python,
              write_device, program_in_data)
}  # fmt: skip
