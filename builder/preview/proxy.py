"""Passes one request to its preview and the answer back."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import IO

from builder.preview import pages, wire
from builder.preview.answer import Answer
from builder.preview.fleet import Fleet
from builder.preview.headers import Jar, Outside, from_application, to_application
from builder.preview.links import Order
from builder.preview.running import Preview, Refused, TooMany
from builder.preview.trees import Trees
from builder.preview.wire import Bad, Headers, Request
from builder.preview.zygote import UNBOXED

START_SECONDS, PAGE_SECONDS = 25.0, 2.5
ANSWER_SECONDS, BODY_SECONDS = 30, 120
ANSWER_BYTES, PAGE_BYTES = 256 << 20, 4 << 20
MOST_JARS = 5000


class Proxy:
    """Holds the cookies of all devices; a restart forgets them, the roles come with the order."""

    def __init__(self, fleet: Fleet, trees: Trees, *, upload: int) -> None:
        self.fleet, self.trees, self.upload = fleet, trees, upload
        self.jars: OrderedDict[tuple[str, str, str], tuple[Jar, float]] = OrderedDict()

    async def answer(
        self,
        request: Request,
        answer: Answer,
        order: Order,
        prefix: str,
        path: str,
        host: str,
        trusted: bool,
    ) -> None:
        """All of one request: body in, preview started if need be, answer out."""
        async with asyncio.timeout(BODY_SECONDS):
            if request.headers.one("expect").lower() == "100-continue":
                await answer.client.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            body, size = await wire.read_body(request, answer.client.reader, self.upload)
        request.body_read = True
        with body:
            preview = await self._ready(request, answer, order, trusted)
            if preview is None:
                return
            try:
                async with asyncio.timeout(10):
                    await preview.slots.acquire()
            except TimeoutError:
                await answer.own(503, pages.BUSY, extra=[("Retry-After", "5")])
                return
            preview.busy += 1
            try:
                note = {"role": order.role, "session": order.session, "prefix": prefix}
                note |= {"host": host, "scheme": "http"}
                target = path + (f"?{request.query}" if request.query else "")
                jar = self.jar(order)
                lines = to_application(request.headers, jar, size if size else None)
                first = f"{request.method} {target} HTTP/1.0"
                head = "\r\n".join([first, *(f"{k}: {v}" for k, v in lines), "", ""])
                passing = _Passing(preview, answer, order, prefix, host, jar)
                await passing.run(self.fleet, note, head.encode("latin-1"), body)
            finally:
                preview.busy -= 1
                preview.used = time.monotonic()
                preview.slots.release()

    async def _ready(
        self, request: Request, answer: Answer, order: Order, trusted: bool
    ) -> Preview | None:
        """A preview that answers; None if something else was said to the browser."""
        tree = self.trees.find(order.tree)
        if tree is None:
            await answer.own(410, pages.GONE)
            return None
        page = request.is_page and request.method == "GET"
        try:
            preview = await self.fleet.get(tree, trusted=trusted)
            async with asyncio.timeout(PAGE_SECONDS if page else START_SECONDS):
                await preview.ready.wait()
        except Refused as refused:
            await answer.own(503, pages.REFUSED_GUESTS if refused.guest else pages.REFUSED)
        except TooMany:
            await answer.own(503, pages.TOO_MANY, extra=[("Retry-After", "60")])
        except TimeoutError:
            words = pages.waiting() if page else pages.TOO_SLOW
            await answer.own(503, words, extra=[("Retry-After", "1")])
        else:
            if preview.error is None:
                return preview
            await answer.own(502, pages.crashed(preview.told, staff=order.staff))
        return None

    def jar(self, order: Order) -> Jar:
        """One for each device and role: a change of role begins without the other's messages."""
        name = (order.tree, order.session, order.role)
        jar = self.jars.pop(name, (Jar(), 0.0))[0]
        self.jars[name] = (jar, time.time())
        if len(self.jars) > MOST_JARS:
            self.jars.popitem(last=False)
        return jar

    def forget(self, seconds: float = 24 * 3600) -> None:
        while self.jars and next(iter(self.jars.values()))[1] < time.time() - seconds:
            self.jars.popitem(last=False)


class _Passing:
    """One exchange with an application, whose answer is not to be trusted."""

    def __init__(
        self, preview: Preview, answer: Answer, order: Order, prefix: str, host: str, jar: Jar
    ) -> None:
        self.preview, self.out, self.order = preview, answer, order
        self.prefix, self.host, self.jar = prefix, host, jar
        self.begun = False

    async def run(self, fleet: Fleet, note: dict[str, str], head: bytes, body: IO[bytes]) -> None:
        try:
            reader, writer = await fleet.connect(self.preview, note)
        except OSError:
            await self._broken(fleet)
            return
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                writer.write(head)
                while part := body.read(65_536):
                    writer.write(part)
                    await writer.drain()
                lines = await wire.read_head(reader)
            if not lines:
                raise ConnectionError("no answer")
            status, headers = wire.parse_status(lines)
            await self._back(status, headers, reader)
        except TimeoutError:
            await self._say(504, pages.TOO_SLOW)
        except (Bad, ConnectionError):
            await self._broken(fleet)
        finally:
            writer.close()

    async def _back(self, status: int, headers: Headers, reader: asyncio.StreamReader) -> None:
        self.jar.take(headers.all("set-cookie"))
        request = self.out.request
        if status >= 500 and self.order.staff and request is not None and request.is_page:
            await self._say(status, pages.crashed(self.preview.told, staff=True))
            return
        try:
            lines = from_application(
                status,
                headers,
                prefix=self.prefix,
                own=self.host,
                ancestors=self.out.ancestors,
                origin=self.out.origin,
            )
        except Outside:
            await self._say(502, pages.LEADS_OUT)
            return
        length = _length(headers)
        html = headers.one("content-type").lower().startswith("text/html")
        if not self.out.wants_body or status in (204, 304):
            self.begun = True
            await self.out.begin(status, lines, length if status not in (204, 304) else None)
        elif self.preview.tier == UNBOXED and html and not headers.one("content-encoding"):
            await self._with_bar(status, lines, reader)
        else:
            await self._stream(status, lines, length, reader)

    async def _stream(
        self,
        status: int,
        lines: list[tuple[str, str]],
        length: int | None,
        reader: asyncio.StreamReader,
    ) -> None:
        """As it comes: by its length, else in chunks, else until the end (HTTP/1.0)."""
        request = self.out.request
        chunked = length is None and request is not None and request.version == "HTTP/1.1"
        if length is None and not chunked and request is not None:
            request.keep_alive = False
        self.begun = True
        framing = [("Transfer-Encoding", "chunked")] if chunked else []
        await self.out.begin(status, [*lines, *framing], length)
        sent = 0
        while length is None or sent < length:
            most = 65_536 if length is None else min(65_536, length - sent)
            async with asyncio.timeout(ANSWER_SECONDS):
                part = await reader.read(most)
            if not part:
                break
            sent += len(part)
            if sent > ANSWER_BYTES:
                raise ConnectionError("answer without end")
            await self.out.client.send(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
        if chunked:
            await self.out.client.send(b"0\r\n\r\n")
        elif length is not None and sent < length:
            self.out.may_go_on = False  # cut off: the browser learns it by the closed connection

    async def _with_bar(
        self, status: int, lines: list[tuple[str, str]], reader: asyncio.StreamReader
    ) -> None:
        async with asyncio.timeout(ANSWER_SECONDS):
            body = b""
            while len(body) <= PAGE_BYTES and (part := await reader.read(65_536)):
                body += part
        start = body.lower().find(b"<body")
        end = body.find(b">", start) + 1 if start >= 0 else 0
        bar = pages.BAR.encode() if start >= 0 else b""
        body = body[:end] + bar + body[end:]
        self.begun = True
        await self.out.begin(status, lines, len(body))
        await self.out.client.send(body)

    async def _broken(self, fleet: Fleet) -> None:
        """It died or talked nonsense; its last words may come a moment after its end."""
        await asyncio.sleep(0.05)
        told = self.preview.told or fleet.last_words.get(self.preview.tree.name, "")
        await self._say(502, pages.crashed(told, staff=self.order.staff))

    async def _say(self, status: int, words: str) -> None:
        if self.begun:
            raise ConnectionError("too late for words")
        await self.out.own(status, words)


def _length(headers: Headers) -> int | None:
    value = headers.one("content-length")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise Bad(502, "length")
    return int(value)
