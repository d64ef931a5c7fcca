"""What a page costs: requests and bytes that the server really gave to a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import make_server

FIRST_BYTES, FIRST_REQUESTS = 170_000, 10
LATER_BYTES, LATER_REQUESTS = 20_000, 1


@dataclass
class Scale:
    """Stands between server and application and counts; `take` empties it."""

    app: Any
    seen: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        head = [0]

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            head[0] = len(status) + sum(len(name) + len(value) + 4 for name, value in headers)
            return start_response(status, headers, *more)

        parts = list(self.app(environ, start))
        self.seen.append((environ["PATH_INFO"], head[0] + sum(map(len, parts))))
        return parts

    def take(self) -> tuple[int, int, list[tuple[str, int]]]:
        """Requests, bytes, and each of them, since the last time."""
        seen, self.seen = self.seen, []
        return len(seen), sum(size for _, size in seen), seen


@contextmanager
def served(app: Any) -> Iterator[tuple[str, Scale]]:
    """The application as a server on a scale: (address, scale)."""
    scale = Scale(app.wsgi_app)
    app.wsgi_app = scale
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", scale
    server.shutdown()
    thread.join(5)
    app.wsgi_app = scale.app


def settle(page: Any) -> None:
    """Until nothing is on its way any more, the icon of the tab included."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
