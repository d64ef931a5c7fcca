"""How the installation is: each part is asked, nothing is guessed, nothing raises."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder import jobs
from builder.errors import RakitError
from builder.repo import git
from builder.settings import Settings
from builder.storage.base import make_engine
from builder.supervisor import supervisor_pid

LOW_DISK_MB = 500
LATE = 120.0
Part = dict[str, Any]


def health(
    settings: Settings,
    *,
    engine: sa.Engine | None = None,
    more: Mapping[str, Callable[[], Part]] | None = None,
) -> dict[str, Any]:
    """`{"status": "ok" | "degraded" | "down", "parts": {name: {"status", "words", …}}}`.

    The page that shows it stays 200. `more` are parts that the composition root knows, as the
    preview gateway. Only the database makes the whole "down".
    """
    own = engine or make_engine(settings.database_url)
    asked: dict[str, Callable[[], Part]] = {
        "database": lambda: _database(own),
        "jobs": lambda: _jobs(own),
        "disk": lambda: _disk(settings),
        "git": _git,
        "supervisor": lambda: _supervisor(settings),
        **(more or {}),
    }
    parts = {name: _asked(ask) for name, ask in asked.items()}
    if engine is None:
        own.dispose()
    states = {part["status"] for part in parts.values()}
    status = "ok" if states <= {"ok", "off"} else "degraded"
    if parts["database"]["status"] == "down":
        status = "down"
    return {"status": status, "parts": parts}


def _asked(ask: Callable[[], Part]) -> Part:
    start = time.perf_counter()
    try:
        found = ask()
    except RakitError as error:
        found = {"status": "down", "words": str(error)}
    except (OSError, sa.exc.SQLAlchemyError) as error:
        found = {"status": "down", "words": f"Tidak menjawab ({type(error).__name__})."}
    return {**found, "ms": round((time.perf_counter() - start) * 1000, 1)}


def _database(engine: sa.Engine) -> Part:
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1")).scalar_one()
    return {"status": "ok", "words": engine.dialect.name}


def _jobs(engine: sa.Engine) -> Part:
    with Session(engine) as session:
        counts = jobs.waiting(session)
        late = jobs.overdue(session)
    if late > LATE:
        words = "Pekerjaan menunggu; apakah proses kerja berjalan?"
        return {"status": "degraded", "words": words, "late_seconds": round(late), **counts}
    return {"status": "ok", "words": f"{counts['queued']} menunggu", **counts}


def _disk(settings: Settings) -> Part:
    free = shutil.disk_usage(settings.data_dir).free // 2**20
    low = free < LOW_DISK_MB
    words = "Ruang disk hampir habis." if low else f"{free} MB tersisa"
    return {"status": "degraded" if low else "ok", "words": words, "free_mb": free}


def _git() -> Part:
    return {"status": "ok", "words": ".".join(map(str, git.version()))}


def _supervisor(settings: Settings) -> Part:
    pid = supervisor_pid(settings.data_dir)
    if pid is None:
        return {"status": "off", "words": "Dijalankan tanpa pengawas."}
    return {"status": "ok", "words": f"proses {pid}", "pid": pid}
