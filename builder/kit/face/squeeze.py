"""Answers travel compressed: an office's line is shared by many.

Neither Flask nor gunicorn compresses, and there need not be a proxy in front. Static files are
compressed once and kept; pages as they are made. A form's token is signed with the second in which
it was made, so guessing it from the length of answers (BREACH) has one second for all its tries.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

LEAST = 600  # bytes; below that the frame costs more than it saves
KINDS = {
    "application/javascript",
    "application/json",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
}


def squeeze(response: Response) -> Response:
    """Compress what is text, whole, and asked for compressed; everything else stays."""
    if response.mimetype not in KINDS or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    static = (request.endpoint or "").endswith(".static")
    flows = response.is_streamed and not static  # a download of any length
    if flows or response.status_code == 206 or request.method == "HEAD":
        return response
    if not request.accept_encodings["gzip"] or (response.content_length or LEAST) < LEAST:
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < LEAST:
        return response
    etag, _ = response.get_etag()
    response.set_data(kept(data) if static else gzip.compress(data, 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.set_etag(etag, weak=True)  # the same thing, not the same bytes
    return response


@lru_cache(maxsize=64)
def kept(data: bytes) -> bytes:
    """A static file, compressed as far as it goes; asked for once by each browser."""
    return gzip.compress(data, 9, mtime=0)
