"""The beginning of an office: its tables, its first administrator, and the end of the demo.

`init_office` makes a new office from nothing (`builder/tables.py` its tables).
`start_real_office` ends the demo: a backup, then everything anew in one transaction, while the
portal keeps running; what is refused leaves the demo as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy.orm import Session, scoped_session
from werkzeug.security import generate_password_hash

from builder.demo import MARK as DEMO_MARK
from builder.errors import RakitError
from builder.house import House
from builder.office_people import Newcomer, read_people, username_of
from builder.office_wipe import clear_files, put_aside, save_before, wipe
from builder.passwords import PasswordError, check_password, first_password
from builder.settings import Settings
from builder.storage import base
from builder.tables import METADATA, prepare_database
from sop_workflow import procedure as procedures
from sop_workflow.errors import BadInput, BadInputs, SopError
from sop_workflow.office import OfficeService
from sop_workflow.ports import Clock, SystemClock
from sop_workflow.procedure import Procedure
from sop_workflow.seats import SeatService
from sop_workflow.storage.tables import SettingRow
from sop_workflow.storage.triggers import install_triggers
from sop_workflow.versions import ProcedureVersions

ROLES = ("Admin", "Pegawai", "Public")
"""Roles of Flask-AppBuilder; what each may open are the patterns in `portal/security.py`."""

Value = TypeVar("Value")
REAL_MARK = "office"
LETTERHEAD = ("pemerintah", "nama_kantor", "alamat", "telepon", "laman", "surel", "kode_pos",
              "kota")  # fmt: skip

LEGAL = "dasar_hukum"


class SetupError(RakitError):
    """The office can't be started like this; nothing was changed."""


@dataclass(frozen=True)
class Account:
    """One account that was made, with the password that is shown once."""

    name: str
    username: str
    seat: str
    password: str


@dataclass(frozen=True)
class Started:
    """What the beginning of the real office gave."""

    accounts: tuple[Account, ...]
    backup: Path
    warnings: tuple[str, ...] = ()


def init_office(
    settings: Settings,
    office: str,
    admin: str,
    password: str,
    *,
    clock: Clock | None = None,
) -> None:
    """A new office with one administrator. SetupError when there is one, or for a bad password."""
    prepare_database(settings)
    engine = base.make_engine(settings.database_url)
    time = clock or SystemClock()
    try:
        with Session(engine) as session:
            if session.scalar(sa.select(sa.func.count()).select_from(User)):
                raise SetupError(
                    "Kantor ini sudah ada.",
                    which=str(settings.data_dir),
                    way_out="Jalankan: rakit start, atau pakai DATA_DIR lain.",
                )
        _checked(password, admin)
        with engine.connect() as connection, connection.begin():
            session = _inner(connection)
            paper = procedures.load(procedures.DEFAULT)
            make_roles(session)
            _seed(session, time, paper, admin, time.now().year)
            OfficeService(session, clock=time).set(admin, {"nama_kantor": office})
            _user(session, admin, "Administrator", password, "Admin", 1)
            session.commit()
    finally:
        engine.dispose()
    _mark_real(settings)


def is_demo(house: House) -> bool:
    """Is this the demo office, which may be ended?"""
    return house.demo or (house.settings.data_dir / DEMO_MARK).exists()


def start_real_office(house: House, form: Mapping[str, str]) -> Started:
    """End the demo with what the administrator filled in (keys: `LETTERHEAD`, `zona`, `tahun`,
    `dasar_hukum` (one line each; empty: as on paper), `orang` (a pasted table), `admin_username`,
    `admin_name`, `admin_password`, `setuju`).

    Everything is checked first (BadInputs names every input that is wrong), then backed up, then
    made anew in one transaction. Accounts never get an id that a demo account had: old sessions
    lead nowhere.
    """
    if not is_demo(house):
        raise SetupError(
            "Kantor ini bukan kantor contoh.", way_out="Tidak ada peragaan yang perlu diakhiri."
        )
    paper, clock = house.procedure, house.clock
    roles = [(role.key, role.name) for role in paper.roles]
    year, admin, people = _read(form, roles, paper.maker)
    slugs = [app.slug for app in house.specs.apps()]
    today = house.office.calendar().day(clock.now())
    house.session.remove()
    copy = save_before(house.settings, clock.now())
    accounts: list[Account] = []
    warnings: list[str] = []
    with house.engine.connect() as connection, connection.begin():
        last = connection.scalar(sa.select(sa.func.max(User.id))) or 0
        wipe(connection, (*METADATA, Model.metadata))
        session = _inner(connection)
        make_roles(session)
        _seed(session, clock, paper, admin, year)
        letterhead = {key: form.get(key, "") for key in (*LETTERHEAD, "zona")}
        legal = {LEGAL: paper.own_lines(LEGAL, form.get(LEGAL, ""))}
        OfficeService(session, clock=clock).set(admin, letterhead | legal)
        first = last + 1
        _user(session, admin, form["admin_name"], form["admin_password"], "Admin", first)
        seats = SeatService(session, clock=clock, procedure=paper)
        for nth, one in enumerate(people, first + 1):
            made, said = _join(session, seats, admin, one, nth, today)
            accounts.append(made)
            warnings += said
        session.commit()
        install_triggers(connection)
    _mark_real(house.settings)
    put_aside(house.settings, slugs, copy)
    clear_files(house.settings)
    return Started(tuple(accounts), copy, tuple(warnings))


def _mark_real(settings: Settings) -> None:
    """The files by which a start knows a real office from a demo."""
    (settings.data_dir / DEMO_MARK).unlink(missing_ok=True)
    (settings.data_dir / REAL_MARK).touch()


def _inner(connection: sa.Connection) -> Session:
    """A session whose commits stay inside the connection's transaction."""
    return Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


def _seed(session: Session, clock: Clock, paper: Procedure, by: str, year: int) -> None:
    """What every office has: the procedure, its seats, holidays, common applications."""
    ProcedureVersions(session, clock=clock).register(paper, by)
    SeatService(session, clock=clock, procedure=paper).seed(by)
    office = OfficeService(session, clock=clock)
    office.seed_common_apps(by)
    office.seed_holidays(by, year)


def _join(
    session: Session, seats: SeatService, by: str, one: Newcomer, user_id: int, today: date
) -> tuple[Account, Iterable[str]]:
    password = first_password()
    user = _user(session, one.username, one.name, password, "Pegawai", user_id, one.email)
    mark_given(session, user)
    person = seats.add_person(by, one.name, user_id=user, nip=one.nip)
    seat = next((s for s in seats.seats() if s.key == one.seat), None)
    said: tuple[str, ...] = ()
    if seat is not None:
        said = seats.assign(by, person.id, seat.key, start=today).warnings
    return Account(one.name, one.username, seat.name if seat else "", password), said


def _user(
    session: Session,
    username: str,
    name: str,
    password: str,
    role: str,
    user_id: int,
    email: str = "",
) -> int:
    first, _, rest = name.strip().partition(" ")
    found = session.scalar(sa.select(Role).where(Role.name == role))
    user = User(
        first_name=first[:64],
        last_name=rest[:64],
        username=username,
        email=email or f"{username}@kantor.invalid",
        password=generate_password_hash(password),
        active=True,
        roles=[found],
    )
    # Not the demo's administrator, whom Flask-AppBuilder would fill in: he is gone.
    user.created_by_fk, user.changed_by_fk = sa.null(), sa.null()
    if session.get_bind().dialect.name == "sqlite":
        user.id = user_id
    session.add(user)
    session.flush()
    return int(user.id)


GIVEN = "portal.sandi_awal."


def mark_given(session: Session | scoped_session[Session], user_id: int) -> None:
    """The password of this account was given to it: it must be changed at the next login."""
    session.merge(SettingRow(key=f"{GIVEN}{user_id}", value="1"))


def is_given(session: Session, user_id: int) -> bool:
    """Whether the account still has the password that it was given."""
    return session.get(SettingRow, f"{GIVEN}{user_id}") is not None


def forget_given(session: Session, user_id: int) -> None:
    """It has a password of its own now."""
    if row := session.get(SettingRow, f"{GIVEN}{user_id}"):
        session.delete(row)


def make_roles(session: Session) -> None:
    """The roles of the accounts, where they are not there yet."""
    known = set(session.scalars(sa.select(Role.name)))
    session.add_all(Role(name=name) for name in ROLES if name not in known)
    session.flush()


def _checked(password: str, username: str) -> None:
    try:
        username_of(username)
        check_password(password, username)
    except (PasswordError, SopError) as error:
        raise SetupError(error.what, which=username, way_out=error.way_out) from error


def _read(
    form: Mapping[str, str], roles: list[tuple[str, str]], many: str
) -> tuple[int, str, tuple[Newcomer, ...]]:
    """Year, administrator and people of the form; BadInputs with everything that is wrong in it."""
    wrong: list[BadInput] = []

    def checked(check: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return check()
        except BadInput as refused:
            wrong.append(refused)
            return otherwise

    for key in ("nama_kantor", "admin_name"):
        if not form.get(key, "").strip():
            wrong.append(BadInput("Wajib diisi", field=key))
    year = checked(lambda: _year(form.get("tahun", "")), 0)
    admin = checked(lambda: username_of(form.get("admin_username", ""), field="admin_username"), "")
    checked(lambda: _password(form.get("admin_password", ""), admin), None)
    table = form.get("orang", "")
    nobody: tuple[Newcomer, ...] = ()
    people = checked(lambda: read_people(table, roles, many=many, taken={admin}), nobody)
    if not form.get("setuju"):
        wrong.append(BadInput("Beri tanda bahwa kantor contoh boleh dihapus", field="setuju"))
    if wrong:
        raise BadInputs(wrong)
    return year, admin, people


def _password(text: str, admin: str) -> None:
    try:
        check_password(text, admin)
    except PasswordError as error:
        raise BadInput(error.what, field="admin_password", way_out=error.way_out) from error


def _year(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and 2000 <= int(text) <= 2100):
        raise BadInput("Tahun belum benar", field="tahun", which=text[:20] or "kosong",
                       way_out="Isi empat angka, misalnya 2026.")  # fmt: skip
    return int(text)
