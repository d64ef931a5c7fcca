"""The composition root: the one file that knows everybody.

`compose` joins the parts, `create_portal` puts the face on them; the command line calls the other
functions. Nothing here decides anything.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, redirect, url_for
from flask_appbuilder import AppBuilder, IndexView, expose
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from builder import demo, pipeline, serving, supervisor
from builder.delivery import problems_of_delivery
from builder.demo.clock import DemoClock
from builder.errors import RakitError
from builder.house import House
from builder.kit import face
from builder.plugin_host import installed_plugins
from builder.portal import families
from builder.portal.security import ROLES, PortalSecurity
from builder.ports import Catalogue, DeliverableGate, SpecGate
from builder.settings import Settings
from builder.storage import base
from builder.storage.specs import SpecStore
from builder.tables import prepare_database
from builder.typeset import typeset
from builder.worker import Worker
from sop_workflow import procedure
from sop_workflow.ports import Clock, FolderFiles, SystemClock
from sop_workflow.service import CaseService, Ports
from sop_workflow.storage.chain import verify


def compose(settings: Settings, clock: Clock | None = None) -> House:
    """The parts of the house, on one engine and one session; no table is made, nothing started."""
    settings.prepare()
    engine = base.connect(settings.database_url)
    plugins = installed_plugins()
    paper = procedure.load(procedure.DEFAULT)
    time = clock or SystemClock()
    specs = SpecStore(base.session, plugins.types, clock=time.now)
    files = FolderFiles(settings.uploads_dir)
    ports = Ports(
        spec=SpecGate(specs, plugins),
        deliverable=DeliverableGate(settings.data_dir / "deliverables", problems_of_delivery),
        files=files,
        typeset=typeset,
        catalogue=Catalogue(specs),
        address=settings.public_url,
        upload_mb=settings.upload_mb,
    )
    # The scoped session is, to whoever uses it, the session of the request.
    cases = CaseService(cast(Session, base.session), clock=time, procedure=paper, ports=ports)
    return House(
        settings=settings,
        engine=engine,
        session=base.session,
        plugins=plugins,
        clock=time,
        procedure=paper,
        cases=cases,
        specs=specs,
        files=files,
        typeset=typeset,
    )


class Start(IndexView):
    """The address `/`: the inbox, or the login page."""

    @expose("/")
    def index(self) -> Response:
        known = current_user.is_authenticated
        return redirect(url_for("InboxView.inbox" if known else "PortalLogin.login"))


def create_portal(settings: Settings, house: House | None = None) -> Flask:
    """The portal as a Flask application; tables must be there (`setup.prepare_database`)."""
    rooms = house or compose(settings)
    app = Flask("builder.portal", instance_relative_config=False)
    app.config.update(config_of(rooms))
    app.extensions["rakit"] = rooms
    app.teardown_appcontext(lambda _: rooms.session.remove())
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    face.install(app)
    CSRFProtect(app)
    with app.app_context():
        builder = AppBuilder(
            app, rooms.session, indexview=Start, security_manager_class=PortalSecurity
        )
        families.register(app, builder)
    return app


def config_of(rooms: House) -> dict[str, Any]:
    """Flask's settings, from ours and from what the office filled in."""
    settings = rooms.settings
    return {
        "APP_NAME": "Rakit",
        "SECRET_KEY": settings.secret(),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "MAX_CONTENT_LENGTH": (settings.upload_mb + 1) * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "SESSION_COOKIE_NAME": "rakit",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https://"),
        "WTF_CSRF_TIME_LIMIT": None,
        "FAB_ROLES": ROLES,
        "FAB_UPDATE_PERMS": False,
        "FAB_ADD_SECURITY_PERMISSION_VIEW": False,
        "FAB_ADD_SECURITY_VIEW_MENU_VIEW": False,
        "FAB_ADD_SECURITY_PERMISSION_VIEWS_VIEW": False,
        "AUTH_RATE_LIMITED": True,
        "AUTH_RATE_LIMIT": "60 per minute",
        "BABEL_DEFAULT_LOCALE": "id",
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent / "portal" / "translations"),
        "KIT_CLOCK": rooms.clock.now,
        "DEMO_PEOPLE": lambda: demo.people(settings),
        "KIT_OFFICE": lambda: rooms.office.settings()["nama_kantor"],
    }


class FollowingWorker(Worker):
    """A worker that, whenever it has nothing to do, looks what happened in the procedure."""

    def _pause(self, seconds: float) -> None:
        with Session(self._engine) as session:
            found = pipeline.follow(session)
        if not found:
            super()._pause(seconds)


def worker(settings: Settings, clock: Clock | None = None) -> FollowingWorker:
    """A worker with the pipeline's handlers; the house is composed anew in each child."""
    table = pipeline.handlers(lambda: compose(settings, clock))
    return FollowingWorker(settings.database_url, table)


def run_worker(settings: Settings) -> int:
    """Do background work until told to stop."""
    worker(settings).run()
    return 0


def run_web(settings: Settings) -> int:
    """Serve the portal until told to stop."""
    prepare_database(settings)
    return serving.serve(settings, lambda: create_portal(settings))


def run_demo(settings: Settings) -> int:
    """The demo office: loaded the first time, kept afterwards; then the whole process tree."""
    with supervisor.alone(settings.data_dir):
        supervisor.need_ports(supervisor.parts_of(settings))  # before minutes go into the demo
        if demo.is_cut_off(settings):
            demo.wipe(settings)
        prepare_database(settings)
        if not demo.is_loaded(settings):
            print("Mengisi kantor contoh (satu sampai tiga menit)", flush=True)
            load_demo(settings)
    for line in demo.welcome(settings):
        print(line, flush=True)
    return supervisor.run(settings)


def load_demo(settings: Settings) -> None:
    """Replay the demo's cases; what the pipeline asks for is done in between."""
    clock = DemoClock(datetime.now(UTC))
    house = compose(settings, clock)

    def work() -> None:
        house.session.remove()
        _work_apart(settings, clock)

    demo.load(house, create_portal(settings, house), clock, work, _say)
    house.session.remove()


def _say(words: str) -> None:
    print(f"  {words}", flush=True)


def _work_apart(settings: Settings, clock: DemoClock) -> None:
    """Let the pipeline do what it has to, at the replayed moment (see `demo_worker`)."""
    done = subprocess.run(
        [sys.executable, "-m", "builder.demo_worker", clock.moment.isoformat()],
        env=supervisor.environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RakitError("Kantor contoh tidak dapat diisi.", which=done.stderr.strip()[-2000:])


def demo_reset(settings: Settings) -> None:
    """Throw the demo office away and load it anew."""
    if demo.is_real(settings):
        raise RakitError(
            "Ini kantor sungguhan; yang diisi ulang hanya kantor contoh.",
            which=str(settings.data_dir),
            way_out="Untuk kantor contoh yang baru pakai DATA_DIR dan APPS_DIR lain.",
        )
    with supervisor.alone(settings.data_dir):
        demo.wipe(settings)
        settings.prepare()
        prepare_database(settings)
        load_demo(settings)


def init_office(settings: Settings, *, office: str, admin: str, password: str) -> None:
    """A new office: tables, procedure, seats, first administrator."""
    from builder import office_setup

    office_setup.init_office(settings, office=office, admin=admin, password=password)


def need_office(settings: Settings) -> None:
    """RakitError when nobody has set up an office here: what follows would only confuse."""
    file = sa.make_url(settings.database_url).database or ""
    engine = base.make_engine(settings.database_url)
    try:
        there = engine.dialect.name != "sqlite" or Path(file).is_file()
        there = there and sa.inspect(engine).has_table("ab_user")
    finally:
        engine.dispose()
    if not there:
        raise RakitError(
            "Belum ada kantor di sini.",
            which=str(settings.data_dir),
            way_out="Siapkan dengan `rakit init`, pulihkan dengan `rakit restore`, atau periksa "
            "DATA_DIR dan DATABASE_URL.",
        )


def verify_audit(settings: Settings) -> tuple[str, ...]:
    """What is wrong with the record of the cases; empty when the chain is whole."""
    need_office(settings)
    engine = base.make_engine(settings.database_url)
    with Session(engine) as session:
        return tuple(str(problem) for problem in verify(session))
