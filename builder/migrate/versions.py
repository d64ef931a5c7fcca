"""Writing the Alembic version: one file, formatted, the same bytes for the same pair."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from builder.errors import RakitError
from builder.spec import Spec, Types, sha256

from .compare import compare
from .losses import Loss
from .schema import schema
from .steps import Steps

IDENTIFIER = re.compile(r"^(revision|down_revision)\s*(?::[^=]+)?=\s*(.+)$", re.MULTILINE)


class MigrateError(RakitError):
    """The migration can't be written, or the chain of versions is broken."""


@dataclass(frozen=True)
class Migration:
    """One version: `name` is its file in migrations/versions; empty when no table changes."""

    name: str
    revision: str
    text: str
    losses: tuple[Loss, ...]

    @property
    def path(self) -> str:
        return f"migrations/versions/{self.name}"

    def __bool__(self) -> bool:
        return bool(self.text)


HELPERS = {
    "rebuilt": '''
@contextmanager
def rebuilt(table: str) -> Iterator[BatchOperations]:
    """Alter a table. SQLite makes it anew, so references rest and triggers are put back."""
    bind = op.get_bind()
    triggers: list[str] = []
    if bind.dialect.name == "sqlite":
        if bind.exec_driver_sql("PRAGMA foreign_keys").scalar():
            raise RuntimeError("Matikan PRAGMA foreign_keys di luar transaksi lebih dahulu.")
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        triggers = [row[0] for row in bind.exec_driver_sql(query, (table,))]
    with op.batch_alter_table(table) as batch:
        yield batch
    for trigger in triggers:
        bind.exec_driver_sql(trigger)
''',
    "none_empty": '''
def none_empty(table: str, column: str, label: str) -> None:
    """Stop, with nothing changed, while a row has no value for a field that is now required."""
    query = f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NULL'  # noqa: S608
    if left := op.get_bind().exec_driver_sql(query).scalar():
        raise RuntimeError(f"{label}: {left} baris masih kosong; isi dahulu, lalu ulangi.")
''',
    "rename_choices": '''
def rename_choices(table: str, column: str, names: dict[str, str]) -> None:
    """Choices inside lists of choices get their new names."""
    rows = sa.table(table, sa.column("id"), sa.column(column, sa.JSON))
    bind = op.get_bind()
    for row in bind.execute(sa.select(rows.c.id, rows.c[column])).all():
        chosen = [names.get(one, one) for one in row[1] or ()]
        if chosen != (row[1] or []):
            bind.execute(rows.update().where(rows.c.id == row.id).values({column: chosen}))
''',
    "known_as": '''
def known_as(table: str, column: str, names: dict[str, str]) -> None:
    """What kit noted under a name (history, counters of numbers) goes with the new name."""
    bind = op.get_bind()
    if sa.inspect(bind).has_table(table):
        noted = sa.table(table, sa.column(column))
        new = sa.case(names, value=noted.c[column])
        bind.execute(noted.update().where(noted.c[column].in_(names)).values({column: new}))
''',
}


def migration(old: Spec | None, new: Spec, types: Types, *, after: str | None = None) -> Migration:
    """The version that leads from one specification (None: an empty database) to the next.

    `after` is the version that stands before it (see `head`): the id is a hash of all three, so
    that going back to an earlier specification is a version of its own.
    """
    before = schema(old, types) if old else {}
    steps = compare(before, schema(new, types))
    if not steps.lines():
        return Migration("", "", "", tuple(steps.losses))
    pair = f"{after or ''}:{sha256(old) if old else ''}:{sha256(new)}"
    revision = hashlib.sha256(pair.encode()).hexdigest()[:12]
    text = formatted(_text(revision, after, new, steps))
    return Migration(f"{revision}.py", revision, text, tuple(steps.losses))


def losses(old: Spec, new: Spec, types: Types) -> tuple[Loss, ...]:
    """What the version between the two can't keep, without writing it."""
    return tuple(compare(schema(old, types), schema(new, types)).losses)


def _text(revision: str, after: str | None, new: Spec, steps: Steps) -> str:
    lines = steps.lines()
    helpers = [name for name in HELPERS if name in steps.helpers]
    strictly = "rebuilt" in helpers
    waits = strictly or "strict" in steps.helpers
    imports = "from alembic import op\n"
    if any("sa." in line for line in lines) or {"rename_choices", "known_as"} & set(helpers):
        imports = "import sqlalchemy as sa\n" + imports
    if strictly:
        imports = (
            "from collections.abc import Iterator\nfrom contextlib import contextmanager\n\n"
            f"{imports}from alembic.operations import BatchOperations\n"
        )
    body = []
    if "sqlite" in steps.helpers or waits:
        body.append("sqlite = op.get_bind().dialect.name == 'sqlite'")
    if waits:
        body += ["if not sqlite:", "    op.execute(\"SET LOCAL lock_timeout = '5s'\")"]
    body += lines
    return (
        f'"""Tabel {new.name}. Dibuat Rakit dari spec.yaml; jangan diubah setelah dipakai."""\n\n'
        f"{imports}\nrevision = {revision!r}\ndown_revision = {after!r}\n"
        "branch_labels = None\ndepends_on = None\n"
        + "".join(f"\n{HELPERS[name]}\n" for name in helpers)
        + "\n\ndef upgrade() -> None:\n"
        + "".join(f"    {line}\n" for line in body)
        + "\n\ndef downgrade() -> None:\n"
        + "    raise NotImplementedError('Versi tidak dimundurkan: pulihkan cadangan.')\n"
    )


def formatted(text: str) -> str:
    """Through the pinned ruff, with fixed settings: the same bytes on every machine."""
    ruff = find_ruff_bin()
    words = ["--isolated", "--line-length", "100", "--stdin-filename", "version.py", "-"]
    for command in (["check", "--select", "I", "--fix", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(
            [ruff, *command, *words], input=text.encode(), capture_output=True, check=False
        )
        if done.returncode:
            raise MigrateError("Berkas migrasi tidak terbentuk.", which=done.stderr.decode()[-500:])
        text = done.stdout.decode()
    return text


def chain(texts: Iterable[str]) -> dict[str, str | None]:
    """Version -> the one before, read from the files' texts."""
    found: dict[str, str | None] = {}
    for text in texts:
        words = {key: value.strip().strip("'\"") for key, value in IDENTIFIER.findall(text)}
        if "revision" not in words:
            raise MigrateError("Berkas migrasi tanpa nomor versi.", which=text[:80])
        before = words.get("down_revision", "None")
        found[words["revision"]] = None if before == "None" else before
    return found


def head(texts: Iterable[str] | Mapping[str, str]) -> str | None:
    """The last version of what is on branch `generated`; None when there is none."""
    versions = chain(texts.values() if isinstance(texts, Mapping) else texts)
    ends = sorted(set(versions) - {before for before in versions.values() if before})
    if len(ends) > 1:
        raise MigrateError("Rantai migrasi bercabang.", which=", ".join(ends))
    return ends[0] if ends else None
