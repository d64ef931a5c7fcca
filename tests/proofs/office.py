"""The office of the proofs: its people, its cases, and visitors who use forms without scripts."""

from __future__ import annotations

import html
import itertools
import re
from datetime import date
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from builder import app as composition
from builder.house import House
from builder.office_setup import make_roles
from builder.settings import Settings
from builder.tables import prepare_database
from sop_workflow import commands
from sop_workflow.case import Case
from sop_workflow.desk import Actor
from tests.portal.conftest import PASSWORD, Browser

PEOPLE = {
    "sri": ("Sri Contoh", "staf_prakom"),
    "bayu": ("Bayu Misal", "staf_prakom"),
    "kasi": ("Kasi Contoh", "kasi"),
    "kabid": ("Kabid Contoh", "kabid"),
    "kadis": ("Kadis Contoh", "kadis"),
    "wati": ("Wati Andai", ""),
}
"""Username -> name and seat. Wati is an official who holds no seat, Tono an account without one."""
ACCOUNTS = [*PEOPLE, "tono"]
NUMBER = {username: number for number, username in enumerate(PEOPLE, 1)}
PDF = b"%PDF-1.7\nsurat usulan\n"
FACTS = {
    "judul": "Buku Tamu",
    "skpd": "Kecamatan Contoh",
    "surat_nomor": "005/12/2026",
    "surat_tanggal": "2026-11-20",
    "tujuan": "Mencatat tamu",
    "pengguna": "Resepsionis",
    "baris_per_tahun": "1200",
    "alat_sekarang": "Buku tulis",
    "pemilik_data": "Kecamatan",
    "kontak": "Rina, 0800-000-0000",
}
COUNT = itertools.count(1)
"""No two requests are the same: the same one twice is a double click, and refused."""
PASSED_ON = {"disposisi_instruksi": "Untuk diteruskan"}
TELAAH = {
    "disposisi_instruksi": "Untuk dirancang",
    "telaah_serupa": "Tidak ada.",
    "telaah_umum": "Tidak ada.",
    "telaah_simpulan": "perlu",
}


def fill_office(settings: Settings) -> None:
    """Tables, accounts, officials and seats."""
    settings.prepare()
    prepare_database(settings)
    engine = sa.create_engine(settings.database_url)
    hashed = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")
    with Session(engine) as session, session.begin():
        make_roles(session)
    with engine.begin() as connection:
        roles = sa.text("SELECT id FROM ab_role WHERE name = 'Pegawai'")
        staff = connection.execute(roles).scalar_one()
        for number, username in enumerate(ACCOUNTS, 1):
            account = sa.insert(User.__table__).values(
                id=number, first_name=username.title(), last_name="Contoh", username=username,
                password=hashed, active=True, email=f"{username}@contoh.invalid",
            )  # fmt: skip
            connection.execute(account)
            role = Model.metadata.tables["ab_user_role"]
            connection.execute(sa.insert(role).values(id=number, user_id=number, role_id=staff))
    engine.dispose()
    rooms = composition.compose(settings)
    rooms.seats.seed("uji")
    for username, (name, seat) in PEOPLE.items():
        number = NUMBER[username]
        person = rooms.seats.add_person("uji", name, user_id=number, qualification="Programmer")
        if seat:
            rooms.seats.assign("uji", person.id, seat, start=date(2020, 1, 1))
    rooms.cases.versions.register(rooms.procedure)
    rooms.session.commit()
    rooms.session.remove()
    rooms.engine.dispose()


def new_case(house: House, step: int = 1, title: str = "Buku Tamu") -> int:
    """The number of a case of Sri's that has come to that step (at most 5)."""
    facts = {**FACTS, "judul": title, "kontak": f"Rina {next(COUNT)}, 0800-000-0000"}
    opened = commands.Open(title=title, organisation=FACTS["skpd"], facts=facts)
    case = house.cases.do(Actor(person=NUMBER["sri"]), opened).case
    if step > 1:
        do(house, "sri", case.id, commands.Attach, kind="surat_usulan", content=PDF,
           filename="surat.pdf")  # fmt: skip
        do(house, "sri", case.id, commands.Submit)
    for who in ("kasi", "kabid", "kadis")[: max(step - 2, 0)]:
        case = house.cases.case(case.id)
        given = dict(TELAAH if who == "kadis" else PASSED_ON)
        subject = case.subject(house.cases.procedure_of(case).step(case.step).binds)
        do(house, who, case.id, commands.Approve, sha256_seen=subject, facts=given)
    house.session.commit()
    return case.id


def do(house: House, who: str, number: int, command: type[commands.Command], **given: Any) -> Case:
    """One command of one person, who looked at the case just now."""
    seen = house.cases.case(number).version
    made = command(case_id=number, seen=seen, **given)
    return house.cases.do(Actor(person=NUMBER[who]), made).case


class Visitor(Browser):
    """A browser without scripts; its answers are read as people read them."""

    def look(self, url: str) -> str:
        """The words of a page that opens."""
        answer = self.get(url, follow_redirects=True)
        assert answer.status_code == 200, answer.status
        return words(answer)

    def seen(self) -> str:
        """The version that the page looked at last says it shows."""
        found = re.search(r'name="seen" value="(\d+)"', self.last)
        assert found, "the page before has no form"
        return found.group(1)

    def send(self, url: str, **given: Any) -> TestResponse:
        """A form with the version of the page looked at last."""
        return self.post(url, {"seen": self.seen(), **given})

    def upload(self, number: int, content: bytes, name: str = "surat.pdf") -> TestResponse:
        """The form of the case's page with which a paper is attached."""
        self.look(f"/usulan/{number}")
        return self.post(
            f"/berkas/{number}/lampirkan",
            {"seen": self.seen(), "kind": "surat_usulan", "content": (BytesIO(content), name)},
        )


def words(answer: TestResponse) -> str:
    """The text of a page."""
    text = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def boxes(answer: TestResponse) -> list[str]:
    """What stands in the inputs and text boxes of a page."""
    texts = re.findall(r"(?s)<textarea[^>]*>\n?(.*?)</textarea>", answer.text)
    values = re.findall(r'<input[^>]* value="([^"]*)"', answer.text)
    return [html.unescape(one) for one in (*texts, *values)]
