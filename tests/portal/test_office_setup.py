"""An office begins: from nothing, and at the end of the demo."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from builder import office_setup
from builder.house import House
from builder.office_people import read_people
from builder.office_setup import SetupError, init_office, start_real_office
from builder.preview.trees import Trees
from builder.storage.base import make_engine
from sop_workflow.commands import Open
from sop_workflow.desk import Actor
from sop_workflow.errors import BadInput, BadInputs
from sop_workflow.storage.triggers import missing_triggers

from .conftest import settings_in

SEATS = [("staf_prakom", "Staf Prakom"), ("kasi", "Kasi"), ("kadis", "Kadis")]
FORM = {
    "nama_kantor": "Dinas Kominfo Contoh",
    "pemerintah": "Pemerintah Kabupaten Contoh",
    "zona": "WITA",
    "dasar_hukum": "Perbup Contoh No. 1\r\nPerbup Contoh No. 2",
    "tahun": "2026",
    "orang": "Nama;NIP;Jabatan;Surel\nBudi Contoh;;Kadis;budi@contoh.invalid\n"
    "Tini Contoh\t198001012005012001\tStaf Prakom\ttini",
    "admin_username": "operator",
    "admin_name": "Oki Contoh",
    "admin_password": "Kantor-baru-26",
    "setuju": "y",
}


def count(house: House, table: str) -> int:
    with house.engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def make_demo(house: House) -> None:
    house.office.set("uji", {"demo": "1"})
    house.cases.do(Actor(person=1, name="Sri Contoh"), Open(title="Lama", organisation="Dinas"))
    house.session.commit()


def test_an_office_begins_with_one_administrator_who_can_be_found(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    init_office(settings, "Dinas Contoh", "admin", "Sandi-awal-26")
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        user = session.scalars(sa.select(User)).one()
        assert (user.username, [r.name for r in user.roles]) == ("admin", ["Admin"])
        assert missing_triggers(session.connection()) == ()
        seats = session.execute(sa.text("SELECT count(*) FROM sop_seat")).scalar_one()
        assert seats == 4
    engine.dispose()
    with pytest.raises(SetupError, match="sudah ada"):
        init_office(settings, "Dinas Contoh", "admin", "Sandi-awal-26")


def test_a_weak_password_makes_no_office(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(SetupError):
        init_office(settings, "Dinas Contoh", "admin", "admin")
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM ab_user")).scalar_one() == 0
    engine.dispose()


def test_the_real_office_has_nothing_of_the_demo_but_a_backup(house: House) -> None:
    make_demo(house)
    (house.settings.apps_dir / "lama").mkdir(parents=True)
    house.specs.create("Lama", author="uji", case_id=1)
    house.session.commit()
    started = start_real_office(house, FORM)
    assert [(a.username, a.seat) for a in started.accounts] == [
        ("budi", "Kadis"),
        ("tini", "Staf Prakom"),
    ]
    assert count(house, "sop_case") == count(house, "sop_event") == count(house, "app") == 0
    assert house.demo is False
    assert house.office.settings()["nama_kantor"] == "Dinas Kominfo Contoh"
    assert house.office.settings()["zona"] == "WITA"
    shown = house.procedure.for_office(house.office.settings()).section("dasar_hukum")
    assert shown == ("Perbup Contoh No. 1", "Perbup Contoh No. 2")
    assert len(house.office.holidays(2026)) > 10
    with tarfile.open(started.backup) as kept:
        assert any("rakit" in name for name in kept.getnames())
    with house.engine.connect() as connection:
        assert missing_triggers(connection) == ()
        ids = connection.execute(sa.text("SELECT min(id) FROM ab_user")).scalar_one()
    assert ids > 5, "an old session must not become somebody of the new office"


def test_files_of_the_demo_are_gone_and_lie_in_the_backup(house: House) -> None:
    make_demo(house)
    settings = house.settings
    sha256 = house.files.put(b"%PDF-1.7 surat contoh")
    package = settings.data_dir / "deliverables" / ("a" * 64) / "DELIVERABLE.json"
    source = settings.data_dir / "aplikasi"
    (source / "lama").mkdir(parents=True)
    (source / "lama" / "__init__.py").write_text("def create_app() -> None: ...\n")
    trees = Trees(settings.previews_dir)
    trees.place("lama-1234", source, own=True)
    trees.stage.mkdir()
    left = (package, settings.data_dir / "pictures" / "aa" / "a.png",
            settings.data_dir / "kept" / "a.json", trees.rooms / "K7M29QPX")  # fmt: skip
    for file in left:
        file.parent.mkdir(parents=True)
        file.write_text("contoh")
    started = start_real_office(house, FORM)
    assert trees.names() == [] and trees.find("lama-1234") is None
    assert trees.stage.is_dir(), "the running gateway builds boxes on it"
    assert [file for file in left if file.exists()] == []
    assert list(settings.uploads_dir.rglob("*")) == []
    with tarfile.open(started.backup) as kept:
        names = kept.getnames()
    assert any(sha256 in name for name in names) and any("DELIVERABLE" in name for name in names)
    assert house.files.get(house.files.put(b"surat pertama")) == b"surat pertama"


def test_what_is_refused_leaves_the_demo_as_it_was(house: House) -> None:
    make_demo(house)
    for wrong in (
        {"orang": "Budi;12;Kadis;budi"},
        {"orang": "Budi;;Raja;budi"},
        {"admin_password": "pendek"},
        {"tahun": "besok"},
        {"nama_kantor": " "},
        {"setuju": ""},
    ):
        with pytest.raises(BadInput) as refused:
            start_real_office(house, {**FORM, **wrong})
        assert refused.value.field == next(iter(wrong))
    assert count(house, "sop_case") == 1
    assert not (house.settings.data_dir / "backups").exists()


def test_everything_that_is_wrong_is_told_at_once(house: House) -> None:
    make_demo(house)
    wrong = {"nama_kantor": "", "tahun": "besok", "admin_password": "pendek", "setuju": "",
             "orang": "Budi;12;Kadis;budi\nTini;;Raja;tini"}  # fmt: skip
    with pytest.raises(BadInputs, match="5 isian belum benar") as refused:
        start_real_office(house, {**FORM, **wrong})
    told = {one.field: one for one in refused.value.found}
    assert set(told) == set(wrong)
    assert "baris 1: NIP harus 18 angka; baris 2: jabatan Raja" in told["orang"].which


def test_a_failure_in_the_middle_rolls_everything_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_demo(house)

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(office_setup, "_join", broken)
    with pytest.raises(RuntimeError):
        start_real_office(house, FORM)
    assert count(house, "sop_case") == 1
    assert count(house, "ab_user") == 5
    with house.engine.connect() as connection:
        assert missing_triggers(connection) == ()


def test_only_a_demo_can_be_ended(house: House) -> None:
    with pytest.raises(SetupError, match="bukan kantor contoh"):
        start_real_office(house, FORM)


def test_people_are_read_from_what_a_spreadsheet_copies() -> None:
    found = read_people("Nama\tNIP\nA Contoh\t\tkadis\ta.contoh@dinas.invalid\n\n", SEATS)
    assert [(p.name, p.seat, p.username, p.email) for p in found] == [
        ("A Contoh", "kadis", "a.contoh", "a.contoh@dinas.invalid")
    ]


def test_two_holders_of_one_seat_are_refused_but_not_of_the_makers() -> None:
    two = "A Contoh;;{0};aaa\nB Contoh;;{0};bbb"
    assert len(read_people(two.format("Staf Prakom"), SEATS, many="staf_prakom")) == 2
    with pytest.raises(BadInput, match="definitif"):
        read_people(two.format("Kadis"), SEATS, many="staf_prakom")
