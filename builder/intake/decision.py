"""What a foreign column becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .convert import Convert
from .values import Level


@dataclass
class Decision:
    """What a column becomes. `notes` are (level, words, count) for the report."""

    type: str
    convert: Convert
    options: dict[str, Any] = field(default_factory=dict)
    default: str | None = None
    notes: list[tuple[Level, str, int | None]] = field(default_factory=list)

    def note(self, level: Level, said: str, count: int | None = None) -> Decision:
        self.notes.append((level, said, count))
        return self
