"""What is ambiguous is refused; what is hostile gets no further than its own connection."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from builder.preview import wire
from builder.preview.wire import Bad


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: a browser test in the same session leaves its loop running here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def request(text: str) -> wire.Request:
    async def read() -> wire.Request:
        reader = asyncio.StreamReader(limit=32_768)
        reader.feed_data(text.encode("latin-1"))
        reader.feed_eof()
        return wire.parse_request(await wire.read_head(reader))

    return run(read())


def body(text: str, most: int = 100) -> bytes:
    async def read() -> bytes:
        reader = asyncio.StreamReader(limit=32_768)
        reader.feed_data(text.encode("latin-1"))
        reader.feed_eof()
        asked = wire.parse_request(await wire.read_head(reader))
        file, size = await wire.read_body(asked, reader, most)
        data = file.read()
        assert len(data) == size
        return data

    return run(read())


def test_a_plain_request_is_read() -> None:
    asked = request("GET /p/x/list?a=1 HTTP/1.1\r\nHost: a:1\r\nAccept: text/html\r\n\r\n")
    assert (asked.method, asked.path, asked.query) == ("GET", "/p/x/list", "a=1")
    assert asked.keep_alive
    assert asked.is_page


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("GET http://lain/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n" * 120 + "\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x" * 40_000 + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a", 400),
    ],
)
def test_ambiguous_heads_are_refused(text: str, status: int) -> None:
    with pytest.raises(Bad) as caught:
        request(text)
    assert caught.value.status == status


POST = "POST / HTTP/1.1\r\nHost: a\r\n"


def test_bodies_by_length_and_by_chunks_are_the_same_to_the_application() -> None:
    assert body(POST + "Content-Length: 5\r\n\r\nhalo!") == b"halo!"
    chunks = "2\r\nha\r\n3;x=y\r\nlo!\r\n0\r\nTrailer: 1\r\n\r\n"
    assert body(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks) == b"halo!"
    assert body(POST + "\r\n") == b""


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhalo!", 400),
        ("Content-Length: +5\r\n\r\nhalo!", 400),
        ("Content-Length: 5\r\n\r\nhal", 400),
        ("Content-Length: 101\r\n\r\n", 413),
        ("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 501),
        ("Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nhalo!XX0\r\n\r\n", 400),
        ("Transfer-Encoding: chunked\r\n\r\nffffff\r\n", 413),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nha", 400),
    ],
)
def test_ambiguous_bodies_are_refused(rest: str, status: int) -> None:
    with pytest.raises(Bad) as caught:
        body(POST + rest)
    assert caught.value.status == status


@pytest.mark.parametrize(
    "lines", [["HTTP/1.1 OK"], ["200"], ["HTTP/1.1 200 OK", "X\x00: 1"], ["HTTP/1.1 101 Go"]]
)
def test_an_application_that_talks_nonsense_is_not_passed_on(lines: list[str]) -> None:
    with pytest.raises(Bad):
        wire.parse_status(lines)
