"""Versions of the procedure: running cases stay on theirs; an amendment is a new version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from sop_workflow.errors import BadInput, NotFound
from sop_workflow.ports import Clock
from sop_workflow.procedure import Procedure, from_plain, load_text
from sop_workflow.storage.tables import ProcedureRow


class ProcedureVersions:
    """The stored versions; a version once stored never changes."""

    def __init__(self, session: Session, *, clock: Clock) -> None:
        self.session, self.clock = session, clock

    def register(self, procedure: Procedure, by: str = "Sistem") -> Procedure:
        """Store the file's procedure unless its version is known; give the newest one."""
        newest = self.newest(procedure.key)
        if newest is None or newest.version < procedure.version:
            self._add(procedure, by)
            return procedure
        return newest

    def newest(self, key: str) -> Procedure | None:
        """The version on which new cases start."""
        document = self.session.scalar(
            sa.select(ProcedureRow.document)
            .where(ProcedureRow.key == key)
            .order_by(ProcedureRow.version.desc())
            .limit(1)
        )
        return from_plain(json.loads(document)) if document else None

    def get(self, key: str, version: int) -> Procedure:
        """That version; NotFound when it was never stored."""
        document = self.session.scalar(
            sa.select(ProcedureRow.document).where(
                ProcedureRow.key == key, ProcedureRow.version == version
            )
        )
        if document is None:
            raise NotFound("Versi prosedur tidak ada", which=f"{key} versi {version}")
        return from_plain(json.loads(document))

    def amend(self, by: str, key: str, changes: Mapping[str, Any]) -> Procedure:
        """New values for assumptions (by their key), as the next version.

        BadInput for an assumption that does not exist, ProcedureError for an impossible value.
        """
        current = self.newest(key)
        if current is None:
            raise NotFound("Prosedur tidak ada", which=key)
        plain = current.plain()
        known = {a["kunci"]: a for a in plain["asumsi"]}
        for name, value in changes.items():
            if name not in known:
                raise BadInput("Asumsi tidak ada", field=name, which=name)
            known[name]["nilai"] = value
        return self._next(by, current, plain)

    def replace(self, by: str, text: str) -> Procedure:
        """A whole YAML file as the next version of the procedure whose key it bears."""
        new = load_text(text)
        current = self.newest(new.key)
        if current is None:
            self._add(new, by)
            self.session.commit()
            return new
        return self._next(by, current, new.plain())

    def _next(self, by: str, current: Procedure, plain: dict[str, Any]) -> Procedure:
        plain["versi"] = current.version + 1
        procedure = from_plain(plain)
        self._add(procedure, by)
        self.session.commit()
        return procedure

    def _add(self, procedure: Procedure, by: str) -> None:
        self.session.add(
            ProcedureRow(
                key=procedure.key,
                version=procedure.version,
                sha256=procedure.sha256,
                document=json.dumps(procedure.plain(), ensure_ascii=False),
                at=self.clock.now(),
                by=by,
            )
        )
        self.session.flush()
