"""One connection, and the answer to one request on it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

from builder.preview import wire
from builder.preview.headers import cross_origin, walls
from builder.preview.wire import Request

WRITE_SECONDS = 30


class Client:
    """A browser's connection; every write has an end in time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        peer = writer.get_extra_info("peername") or ("",)
        own = writer.get_extra_info("sockname") or ("",)
        self.address, self.own_address = str(peer[0]), str(own[0])

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        async with asyncio.timeout(WRITE_SECONDS):
            await self.writer.drain()

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(2):
                await self.writer.wait_closed()
                return
        self.writer.transport.abort()


@dataclass
class Answer:
    """What is sent back. `origin` is the accepted one; `ancestors` who may frame it."""

    client: Client
    request: Request | None = None
    origin: str = ""
    ancestors: str = "'none'"
    may_go_on: bool = field(default=False)

    @property
    def wants_body(self) -> bool:
        return self.request is None or self.request.method != "HEAD"

    async def own(
        self,
        status: int,
        text: str,
        kind: str = "text/html",
        extra: list[tuple[str, str]] | None = None,
    ) -> None:
        """A page (or style) of the gateway itself."""
        lines = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
        lines += [*(extra or []), *walls(self.ancestors), *cross_origin(self.origin)]
        body = text.encode()
        await self.begin(status, lines, len(body))
        await self.client.send(body if self.wants_body else b"")

    async def json(self, status: int, value: object) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        lines = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        await self.begin(status, lines, len(body))
        await self.client.send(body if self.wants_body else b"")

    async def to(self, address: str) -> None:
        lines = [("Location", address), ("Cache-Control", "no-store"), *walls(self.ancestors)]
        await self.begin(303, [*lines, *cross_origin(self.origin)], 0)

    async def bare(self, status: int, lines: list[tuple[str, str]]) -> None:
        await self.begin(status, lines, None if status == 204 else 0)

    async def begin(self, status: int, lines: list[tuple[str, str]], length: int | None) -> None:
        """Status and headers. `length` None: no body (204, 304) or one framed by the caller."""
        rest = _has_unread_body(self.request)
        keep = self.request is not None and self.request.keep_alive and not rest
        self.may_go_on = keep
        if length is not None:
            lines = [*lines, ("Content-Length", str(length))]
        lines = [*lines, ("Connection", "keep-alive" if keep else "close")]
        await self.client.send(wire.head(status, lines))


def _has_unread_body(request: Request | None) -> bool:
    """A body that nobody took must not be read as the next request."""
    if request is None or request.body_read:
        return False
    headers = request.headers
    return bool(headers.all("content-length") or headers.all("transfer-encoding"))
