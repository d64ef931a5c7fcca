"""The demo office: invented people, and cases made by replaying commands through the door."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from builder.demo import cases
from builder.demo.clock import DemoClock
from builder.demo.people import ADMIN, HEAD, OFFICE, PASSWORD, PEOPLE
from builder.house import House
from builder.settings import Settings
from builder.storage import base
from sop_workflow.storage.tables import PersonRow

Compose = Callable[[Settings, DemoClock], House]
BY = "Kantor contoh"
MARK = "demo"
"""A file in DATA_DIR: what lies there is a demo. It says LOADING until all of it is there."""
LOADING = "sedang diisi"


def is_loaded(settings: Settings) -> bool:
    """Whether this installation already holds an office, demo or real (also a restored one)."""
    engine = base.make_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(PersonRow.__tablename__):
                return False  # nothing was ever set up here
            return bool(connection.scalar(sa.select(sa.func.count()).select_from(PersonRow)))
    finally:
        engine.dispose()


def is_cut_off(settings: Settings) -> bool:
    """Whether the demo was being filled in when somebody stopped it."""
    mark = settings.data_dir / MARK
    return mark.exists() and mark.read_text() == LOADING


def is_real(settings: Settings) -> bool:
    """Whether a real office lies here: nothing of the demo may touch it."""
    return not (settings.data_dir / MARK).exists() and is_loaded(settings)


def load(
    house: House,
    portal: Flask,
    clock: DemoClock,
    work: Callable[[], None],
    say: Callable[[str], None],
) -> None:
    """People, letterhead, holidays, then the six cases. The tables must be there."""
    mark = house.settings.data_dir / MARK
    mark.write_text(LOADING)
    people = add_people(house, portal)
    house.office.set(BY, OFFICE)
    year = datetime.now(UTC).year
    for one in (year - 1, year, year + 1):
        house.office.seed_holidays(BY, one)
    house.office.seed_common_apps(BY)
    cases.tell(house, clock, people, work, say)
    mark.write_text("")


def add_people(house: House, portal: Flask) -> dict[str, int]:
    """Accounts, officials and their seats; username -> person id."""
    found = {}
    with portal.app_context():
        accounts = portal.appbuilder.sm  # type: ignore[attr-defined]
        accounts.make_tables()
        house.seats.seed(BY)
        house.seats.rename_seat(BY, "kadis", HEAD)
        first, _, last = ADMIN.name.partition(" ")
        role = accounts.find_role("Admin")
        accounts.add_user(ADMIN.username, first, last, "admin@contoh.invalid", role, PASSWORD)
        for one in PEOPLE:
            first, _, last = one.name.partition(" ")
            mail = f"{one.username}@contoh.invalid"
            role = accounts.find_role("Pegawai")
            user = accounts.add_user(one.username, first, last, mail, role, PASSWORD)
            person = house.seats.add_person(
                BY,
                one.name,
                user_id=user.id,
                nip=one.nip,
                rank=one.rank,
                qualification=one.qualification,
            )
            house.seats.assign(BY, person.id, one.seat, start=date(2020, 1, 2))
            found[one.username] = person.id
    return found


def wipe(settings: Settings) -> None:
    """Remove what the demo office made: database, uploads, previews, its applications."""
    for name in ("uploads", "previews", "deliverables", "pictures"):
        shutil.rmtree(settings.data_dir / name, ignore_errors=True)
    for path in settings.data_dir.glob("rakit.db*"):
        path.unlink()
    for slug in ("bantuan_alat_umkm", "buku_tamu", "ruang_rapat", "jadwal_posyandu"):
        shutil.rmtree(settings.apps_dir / slug, ignore_errors=True)
    (settings.data_dir / MARK).unlink(missing_ok=True)


def people(settings: Settings) -> list[dict[str, Any]]:
    """The buttons on the login page; none outside the demo."""
    if not (settings.data_dir / MARK).exists() or not settings.may_demo():
        return []
    return [
        {"username": one.username, "password": PASSWORD, "name": one.name, "role": one.title}
        for one in (*PEOPLE, ADMIN)
    ]


def welcome(settings: Settings) -> list[str]:
    """What is printed at the start."""
    names = ", ".join(one.username for one in (*PEOPLE, ADMIN))
    lines = [f"Portal      {settings.public_url}", f"Pratinjau   {settings.gateway_public_url}"]
    demo = (settings.data_dir / MARK).exists()
    return [*lines, f"Akun contoh {names}; sandi {PASSWORD}"] if demo else lines
