"""The process that runs one application, on throw-away data, for several people at once.

It is handed open connections by the gateway, each with a note who asks: role, session, prefix. The
note travels beside the connection, not in it, so no header can forge it. Logging in as a role is
done here, from outside; the application's code knows nothing of previews.
"""

from __future__ import annotations

import importlib
import json
import os
import secrets
import socket
import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from socketserver import BaseServer, ThreadingMixIn
from typing import Any, NoReturn, cast

import flask
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler

NOTE = "rakit.preview"  # in the WSGI environment; headers arrive there as HTTP_… only
NOTE_BYTES = 4096
TRACEBACK_CHARACTERS = 16_000


@dataclass(frozen=True)
class Work:
    """What to run: the tree's folder and package, where its data goes, and a key for its cookies.

    `fresh`: the data folder is empty, so tables and sample rows are made first.
    """

    tree: str
    package: str
    data: str
    key: str
    fresh: bool


def run(work: Work, channel: socket.socket) -> NoReturn:
    """Load, report readiness or the traceback over `channel`, then answer until it closes."""
    try:
        app = load(work)
    except BaseException:
        report = json.dumps({"error": traceback.format_exc()[-TRACEBACK_CHARACTERS:]})
        channel.send(report.encode("utf-8", "replace"))
        os._exit(1)
    channel.send(b'{"ready": true}')
    Server(channel, app).serve_forever(poll_interval=3600)
    os._exit(0)


def load(work: Work) -> Any:
    """The application as a WSGI callable, set up on the data folder."""
    _forget_rakit()
    for folder in ("tmp", "unggahan"):
        os.makedirs(f"{work.data}/{folder}", exist_ok=True)
    values = {
        "DATABASE_URL": f"sqlite:///{work.data}/aplikasi.db",
        "SECRET_KEY": work.key,
        "UPLOAD_FOLDER": f"{work.data}/unggahan",
    }
    os.environ.update(values, TMPDIR=os.path.join(work.data, "tmp"), HOME=work.data)
    os.chdir(work.tree)
    sys.pycache_prefix = f"{work.data}/pycache"
    sys.path.insert(0, work.tree)
    package = importlib.import_module(work.package)
    app = package.create_app(_config(work.package, values))
    application = app.extensions.get("application")
    if application is not None and work.fresh:
        with app.app_context():
            application.setup()
        try:
            with app.app_context():
                application.load_samples()
        except Exception as error:  # shown to staff; an empty application is better than none
            _tell(app, error)
    People(app).install()
    return app


class People:
    """Somebody for each (role, session), made when he first asks; one device is one person."""

    def __init__(self, app: Any) -> None:
        self.app, self.ids, self.lock = app, dict[tuple[str, str], Any](), threading.Lock()

    def install(self) -> None:
        """Flask-Login asks here whenever its own cookie names nobody: also after a logout."""
        manager = getattr(self.app, "login_manager", None)
        if manager is not None:
            manager.request_loader(self.of_request)
        flask.got_request_exception.connect(_tell, self.app)

    def of_request(self, request: Any) -> Any:
        note = request.environ.get(NOTE) or {}
        role, session = note.get("role", ""), note.get("session", "")
        appbuilder = getattr(self.app, "appbuilder", None)
        if not role or appbuilder is None:
            return None
        with self.lock:
            if self.ids.get((role, session)) is None:
                self.ids[role, session] = self._person(appbuilder.sm, role, session)
            found = self.ids[role, session]
        return None if found is None else appbuilder.sm.load_user(found)

    def _person(self, manager: Any, role: str, session: str) -> Any:
        """In a thread of its own: inside the request, who saves a person is asked who he is."""
        made: list[Any] = []

        def make() -> None:
            with self.app.app_context():
                name = f"pratinjau-{role}-{session}"[:64]
                if manager.find_user(username=name) is None:
                    application = self.app.extensions["application"]
                    sesame = secrets.token_urlsafe(24)
                    application.add_user(name, sesame, role, self._unit(application))
                    self._name(application, manager, name, role)
                made.append(manager.find_user(username=name).id)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        return made[0] if made else None

    def _name(self, application: Any, manager: Any, name: str, role: str) -> None:
        """Called as the role is called, with a number: 'Operator percobaan 2'."""
        person = manager.find_user(username=name)
        labels = {str(one): str(one.label) for one in getattr(application, "roles", None) or ()}
        number = sum(1 for known, _session in self.ids if known == role) + 1
        person.first_name, person.last_name = labels.get(role, role), f"percobaan {number}"
        manager.update_user(person)

    def _unit(self, application: Any) -> Any:
        """Everybody sits in one unit, the one with most sample rows: so all see rows, the same."""
        units = getattr(application, "units", None)
        if units is None:
            return None
        session, count = application.db.session, Counter[Any]()
        for entity in application.entities:
            path = getattr(entity, "__unit__", None)
            if path and "." not in path:
                column = getattr(entity, f"{path}_id", None) or getattr(entity, path)
                count.update(session.execute(select(column)).scalars())
        first = session.execute(select(units.id).order_by(units.id).limit(1)).scalar()
        return max([first, *sorted(u for u in count if u is not None)], key=lambda u: count[u])


class Handler(WSGIRequestHandler):
    """One request a connection; who asks is known before the first byte."""

    protocol_version = "HTTP/1.0"
    timeout = 120

    def make_environ(self) -> Any:
        environ = super().make_environ()
        note: dict[str, str] = cast(Any, self.client_address)[2]
        environ.update(
            {
                NOTE: {"role": note["role"], "session": note["session"]},
                "SCRIPT_NAME": note["prefix"],
                "HTTP_HOST": note["host"],
                "SERVER_NAME": note["host"].rsplit(":", 1)[0],
                "wsgi.url_scheme": note["scheme"],
                "REMOTE_ADDR": "127.0.0.1",
            }
        )
        return environ

    def log(self, type: str, message: str, *args: Any) -> None:
        """Silent: what goes wrong in the application is told by `_tell`."""


class Server(ThreadingMixIn, BaseServer):
    """Takes connections from the channel instead of listening: the box has no network.

    What werkzeug's handler asks of its server is set here; werkzeug's own would open a socket.
    """

    daemon_threads = True
    multithread, multiprocess, passthrough_errors = True, False, False
    host, port, ssl_context = "127.0.0.1", 0, None

    def __init__(self, channel: socket.socket, app: Any) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.channel, self.app = channel, app

    def fileno(self) -> int:
        return self.channel.fileno()

    def get_request(self) -> Any:
        note, handles, _, _ = socket.recv_fds(self.channel, NOTE_BYTES, 1)
        if not note:
            os._exit(0)  # the gateway let go of this preview
        return socket.socket(fileno=handles[0]), ("127.0.0.1", 0, json.loads(note))

    def shutdown_request(self, request: Any) -> None:
        request.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no event."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Silent: what goes wrong in the application is told by `_tell`."""


def _config(package: str, values: dict[str, str]) -> Any:
    """The application's own configuration, with what a preview needs to be different."""
    try:
        own = importlib.import_module(f"{package}.config").Config
    except ModuleNotFoundError as error:
        if error.name != f"{package}.config":
            raise
        own = object
    different = {
        "WTF_CSRF_SSL_STRICT": False,  # there is no Referer in an opaque origin
        "SESSION_COOKIE_SECURE": False,  # the cookie stays in the gateway
        "SESSION_COOKIE_DOMAIN": None,
        "SERVER_NAME": None,
        "RATELIMIT_ENABLED": False,  # the gateway limits; here everybody has one address
        "PREFERRED_URL_SCHEME": "http",
        "FAB_PASSWORD_HASH_METHOD": "pbkdf2:sha256:1000",  # nobody logs in by password: be quick
        "TESTING": False,
        "DEBUG": False,
    }
    return type("PreviewConfig", (own,), {**values, **different})


def _tell(_sender: Any, exception: BaseException, **_: Any) -> None:
    told = "".join(traceback.format_exception(exception))[-TRACEBACK_CHARACTERS:]
    sys.stderr.write(f"{time.strftime('%H:%M:%S')}\n{told}\n")
    sys.stderr.flush()


def _forget_rakit() -> None:
    """An application never imports Rakit: here it could not find it either."""
    for name in [name for name in sys.modules if name.split(".")[0] == "builder"]:
        del sys.modules[name]
    sys.path[:] = [p for p in sys.path if p and not os.path.exists(f"{p}/builder/preview")]
