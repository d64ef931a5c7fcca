"""A path through mapped classes: what to select from, and how it hangs on the row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty, aliased

from .tokens import ExpressionError


class Chain:
    """`usaha.pelaku.nama` from `Pengajuan`: two aliases, what ties them, the last column.

    `links` is the number of tables that the path reaches through; with none the leaf is a column
    of the row itself. A reference at the end costs no table: its key stands in the row. References
    after the last rows are joined outer: a row without one still counts as a row.
    """

    def __init__(self, model: Any, words: tuple[str, ...], rows: bool | None = False) -> None:
        self.on: list[sa.ColumnElement[bool]] = []
        self.many = False
        self.links = 0
        self.source: Any = None
        if words[0] == "rows":
            words = words[1:]
        steps, last = self._steps(model, words)
        self._join(model, steps, words)
        here = self._here if self.links else model
        self.leaf: Any = self._leaf(here, last, words)
        if rows is False and self.many:
            raise ExpressionError(f"{'.'.join(words)} adalah banyak baris")

    def _steps(
        self, model: Any, words: tuple[str, ...]
    ) -> tuple[list[RelationshipProperty[Any]], str]:
        """The relationships on the way, and the name of the last column ('' for the row)."""
        steps: list[RelationshipProperty[Any]] = []
        mapper: Any = sa.inspect(model).mapper
        for place, word in enumerate(words):
            if word not in mapper.relationships:
                if place < len(words) - 1 or word not in mapper.column_attrs:
                    raise ExpressionError(f"{mapper.class_.__name__} tidak punya {word}")
                return steps, word
            relation = mapper.relationships[word]
            if place == len(words) - 1 and not relation.uselist:
                (column,) = relation.local_columns
                return steps, mapper.get_property_by_column(column).key
            steps.append(relation)
            self.many = self.many or bool(relation.uselist)
            mapper = relation.mapper
        return steps, ""

    def _join(
        self, model: Any, steps: list[RelationshipProperty[Any]], words: tuple[str, ...]
    ) -> None:
        here = model
        last_rows = max((i for i, step in enumerate(steps) if step.uselist), default=-1)
        for place, step in enumerate(steps):
            there = aliased(step.mapper.class_)
            tie = [
                getattr(here, step.parent.get_property_by_column(near).key)
                == getattr(there, step.mapper.get_property_by_column(far).key)
                for near, far in step.local_remote_pairs or ()
            ]
            if step.uselist and hasattr(there, "deleted_at"):
                tie.append(there.deleted_at.is_(None))
            if place == 0:
                self.source = sa.inspect(there).selectable if False else there
                self.on = tie
            else:
                outer = last_rows != -1 and place > last_rows
                self.source = sa.orm.join(self.source, there, sa.and_(*tie), isouter=outer)
            here = there
        self.links = len(steps)
        self._here = here

    def _leaf(self, here: Any, last: str, words: tuple[str, ...]) -> Any:
        if last:
            return getattr(here, last)
        (key, *_) = sa.inspect(here).mapper.primary_key
        return getattr(here, sa.inspect(here).mapper.get_property_by_column(key).key)
