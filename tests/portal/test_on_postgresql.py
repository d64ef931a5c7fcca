"""The portal on PostgreSQL: the same pages, the same record, the same beginning of an office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from builder.house import House
from builder.office_setup import start_real_office
from sop_workflow import commands
from sop_workflow.storage.chain import verify
from sop_workflow.storage.triggers import missing_triggers

from . import walk
from .conftest import TestClock, open_accounts, opened, settings_in
from .test_office_setup import FORM, count, make_demo

PASSED_ON = {"disposisi_instruksi": "Untuk diteruskan"}


@pytest.fixture
def house(tmp_path: Path, postgres_url: str, clock: TestClock) -> Iterator[House]:
    """The office of the other tests, its rows in PostgreSQL."""
    settings = settings_in(tmp_path, DATABASE_URL=postgres_url)
    open_accounts(settings)
    yield from opened(settings, clock)


def test_a_request_is_entered_passed_on_and_waits_for_the_kabid(at: Any, house: House) -> None:
    assert house.engine.dialect.name == "postgresql"
    sri = at("sri")
    sri.get("/usulan/baru")
    facts = {**walk.FACTS, "judul": "Buku Tamu", "skpd": "Kecamatan Contoh"}
    letter = (BytesIO(b"%PDF-1.7 surat"), "surat.pdf")
    answer = sri.post("/usulan/baru", {**facts, "surat_usulan": letter})
    assert answer.status_code == 302
    number = int(answer.location.rpartition("/")[2])
    sri.get(answer.location)
    assert sri.post(f"/usulan/{number}/submit", {"seen": seen(sri)}).status_code == 302

    kasi = at("kasi")
    assert "Buku Tamu" in kasi.get("/kotak-masuk/").text
    kasi.get(f"/usulan/{number}")
    subject = re.findall(r'name="sha256_seen" value="([0-9a-f]{64})"', kasi.last)
    decision = {"seen": seen(kasi), "sha256_seen": subject[0], **PASSED_ON}
    assert kasi.post(f"/usulan/{number}/approve", decision).status_code == 302
    again = kasi.post(f"/usulan/{number}/approve", decision)
    assert again.status_code == 422, "a double click"

    house.session.remove()
    case = house.cases.case(number)
    assert (case.step, case.title) == (3, "Buku Tamu")
    kabid = at("kabid")
    assert "Buku Tamu" in kabid.get("/kotak-masuk/").text
    page = kabid.get(f"/usulan/{number}").text
    assert "Giliran Anda, Kabid Contoh" in page and "Berubah sejak" in page
    for address in ("/register/", "/prosedur/", "/prosedur/pemantauan", "/katalog/"):
        assert at("kadis").get(address, follow_redirects=True).status_code == 200, address
    house.session.remove()
    assert verify(house.session()) == ()


def test_the_record_refuses_to_be_changed(house: House) -> None:
    number = walk.case_at(house, 3)
    walk.do(house, "sri", number, commands.Comment, text="Mohon segera.")
    for words in ("UPDATE sop_event SET step = 9", "DELETE FROM sop_note", "TRUNCATE sop_event"):
        with house.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.text(words))


def test_the_demo_ends_and_the_real_office_begins(house: House) -> None:
    make_demo(house)
    sha256 = house.files.put(b"%PDF-1.7 surat contoh")
    started = start_real_office(house, FORM)
    assert [(a.username, a.seat) for a in started.accounts] == [
        ("budi", "Kadis"),
        ("tini", "Staf Prakom"),
    ]
    assert count(house, "sop_case") == count(house, "sop_event") == count(house, "app") == 0
    assert house.demo is False and house.office.settings()["zona"] == "WITA"
    with house.engine.connect() as connection:
        assert missing_triggers(connection) == ()
        ids = connection.execute(sa.text("SELECT min(id) FROM ab_user")).scalar_one()
    assert ids > 5, "an old session must not become somebody of the new office"
    assert started.backup.is_file() and not list(house.settings.uploads_dir.rglob(sha256))


def seen(browser: Any) -> str:
    found = re.search(r'name="seen" value="(\d+)"', browser.last)
    assert found
    return found.group(1)
