"""Forks previews from a process that has Flask-AppBuilder loaded already.

A child of the gateway, started with an emptied environment, which talks over one inherited
socketpair and over nothing else: a path could be reached by what runs in a box. It dies with the
gateway, and its children with it. It has one thread: what it forks is a clean copy.

Messages are JSON, one a packet. To it: `start` (with descriptors: channel, log, keep-to and, if
there is something kept, keep-from) and `stop`. From it: one `hello`, then `started`, `ended`.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import os
import select
import shutil
import signal
import socket
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

from builder.preview import box, child, keeper, kernel
from builder.preview.probe import probe

MESSAGE_BYTES = 16_384
BOXED, UNBOXED = "boxed", "unboxed"
PRELOADED = (
    "sqlite3", "sqlalchemy.dialects.sqlite", "sqlalchemy.orm", "flask_appbuilder",
    "flask_appbuilder.api", "flask_appbuilder.models.sqla.base", "flask_appbuilder.charts.views",
    "flask_appbuilder.models.sqla.interface", "flask_appbuilder.security.sqla.manager",
    "flask_appbuilder.security.sqla.apis", "flask_appbuilder.security.views",
    "flask_appbuilder.security.api", "flask_babel", "flask_wtf.csrf", "flask_limiter",
    "babel.dates", "babel.numbers", "wtforms", "marshmallow_sqlalchemy", "apispec", "yaml",
    "alembic.command", "alembic.runtime.migration", "alembic.autogenerate", "orjson",
    "email.parser", "mimetypes", "zoneinfo", "encodings.idna", "tarfile", "logging.config",
    "concurrent.futures.thread", "uuid", "hmac", "html.parser", "decimal", "csv",
)  # fmt: skip


class Zygote:
    """The control loop. `stage`: an empty folder to build boxes on; `scratch`: where none stand."""

    def __init__(
        self, control: socket.socket, stage: str, private: Path, scratch: str = ""
    ) -> None:
        self.control, self.stage, self.private, self.scratch = control, stage, private, scratch
        self.visible = box.runtime_paths()
        self.running: dict[int, tuple[int, int]] = {}  # pid -> (id, slot)

    def serve(self) -> NoReturn:
        """Answer until the gateway is gone."""
        wake, alarm = os.pipe()
        os.set_blocking(alarm, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        poll.register(wake, select.POLLIN)
        while True:
            for handle, _ in poll.poll():
                if handle == wake:
                    os.read(wake, 512)
                    self.reap()
                else:
                    self.obey()

    def obey(self) -> None:
        data, handles, _, _ = socket.recv_fds(self.control, MESSAGE_BYTES, 4)
        if not data:
            shutil.rmtree(self.scratch or os.devnull, ignore_errors=True)
            os._exit(0)
        message = json.loads(data)
        if message["do"] == "stop":
            for pid, (number, _) in self.running.items():
                if number == message["id"]:
                    os.kill(pid, signal.SIGTERM)
            return
        slots = {slot for _, slot in self.running.values()}
        free = next((n for n in range(box.MOST_AT_ONCE) if n not in slots), None)
        if free is None:
            self.tell({"is": "ended", "id": message["id"], "code": 1})
        else:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
            pid = os.fork()
            if pid == 0:
                self.become_keeper(message, handles, free)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            self.running[pid] = (message["id"], free)
            self.tell({"is": "started", "id": message["id"], "pid": pid})
        for handle in handles:
            os.close(handle)

    def reap(self) -> None:
        while self.running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            number, slot = self.running.pop(pid, (0, 0))
            if self.scratch:
                shutil.rmtree(os.path.join(self.scratch, str(slot)), ignore_errors=True)
            code = os.waitstatus_to_exitcode(status)
            self.tell({"is": "ended", "id": number, "code": code})

    def tell(self, message: dict[str, Any]) -> None:
        self.control.send(json.dumps(message).encode())

    def become_keeper(self, message: dict[str, Any], handles: list[int], slot: int) -> NoReturn:
        """In the fork: take only what is needed along, then box, run, wait, keep."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(handles[1], 2)
            own = _only(handles)
            keep_from = own[3] if len(own) > 3 else -1
            code = _keep(self, message, slot, own[0], own[2], keep_from)
        except BaseException as error:
            sys.stderr.write(f"{error}\n")
            sys.stderr.flush()
        finally:
            os._exit(code)


def _keep(
    zygote: Zygote, message: dict[str, Any], slot: int, channel: int, keep_to: int, keep_from: int
) -> int:
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()
    limits = box.Limits(**message["limits"])
    boxed = message["tier"] == BOXED
    box.remember_size()
    if boxed:
        box.refuse_exposure(zygote.private, zygote.visible)
        box.enter(zygote.stage, message["tree"], slot, limits, zygote.visible)
        tree, data = box.TREE, box.DATA
    else:
        tree, data = (
            message["tree"],
            box.step_outside(os.path.join(zygote.scratch, str(slot)), slot),
        )
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of account clears it
    work = child.Work(tree, message["package"], data, message["key"], keep_from < 0)
    inside = os.fork()
    if inside == 0:
        os.close(keep_to)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        _inside(work, limits, zygote.visible, channel, keep_from, boxed=boxed)
    os.close(channel)
    if keep_from >= 0:
        os.close(keep_from)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(inside, signal.SIGKILL))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    _, status = os.waitpid(inside, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    keeper.pack(data, keep_to, limits.disk)
    return 0 if os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL) else 1


def _inside(
    work: child.Work,
    limits: box.Limits,
    visible: tuple[str, ...],
    channel: int,
    keep_from: int,
    *,
    boxed: bool,
) -> NoReturn:
    """The preview itself: all locks first, then the first line of the application."""
    code = 1
    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if boxed:
            box.lock(limits, visible)
        else:
            box.lock_outside(limits, visible, work.tree, work.data)
        if keep_from >= 0:
            keeper.unpack(keep_from, work.data)
        sys.dont_write_bytecode = False
        gc.enable()
        gc.set_threshold(20_000, 50, 100)
        child.run(work, socket.socket(fileno=channel))
    except BaseException as error:
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
    finally:
        os._exit(code)


def _scratch(private: Path) -> str:
    """The folder for data without a box; what a killed zygote left there is removed."""
    mark = hashlib.sha256(os.fsencode(private)).hexdigest()[:12]
    folder = os.path.join(tempfile.gettempdir(), f"rakit-pratinjau-{mark}")
    try:
        os.mkdir(folder, 0o711)
    except FileExistsError:
        found = os.lstat(folder)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            return tempfile.mkdtemp(prefix="rakit-pratinjau-")
        for name in os.listdir(folder):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    os.chmod(folder, 0o711)
    return folder


def _only(handles: list[int]) -> list[int]:
    """Close every descriptor but the three standard ones and these; returns them renumbered."""
    own = [os.dup2(handle, 100 + n, inheritable=False) for n, handle in enumerate(handles)]
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.closerange(3, 100)
    os.closerange(100 + len(own), 4096)
    return own


def main(control: int, stage: str, private: str) -> NoReturn:
    """Started by the gateway; see `builder.preview.fleet`."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    channel = socket.socket(fileno=control)
    os.closerange(3, control)
    os.closerange(control + 1, 4096)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the gateway, which says what next
    began = time.perf_counter()
    for name in PRELOADED:
        importlib.import_module(name)
    missing = probe(stage, Path(private))
    gc.collect()
    gc.disable()
    gc.freeze()
    took = round((time.perf_counter() - began) * 1000)
    zygote = Zygote(channel, stage, Path(private), _scratch(Path(private)) if missing else "")
    zygote.tell({"is": "hello", "missing": missing, "milliseconds": took})
    zygote.serve()
