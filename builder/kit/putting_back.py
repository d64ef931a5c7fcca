"""One application for all tests of a run; what a test leaves behind is put back before the next."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text

from . import conditions

if TYPE_CHECKING:
    from .application import Application


class Beginning:
    """Database, clock and rules of one's own, as they were right after the first `setup`.

    A file of SQLite is kept as a copy beside it. Another database must hold no tables at first:
    it is emptied and set up again. Uploaded files stay; their names are made up anew each time.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.engine: Any = application.db.connect(application.app.config["DATABASE_URL"])
        self.file: Path | None = None
        self.foreign = inspect(self.engine).has_table("ab_user")
        self.clock, self.now = conditions.CLOCK, conditions.CLOCK.read
        with application.app.app_context():
            application.setup()
        self.checks = {entity: list(own) for entity, own in application.gate.own_checks.items()}
        if self.engine.dialect.name == "sqlite":
            self.file = Path(str(self.engine.url.database))
            self._close()
            shutil.copyfile(self.file, self._copy(self.file))

    @staticmethod
    def _copy(file: Path) -> Path:
        return file.with_name(f"{file.name}-awal")

    def _close(self) -> None:
        """Nobody holds the database open; the session will open this one again."""
        session = self.application.db.session
        session.remove()
        session.configure(bind=self.engine)
        self.engine.dispose()

    def put_back(self) -> None:
        """Bring everything back to how it was."""
        conditions.CLOCK, self.clock.read = self.clock, self.now
        own = self.application.gate.own_checks
        own.clear()
        own.update({entity: list(checks) for entity, checks in self.checks.items()})
        self._close()
        if self.file is None:
            self._empty()
            with self.application.app.app_context():
                self.application.setup()
            return
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._copy(self.file), self.file)

    def _empty(self) -> None:
        if self.foreign:
            raise RuntimeError("Uji menghapus isi basis data; pakai yang masih kosong sama sekali.")
        tables = set(inspect(self.engine).get_table_names()) - {"alembic_version"}
        names = ", ".join(f'"{name}"' for name in sorted(tables))
        with self.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
