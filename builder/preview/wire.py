"""HTTP/1.1 as the gateway reads and writes it: strict, small, with a limit on everything.

What is read here comes from strangers on one side and from untrusted applications on the other.
Anything ambiguous (two lengths, folded lines, a length beside chunks) is refused, not guessed.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

HEAD_BYTES = 32_768
MOST_HEADERS = 100
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_TARGET = re.compile(r"/[\x21-\x7e]*")
REASONS = {
    200: "OK", 204: "No Content", 303: "See Other", 304: "Not Modified", 400: "Bad Request",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
    410: "Gone", 411: "Length Required", 413: "Content Too Large", 417: "Expectation Failed",
    421: "Misdirected Request", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
}  # fmt: skip


class Bad(Exception):  # noqa: N818 - the other side's doing, answered with a status
    """A message that can't be taken; the connection is closed after the answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Headers:
    """Header lines in order; names are compared without case."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        self.lines = lines

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.lines)

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.lines if known.lower() == name]

    def one(self, name: str) -> str:
        """The value, or empty; `Bad` if it is there twice with different words."""
        found = set(self.all(name))
        if len(found) > 1:
            raise Bad(400, f"two {name}")
        return found.pop() if found else ""


@dataclass
class Request:
    """What a browser asks. `path` and `query` are as sent, not decoded."""

    method: str
    path: str
    query: str
    headers: Headers
    keep_alive: bool
    version: str
    body_read: bool = False

    @property
    def is_page(self) -> bool:
        """Will a person see the answer as a page? Not: htmx, fetch, scripts, pictures."""
        mode = self.headers.one("sec-fetch-mode")
        if self.headers.one("hx-request") or mode not in ("", "navigate"):
            return False
        return "text/html" in self.headers.one("accept")


async def read_head(reader: asyncio.StreamReader) -> list[str]:
    """The lines before the empty one; empty if the other side closed without a word."""
    try:
        data = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise Bad(431, "head too large") from error
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise Bad(400, "cut off") from error
        return []
    if len(data) > HEAD_BYTES:
        raise Bad(431, "head too large")
    lines = data[:-4].decode("latin-1").lstrip("\r\n").split("\r\n")
    if any("\n" in line or "\r" in line or "\0" in line for line in lines):
        raise Bad(400, "bare line end")
    return lines


def parse_headers(lines: list[str]) -> Headers:
    if len(lines) > MOST_HEADERS:
        raise Bad(431, "too many headers")
    found = []
    for line in lines:
        name, colon, value = line.partition(":")
        value = value.strip(" \t")
        if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise Bad(400, "bad header line")
        found.append((name, value))
    return Headers(found)


def parse_request(lines: list[str]) -> Request:
    parts = lines[0].split(" ")
    if len(parts) != 3:
        raise Bad(400, "bad request line")
    method, target, version = parts
    if version not in ("HTTP/1.1", "HTTP/1.0"):
        raise Bad(505, "version")
    if method not in METHODS:
        raise Bad(501 if _TOKEN.fullmatch(method) else 400, "method")
    if not _TARGET.fullmatch(target):
        raise Bad(400, "target")
    headers = parse_headers(lines[1:])
    if len(headers.all("host")) != 1:
        raise Bad(400, "host")
    if headers.all("upgrade"):
        raise Bad(501, "upgrade")
    connection = headers.one("connection").lower()
    keep = "close" not in connection if version == "HTTP/1.1" else "keep-alive" in connection
    path, _, query = target.partition("?")
    return Request(method, path, query, headers, keep, version)


def parse_status(lines: list[str]) -> tuple[int, Headers]:
    """Status and headers of an application's answer; `Bad` if it is not one."""
    match = re.fullmatch(r"HTTP/1\.[01] ([2-5]\d\d)(?: .*)?", lines[0])
    if not match:
        raise Bad(502, "status line")
    return int(match[1]), parse_headers(lines[1:])


async def read_body(
    request: Request, reader: asyncio.StreamReader, most: int
) -> tuple[IO[bytes], int]:
    """The whole body in a spooled file, and its length; a slow sender holds no application."""
    encodings = request.headers.all("transfer-encoding")
    lengths = request.headers.all("content-length")
    body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=256 * 1024)  # noqa: SIM115
    size = 0
    if encodings:
        if lengths or request.version != "HTTP/1.1":
            raise Bad(400, "length and encoding")
        if [e.lower() for e in encodings] != ["chunked"]:
            raise Bad(501, "transfer encoding")
        while chunk := await _chunk(reader, most - size):
            size += len(chunk)
            body.write(chunk)
    elif lengths:
        length = request.headers.one("content-length")
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            raise Bad(400, "length")
        if int(length) > most:
            raise Bad(413, "body too large")
        while size < int(length):
            part = await reader.read(min(65_536, int(length) - size))
            if not part:
                raise Bad(400, "body cut off")
            size += len(part)
            body.write(part)
    body.seek(0)
    return body, size


async def _chunk(reader: asyncio.StreamReader, most: int) -> bytes:
    try:
        line = (await reader.readuntil(b"\r\n"))[:-2].split(b";")[0]
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", line):
            raise Bad(400, "chunk size")
        size = int(line, 16)
        if size > most:
            raise Bad(413, "body too large")
        if size == 0:
            for _ in range(MOST_HEADERS):
                if await reader.readuntil(b"\r\n") == b"\r\n":  # trailers are dropped
                    return b""
            raise Bad(431, "trailers")
        data = await reader.readexactly(size + 2)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise Bad(400, "chunk cut off") from error
    if data[-2:] != b"\r\n":
        raise Bad(400, "chunk end")
    return data[:-2]


def head(status: int, lines: list[tuple[str, str]]) -> bytes:
    """A status line and headers as bytes; values were checked when they were read."""
    first = f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}"
    return "\r\n".join([first, *(f"{k}: {v}" for k, v in lines), "", ""]).encode("latin-1")
