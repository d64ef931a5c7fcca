"""The web server of the portal: gunicorn with one worker process and threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from builder.settings import Settings


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, make_app: Callable[[], Any], options: dict[str, Any]) -> None:
        self.make_app, self.options = make_app, options
        super().__init__()

    def load_config(self) -> None:
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        return self.make_app()


def serve(settings: Settings, make_app: Callable[[], Any], *, quiet: bool = True) -> int:
    """Serve a WSGI application until SIGTERM; `make_app` runs in the worker process.

    One process, since the embedded database has one writer; more machines run more of these. The
    worker is never replaced for being slow: a thread per request, no limit of its own.
    """
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "bind": f"{host}:{settings.port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": settings.threads,
        "timeout": 120,
        "graceful_timeout": 10,
        "keepalive": 5,
        "loglevel": "warning" if quiet else "info",
        "forwarded_allow_ips": "*" if settings.proxies else "127.0.0.1",
        "proc_name": "rakit-portal",
        "worker_tmp_dir": None,
    }
    _Server(make_app, options).run()
    return 0
