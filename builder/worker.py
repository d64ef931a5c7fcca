"""The process that does background work.

The worker itself only claims, forks, renews leases and watches. Each job runs in a child of its
own, so that it can be stopped at any instant with everything it started, and so that a crash or a
leak takes nobody along. When the worker dies, however it dies, the child ends its whole process
group: nothing goes on working on a job that another worker may already hold.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder import children, jobs
from builder.errors import RakitError
from builder.storage import base

log = logging.getLogger("rakit.worker")
Effect = Callable[[Session], Any]


class Job:
    """What a handler is given."""

    def __init__(self, held: jobs.Claim, engine: sa.Engine) -> None:
        self.id, self.key, self.payload = held.id, held.key, held.payload
        self.attempt, self._held, self._engine = held.attempt, held, engine

    def progress(self, percent: int, note: str) -> None:
        """Tell the people who wait; raises LeaseLostError when the job was cancelled or taken."""
        with Session(self._engine) as session:
            jobs.progress(session, self._held, percent, note)

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 600,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program to its end within this job; JobError when it takes too long."""
        try:
            return subprocess.run(
                [str(part) for part in argv],
                cwd=cwd,
                env=None if env is None else dict(env),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise jobs.JobError(
                "Program tidak selesai pada waktunya.",
                which=f"{argv[0]} ({timeout:.0f} detik)",
            ) from error


Handler = Callable[[Job], Effect | None]


@dataclass
class Handlers:
    """Which function does which kind of job."""

    table: dict[str, tuple[Handler, float]] = field(default_factory=dict)

    def register(self, kind: str, *, timeout: float = 900.0) -> Callable[[Handler], Handler]:
        """`@handlers.register("generate")`. The handler does the long work outside any
        transaction and returns what is to be written to the database, as a function of the
        session that also marks the job done; or None. RakitError ends the job with its words;
        jobs.RetryError and every other exception let it be tried again."""

        def add(handler: Handler) -> Handler:
            if kind in self.table:
                raise ValueError(f"Two handlers for {kind}.")
            self.table[kind] = (handler, timeout)
            return handler

        return add


@dataclass
class Worker:
    """Claims jobs for the kinds it has handlers for, one at a time, until told to stop."""

    url: str
    handlers: Handlers
    lease: float = 30.0
    poll: float = 0.5
    grace: float = 10.0
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}-{os.getpid()}")
    _stopping: bool = field(default=False, init=False)

    def run(self, *, until_idle: bool = False) -> int:
        """Work; SIGTERM or SIGINT lets the running job finish within `grace`, then hands it
        back. Returns the number of jobs taken."""
        taken, swept = 0, 0.0
        before = {s: signal.signal(s, self._stop) for s in (signal.SIGTERM, signal.SIGINT)}
        self._engine = base.make_engine(self.url)
        try:
            self._wait_for_tables()
            while not self._stopping:
                if time.monotonic() - swept > self.lease:
                    self._ledger(jobs.sweep)
                    swept = time.monotonic()
                held = self._ledger(jobs.claim, self.name, self.lease, self.handlers.table)
                if held:
                    taken += 1
                    self._carry(held)
                elif until_idle:
                    break
                else:
                    self._pause(self.poll)
        finally:
            self._engine.dispose()
            for number, handler in before.items():
                signal.signal(number, handler)
        return taken

    def _stop(self, *_: Any) -> None:
        self._stopping = True

    def _wait_for_tables(self) -> None:
        """A new office: the portal makes the tables while we start."""
        while not self._stopping and not sa.inspect(self._engine).has_table(jobs.job.name):
            time.sleep(self.poll)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            time.sleep(min(0.1, seconds))

    def _ledger(self, function: Callable[..., Any], *args: Any) -> Any:
        with Session(self._engine) as session:
            return function(session, *args)

    def _carry(self, held: jobs.Claim) -> None:
        """Fork a child for the job and watch over it."""
        self._engine.dispose()  # no connection may be shared with the child
        lifeline, ours = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            self._in_child(held, lifeline)
        os.close(lifeline)
        with contextlib.suppress(OSError):
            os.setpgid(child, child)
        try:
            self._watch(held, child)
        finally:
            os.close(ours)
            children.signal_group(child, signal.SIGKILL)  # what the job left behind

    def _watch(self, held: jobs.Claim, child: int) -> None:
        timeout = self.handlers.table[held.kind][1]
        started = beat = time.monotonic()
        stop_by: float | None = None
        watch = os.pidfd_open(child)
        try:
            while True:
                ended, _, _ = select.select([watch], [], [], min(0.2, self.lease / 6))
                now = time.monotonic()
                if ended:
                    _, code = os.waitpid(child, 0)
                    self._ended(held, os.waitstatus_to_exitcode(code))
                    return
                if now - started > timeout:
                    self._kill(child)
                    words = f"Pekerjaan dihentikan setelah {timeout:.0f} detik."
                    self._ledger(jobs.fail, held, words)
                    return
                if self._stopping:
                    stop_by = stop_by or now + self.grace
                    if now > stop_by:
                        self._kill(child)
                        self._ledger(jobs.release, held)
                        return
                if now - beat > min(1.0, self.lease / 3):
                    if not self._still_ours(held):
                        self._kill(child)
                        self._ledger(jobs.drop, held)  # nothing happens if others hold it
                        return
                    beat = now
        finally:
            os.close(watch)

    def _still_ours(self, held: jobs.Claim) -> bool:
        try:
            return bool(self._ledger(jobs.renew, held, self.lease))
        except sa.exc.OperationalError:  # the database is away; the lease itself decides
            log.warning("job %s: heartbeat failed, trying again", held.key, exc_info=True)
            return True

    def _kill(self, child: int) -> None:
        children.signal_group(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def _ended(self, held: jobs.Claim, code: int) -> None:
        """What the child wrote to the ledger holds. One that ended without a word (killed, out of
        memory) is tried again; one that was cancelled just then is cancelled."""
        if self._still_ours(held):
            self._ledger(jobs.fail, held, f"Proses pekerjaan berhenti mendadak (kode {code}).")
        else:
            self._ledger(jobs.drop, held)

    def _in_child(self, held: jobs.Claim, lifeline: int) -> NoReturn:
        try:
            with contextlib.suppress(OSError):
                os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
            self._do(held)
        except BaseException:
            log.exception("job %s", held.key)
        finally:
            logging.shutdown()
            # With what it started, in one stroke: between its end and the worker's own stroke the
            # worker may be killed, and nobody would be left to end its helpers.
            _end_group()

    def _do(self, held: jobs.Claim) -> None:
        engine = base.connect(self.url)
        handler, _ = self.handlers.table[held.kind]
        try:
            effect = handler(Job(held, engine))
            with Session(engine, expire_on_commit=False) as session:
                jobs.complete(session, held, effect)
        except jobs.LeaseLostError:
            log.info("job %s: no longer ours", held.key)
        except jobs.RetryError as error:
            self._failed(engine, held, str(error))
        except RakitError as error:
            self._failed(engine, held, str(error), final=True)
        except Exception as error:
            log.exception("job %s", held.key)
            self._failed(engine, held, f"Kesalahan tak terduga: {type(error).__name__}")

    def _failed(
        self, engine: sa.Engine, held: jobs.Claim, words: str, *, final: bool = False
    ) -> None:
        with Session(engine) as session:
            jobs.fail(session, held, words, trace=traceback.format_exc(), final=final)


def _end_with_parent(lifeline: int) -> None:
    """The pipe closes when the worker is gone, whatever killed it."""
    os.read(lifeline, 1)
    _end_group()


def _end_group() -> NoReturn:
    """Of the child itself, never of the worker that started it."""
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
