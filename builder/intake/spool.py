"""Rows on their way through: one temporary file a table, so that memory does not grow.

Two passes are needed over every source (look at the data first, then write it with the ids that
were decided), while a stream of SQL can be read only once and gives its keys last.
"""

from __future__ import annotations

import marshal
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

BATCH = 1000
Cell = str | int | bytes | None
"""Decimals, dates and the rest are text as written there; bytes are the head of a binary."""
Cells = tuple[Cell, ...]


class Spool:
    """`add` rows of a table in order, then iterate `rows(table)` as often as needed.

    The folder lives as long as this object; marshal is safe here because nobody else writes to it.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="rakit-intake-"))
        self._clean = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._paths: dict[str, Path] = {}
        self._batches: dict[str, list[Cells]] = {}
        self.counts: dict[str, int] = {}

    def add(self, table: str, cells: Cells) -> None:
        """Keep one row; cells stand in the order of the table's columns."""
        batch = self._batches.setdefault(table, [])
        batch.append(cells)
        self.counts[table] = self.counts.get(table, 0) + 1
        if len(batch) >= BATCH:
            self._write(table)

    def _write(self, table: str) -> None:
        path = self._paths.setdefault(table, self._folder / str(len(self._paths)))
        with path.open("ab") as file:
            marshal.dump(self._batches[table], file)
        self._batches[table] = []

    def rows(self, table: str) -> Iterator[Cells]:
        """Every row of the table, from the beginning."""
        if table not in self.counts:
            return
        if self._batches[table]:
            self._write(table)
        with self._paths[table].open("rb") as file:
            while True:
                try:
                    batch = marshal.load(file)
                except EOFError:
                    return
                yield from batch

    def close(self) -> None:
        """Remove the files; done anyway when the object goes."""
        self._clean()
