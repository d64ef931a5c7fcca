"""A case at step 5, whose prakom is Sri, and words to walk through its editor."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from werkzeug.test import TestResponse

from builder.house import House
from builder.ports import problems_of
from sop_workflow import commands
from sop_workflow.desk import Actor

from ..conftest import PEOPLE, Browser

LETTER = b"%PDF-1.7\nsurat usulan\n"
FACTS = {
    "judul": "Bantuan Alat UMKM",
    "skpd": "Dinas Koperasi",
    "surat_nomor": "005/12/2026",
    "surat_tanggal": "2026-11-20",
    "tujuan": "Mendata bantuan",
    "pengguna": "Petugas",
    "baris_per_tahun": "1200",
    "alat_sekarang": "Lembar kerja",
    "pemilik_data": "Bidang UMKM",
    "kontak": "Rina, 0800-000-0000",
}
SEATS = {seat: number for number, (_u, _n, seat, _r) in enumerate(PEOPLE, 1) if seat}


def at_step_5(house: House, letter: str = "005/12/2026") -> int:
    """The number of a case that has come to its design; `letter` is unlike other cases'."""
    told = FACTS | {"surat_nomor": letter}
    opened = commands.Open(title=FACTS["judul"], organisation=FACTS["skpd"], facts=told)
    case = house.cases.do(Actor(person=1), opened).case

    def do(who: int, command: type[commands.Command], **values: Any) -> None:
        nonlocal case
        made = command(case_id=case.id, seen=case.version, **values)
        case = house.cases.do(Actor(person=who), made).case

    do(1, commands.Attach, kind="surat_usulan", content=LETTER, filename="surat.pdf", number="005")
    do(1, commands.Submit)
    while case.step < 5:
        step = house.cases.procedure_of(case).step(case.step)
        facts = {"disposisi_instruksi": "Untuk diteruskan"}
        if case.step == 4:
            facts = {
                "disposisi_instruksi": "Untuk dirancang",
                "telaah_serupa": "Tidak ada.",
                "telaah_umum": "Tidak ada.",
                "telaah_simpulan": "perlu",
            }
        do(SEATS[step.performer], commands.Approve, sha256_seen=case.subject(step.binds),
           facts=facts)  # fmt: skip
    house.session.commit()
    return case.id


class Editor:
    """The editor of one case in one person's browser, without scripts."""

    def __init__(self, house: House, browser: Browser, case: int) -> None:
        self.house, self.browser, self.case = house, browser, case
        self.base = f"/rancangan/{case}"
        self.browser.get(self.base, follow_redirects=True)

    @property
    def app_id(self) -> int:
        self.house.session.remove()
        app = self.house.specs.of_case(self.case)
        assert app is not None
        return app.id

    @property
    def raw(self) -> dict[str, Any]:
        return self.house.specs.draft(self.app_id).raw

    def spec(self) -> Any:
        return self.house.specs.draft(self.app_id).spec(self.house.plugins.types)

    def desk_problems(self) -> tuple[Any, ...]:
        """What is wrong with the draft as it stands."""
        return problems_of(self.spec(), self.house.plugins)

    def node(self, *path: str) -> dict[str, Any]:
        """A node by the names above it: `node("usaha", "pelaku")`."""
        here: Any = self.raw
        for name in path:
            inside = {**here, **(here.get("options") or {})}
            lists = [value for value in inside.values() if isinstance(value, list)]
            nodes = [one for each in lists for one in each if isinstance(one, dict)]
            here = next(one for one in nodes if name in (one.get("name"), one.get("label")))
        found: dict[str, Any] = here
        return found

    def id(self, *path: str) -> str:
        return str(self.node(*path)["id"]) if path else str(self.raw["id"])

    def page(self, *path: str) -> str:
        return self.get(f"bagian/{self.id(*path)}")

    def get(self, address: str) -> str:
        answer = self.browser.get(f"{self.base}/{address}", follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def seen(self) -> str:
        found = re.search(r'name="seen" value="(\d+)"', self.browser.last)
        assert found, "the page before has no form"
        return found.group(1)

    def was(self, ident: str) -> dict[str, Any]:
        """What the form of that node showed."""
        form = self.browser.last.split(f'/simpan/{ident}"', 1)[1].partition("</form>")[0]
        shown = re.findall(r'name="was" value="([^"]*)"', form)
        return {k: v for one in shown for k, v in json.loads(html.unescape(one)).items()}

    def save(self, path: tuple[str, ...], expect: int = 302, **values: Any) -> str:
        """Change inputs of the form of a node, as its page shows it; dots are written `__`."""
        ident = self.id(*path)
        self.page(*path) if path else self.get("entitas")
        shown = self.was(ident)
        typed = {key.replace("__", "."): value for key, value in values.items()}
        sent = {key: _sent(value) for key, value in {**shown, **typed}.items()}
        data = {**sent, "was": json.dumps(shown), "seen": self.seen()}
        answer = self.browser.post(f"{self.base}/simpan/{ident}", data)
        assert answer.status_code == expect, words(answer.text)
        return answer.text

    def add(self, path: tuple[str, ...], key: str, expect: int = 302, **values: Any) -> str:
        """Send the short form below a list."""
        ident = self.id(*path)
        data = {**values, "seen": self.seen()}
        answer = self.browser.post(f"{self.base}/tambah/{ident}/{key}", data)
        assert answer.status_code == expect, words(answer.text)
        return answer.text

    def one(self, path: tuple[str, ...], key: str, value: Any) -> TestResponse:
        """One input saves itself."""
        sent = {key: value, "seen": self.seen(), "csrf_token": self.browser.token()}
        url = f"{self.base}/simpan/{self.id(*path)}?kunci={key}"
        return self.browser.client.post(url, data=sent, headers={"HX-Request": "true"})

    def post(self, address: str, expect: int = 302, **values: Any) -> str:
        answer = self.browser.post(f"{self.base}/{address}", {"seen": self.seen(), **values})
        assert answer.status_code == expect, words(answer.text)
        return answer.text


def _sent(value: Any) -> Any:
    """As a browser sends it: a tick box is there or not, lists come several times."""
    if isinstance(value, bool):
        return ["", "y"] if value else [""]
    return ["", *value] if isinstance(value, list) and len(value) != 2 else value


def words(page: str) -> str:
    """The text of a page."""
    text = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
