"""The process tree of one machine: web, workers, preview gateway; what dies is started again.

One supervisor per data folder, held by a lock that ends with the process. Children are leaders
of their own groups and get SIGTERM when the supervisor is gone, even by SIGKILL; stopping leaves
nobody behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from builder import children
from builder.errors import RakitError
from builder.settings import TABLE, Settings

FIRST_PAUSE, LONGEST_PAUSE, CALM = 0.5, 30.0, 60.0


class SupervisorError(RakitError):
    """The process tree can't be started."""


@dataclass(frozen=True)
class Part:
    """One process to keep alive; `port` is where it answers when it is ready (0: nowhere)."""

    name: str
    argv: tuple[str, ...]
    host: str = ""
    port: int = 0


@dataclass
class _Running:
    part: Part
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    next_start: float = 0.0
    ready: bool = False
    deaths: int = field(default=0)


def parts_of(settings: Settings) -> tuple[Part, ...]:
    """What `rakit start` runs on one machine."""
    rakit = (sys.executable, "-m", "builder")
    workers = [
        Part(f"pekerja {n}" if settings.workers > 1 else "pekerja", (*rakit, "worker"))
        for n in range(1, settings.workers + 1)
    ]
    gateway = Part("pratinjau", (*rakit, "gateway"), settings.host, settings.gateway_port)
    return (Part("portal", (*rakit, "serve"), settings.host, settings.port), *workers, gateway)


def run(
    settings: Settings,
    parts: Sequence[Part] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    out: IO[str] | None = None,
    grace: float = 15.0,
) -> int:
    """Run until SIGTERM or SIGINT; 0 when everything stopped as asked.

    Prints one line when a part answers and one with the address when all do. Raises
    SupervisorError when another supervisor holds this data folder or a port is taken.
    """
    return Supervisor(settings, parts, env=env, out=out, grace=grace).run()


def environment(settings: Settings, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which children read the same settings."""
    found = dict(os.environ if env is None else env)
    for option in TABLE:
        value = getattr(settings, option.name.lower())
        found[option.name] = str(int(value)) if isinstance(value, bool) else str(value)
    return found


class Supervisor:
    """Starts, watches, restarts, stops."""

    def __init__(
        self,
        settings: Settings,
        parts: Sequence[Part] | None = None,
        *,
        env: Mapping[str, str] | None = None,
        out: IO[str] | None = None,
        grace: float = 15.0,
    ) -> None:
        self.settings, self.grace = settings, grace
        self.env = environment(settings, env)
        self.out = out or sys.stdout
        self.running = [_Running(part) for part in (parts or parts_of(settings))]
        self._stopping = False
        self._told = False

    def run(self) -> int:
        self.settings.prepare()
        with alone(self.settings.data_dir):
            need_ports([one.part for one in self.running])
            before = {s: signal.signal(s, self._stop) for s in (signal.SIGTERM, signal.SIGINT)}
            try:
                while not self._stopping:
                    self._turn()
                    time.sleep(0.1)
            finally:
                self._stop_all()
                for number, handler in before.items():
                    signal.signal(number, handler)
        return 0

    def _stop(self, *_: Any) -> None:
        self._stopping = True

    def _turn(self) -> None:
        now = time.monotonic()
        for one in self.running:
            if one.process is None:
                if now >= one.next_start:
                    self._start(one, now)
            elif (code := one.process.poll()) is not None:
                self._died(one, code, now)
            elif not one.ready and (not one.part.port or _answers(one.part)):
                one.ready = True
                self._say(f"{one.part.name}: siap (proses {one.process.pid})")
            elif one.ready and now - one.started > CALM:
                one.pause = FIRST_PAUSE
        if not self._told and all(one.ready for one in self.running):
            self._told = True
            self._say(f"Rakit siap di {self.settings.public_url}")

    def _start(self, one: _Running, now: float) -> None:
        one.process = children.spawn(one.part.argv, env=self.env, on_death=signal.SIGTERM)
        one.started, one.ready = now, False

    def _died(self, one: _Running, code: int, now: float) -> None:
        assert one.process
        children.signal_group(one.process.pid, signal.SIGKILL)  # what it left behind
        one.process, one.ready, one.deaths = None, False, one.deaths + 1
        self._say(
            f"{one.part.name}: berhenti (kode {code}), dimulai lagi dalam {one.pause:g} detik"
        )
        one.next_start = now + one.pause
        one.pause = min(one.pause * 2, LONGEST_PAUSE)

    def _stop_all(self) -> None:
        alive = [one.process for one in self.running if one.process is not None]
        self._say("Berhenti…")
        children.stop_all(alive, grace=self.grace)

    def _say(self, words: str) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):  # nobody reads any more
            print(words, file=self.out, flush=True)


@contextlib.contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold a data folder; SupervisorError when somebody else does. The lock dies with us."""
    path = data_dir / "rakit.pid"
    file = path.open("a+")
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise SupervisorError(
                "Rakit sudah berjalan dengan folder data ini.",
                which=f"{data_dir} (proses {file.read().strip() or '?'})",
                way_out="Hentikan yang lama lebih dahulu, atau pakai DATA_DIR lain.",
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        file.truncate(0)
    finally:
        file.close()


def supervisor_pid(data_dir: Path) -> int | None:
    """The process that holds a data folder, or None."""
    try:
        with (data_dir / "rakit.pid").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                words = file.read().strip()
                return int(words) if words.isdigit() else None
    except FileNotFoundError:
        return None
    return None


def need_ports(parts: Sequence[Part]) -> None:
    """SupervisorError when the address of one of them is in use."""
    for part in parts:
        if part.port:
            _check_free(part)


def _check_free(part: Part) -> None:
    family = socket.AF_INET6 if ":" in part.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((part.host, part.port))
        except OSError as error:
            raise SupervisorError(
                f"Alamat untuk {part.name} tidak dapat dipakai: {error.strerror}.",
                which=f"{part.host}:{part.port}",
                way_out="Hentikan program yang memakainya, atau pilih PORT lain.",
            ) from error


def _answers(part: Part) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(part.host, part.host)  # noqa: S104
    try:
        with socket.create_connection((host, part.port), timeout=0.5):
            return True
    except OSError:
        return False
