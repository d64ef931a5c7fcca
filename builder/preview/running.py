"""One running preview as the gateway knows it, and why there may be none."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from builder.errors import RakitError
from builder.preview.trees import Tree

AT_ONCE = 8  # requests of one preview that are answered side by side


class Refused(RakitError):  # noqa: N818
    """No box here, and this tree or this person may not go without."""

    def __init__(self, *, guest: bool) -> None:
        super().__init__("Pratinjau tidak dapat dijalankan di mesin ini.")
        self.guest = guest


class TooMany(RakitError):  # noqa: N818
    """All places are taken by previews in use."""


@dataclass(eq=False)
class Preview:
    """One running application. `ready` is set when it answers or has failed."""

    tree: Tree
    number: int
    tier: str
    channel: socket.socket
    keep: Path
    log: bytearray = field(default_factory=bytearray)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    error: str | None = None
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    busy: int = 0
    used: float = field(default_factory=time.monotonic)
    pid: int = 0

    @property
    def told(self) -> str:
        """What the application wrote last: its tracebacks."""
        return (self.error or "") or self.log.decode("utf-8", "replace")[-16_000:]
