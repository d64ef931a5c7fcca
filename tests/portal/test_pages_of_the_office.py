"""The office's page families: what works, and what is refused with the words kept."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from builder.house import House
from builder.kit.face import colour
from builder.portal import look
from builder.portal.procedure import arrows
from sop_workflow import papers
from sop_workflow.case import Case, Mandate
from sop_workflow.commands import Open
from sop_workflow.desk import Actor
from sop_workflow.errors import BadInput
from sop_workflow.papers.context import Context

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99"
    b"=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
NEW = {
    "name": "Baru Contoh",
    "username": "baru",
    "password": "Sandi-awal-26",
    "seat": "staf_prakom",
    "mandate": "definitif",
    "start": "2026-11-01",
}


def open_case(house: House) -> int:
    done = house.cases.do(
        Actor(person=1, name="Sri Contoh"), Open(title="Buku Tamu", organisation="Dinas Contoh")
    )
    return done.case.id


# registers


def test_a_register_shows_its_rows_and_gives_excel_and_pdf(at: Any, house: House) -> None:
    open_case(house)
    sri = at("sri")
    assert "Buku Tamu" in sri.get("/register/kegiatan?tahun=2026").text
    assert "Buku Tamu" not in sri.get("/register/kegiatan?tahun=2026&bulan=2").text
    excel = sri.get("/register/kegiatan.xlsx?tahun=2026")
    with zipfile.ZipFile(io.BytesIO(excel.data)) as book:
        assert b"Buku Tamu" in book.read("xl/worksheets/sheet1.xml")
    assert sri.get("/register/kegiatan.pdf?tahun=2026").data.startswith(b"%PDF")


def test_an_unknown_register_is_not_there(at: Any) -> None:
    sri = at("sri")
    for url in ("/register/gaji", "/register/gaji.pdf", "/register/gaji.xlsx"):
        assert sri.get(url).status_code == 404


# procedure


def test_the_procedure_shows_where_a_case_is(at: Any, house: House) -> None:
    number = open_case(house)
    page = at("sri").get(f"/prosedur/?usulan={number}").text
    assert page.count("<svg xmlns") == 12
    assert "sedang berjalan" in page and 'aria-current="step"' in page
    assert "Periksa SOP" in page and "N0. 6" in page
    assert at("sri").get("/prosedur/?usulan=999").status_code == 404


def test_arrows_lead_from_each_step_to_the_next(house: House, at: Any) -> None:
    """Down from who did the step before, across to who does this one, and out below him."""
    paper = house.procedure
    lanes = [role.key for role in paper.roles]
    lines = arrows(paper)
    assert lines[1] == {paper.steps[0].performer: "sop-out"}
    for one, two in pairwise(paper.steps):
        cells = {role: set(names.split()) for role, names in lines[two.number].items()}
        first, last = sorted((lanes.index(one.performer), lanes.index(two.performer)))
        assert "sop-out" in lines[one.number][one.performer]
        assert {role for role in cells if "sop-in" in cells[role]} == {one.performer}
        assert {role for role in cells if "sop-down" in cells[role]} == {two.performer}
        assert {role for role in cells if "sop-right" in cells[role]} == set(lanes[first:last])
        assert {role for role in cells if "sop-left" in cells[role]} == set(
            lanes[first + 1 : last + 1]
        )
    assert "sop-out" not in lines[paper.last][paper.steps[-1].performer]
    page = at("sri").get("/prosedur/").text
    assert page.count("sop-down") == len(paper.steps) - 1


def test_the_procedure_prints_with_the_case(at: Any, house: House) -> None:
    number = open_case(house)
    assert at("sri").get(f"/prosedur/sop.pdf?usulan={number}").data.startswith(b"%PDF")


def test_an_end_is_read_as_a_word(at: Any) -> None:
    page = at("sri").get("/prosedur/").text
    assert "Langkah 4, Tujuan bila Tidak: akhir" in page
    assert 'value="0"' in at("admin").get("/asumsi/").text, "it is typed as a number"


def test_an_assumption_becomes_a_new_version_and_running_cases_stay(at: Any, house: House) -> None:
    number = open_case(house)
    admin = at("admin")
    admin.get("/asumsi/")
    assert admin.post("/asumsi/", {"kembali.8": "6, 7"}).status_code == 302
    versions = house.cases.versions
    newest = versions.newest(house.procedure.key)
    assert newest is not None and newest.version == 2
    assert newest.step(8).return_targets == (6, 7)
    assert house.cases.case(number).procedure_version == 1


def test_an_impossible_assumption_is_refused_with_what_was_typed(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/asumsi/")
    for wrong in ("12", "besok"):
        answer = admin.post("/asumsi/", {"kembali.8": wrong})
        assert answer.status_code == 422 and f'value="{wrong}"' in answer.text
    newest = house.cases.versions.newest(house.procedure.key)
    assert newest is not None and newest.version == 1


def test_the_numbers_are_drawn_with_their_tables(at: Any, house: House) -> None:
    open_case(house)
    kasi = at("kasi")
    page = kasi.get("/prosedur/pemantauan").text
    assert page.count('class="kit-chart"') == page.count("Tabel angka") == 4
    assert "Datang dan selesai tiap bulan: seluruh usulan" in page and "Nov 26" in page
    page = kasi.get("/prosedur/pemantauan?langkah=3").text
    assert 'value="3" selected' in page and "seluruh usulan" not in page
    assert kasi.get("/prosedur/pemantauan?langkah=99").status_code == 200


def test_the_monitoring_form_is_filled_in_and_given_as_excel(at: Any) -> None:
    sri = at("sri")
    assert "Formulir pemantauan" in sri.get("/prosedur/pemantauan?tahun=2026&semester=2").text
    assert sri.get("/prosedur/pemantauan.xlsx").data.startswith(b"PK")


# seats


def test_account_person_and_seat_are_made_in_one_form(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/pejabat/baru")
    assert admin.post("/pejabat/baru", NEW).status_code == 302
    person = next(p for p in house.seats.people() if p.name == "Baru Contoh")
    assert house.seats.stamp_for(person.id, "staf_prakom", date(2026, 11, 23)) is not None
    at_work = at()
    assert at_work.login("baru", "Sandi-awal-26").status_code == 302
    page = admin.get("/pejabat/").text
    assert "belum tercatat memiliki kualifikasi" in page, "the warning is shown"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "pendek1"}, "terlalu pendek"),
        ({"password": "hanyahuruf"}, "huruf dan angka"),
        ({"nip": "123"}, "NIP harus 18 angka"),
        ({"username": "sri"}, "sudah dipakai"),
        ({"name": " "}, "Nama"),
        ({"start": "kemarin"}, "Tanggal belum benar"),
    ],
)
def test_a_refused_account_keeps_what_was_typed_and_makes_nothing(
    at: Any, house: House, wrong: dict[str, str], words: str
) -> None:
    admin = at("admin")
    admin.get("/pejabat/baru")
    answer = admin.post("/pejabat/baru", {**NEW, "rank": "Penata", **wrong})
    assert answer.status_code == 422 and words in answer.text
    assert 'value="Penata"' in answer.text
    assert NEW["password"] not in answer.text
    assert len(house.seats.people()) == 4
    assert at().login("baru", "Sandi-awal-26").status_code == 401


def test_a_plh_is_seated_extended_and_ended(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/pejabat/orang/2")
    form = {"seat": "kabid", "mandate": "Plh", "start": "2026-11-20", "end": "2026-11-25"}
    without = admin.post("/pejabat/orang/2/penugasan", form)
    assert without.status_code == 422 and "surat perintah" in without.text
    admin.post("/pejabat/orang/2/penugasan", {**form, "order": "SP-1"})
    made = next(a for a in house.seats.assignments(person=2) if a.mandate is Mandate.PLH)
    admin.get("/pejabat/orang/2")
    url = f"/pejabat/orang/2/penugasan/{made.id}"
    admin.post(f"{url}/perpanjang", {"end": "2026-11-30", "order": "SP-2"})
    longer = next(a for a in house.seats.assignments(person=2) if a.id == made.id)
    assert (longer.end, longer.order) == (date(2026, 11, 30), "SP-2")
    admin.post(f"{url}/akhiri", {"end": "2026-11-24"})
    ended = next(a for a in house.seats.assignments(person=2) if a.id == made.id)
    assert ended.end == date(2026, 11, 24)


def test_an_assignment_of_somebody_else_cannot_be_ended_here(at: Any, house: House) -> None:
    admin = at("admin")
    other = house.seats.assignments(person=3)[0]
    admin.get("/pejabat/orang/2")
    answer = admin.post(f"/pejabat/orang/2/penugasan/{other.id}/akhiri", {"end": "2026-11-24"})
    assert answer.status_code == 404
    assert house.seats.assignments(person=3)[0].end is None


def test_a_deactivated_account_is_out_at_once(at: Any, house: House) -> None:
    kasi, admin = at("kasi"), at("admin")
    admin.get("/pejabat/orang/2")
    assert admin.post("/pejabat/orang/2/akun/nonaktif").status_code == 302
    assert kasi.get("/register/").status_code == 302
    assert house.seats.holders(date(2026, 11, 24), "kasi") == ()


# office


def test_the_letterhead_is_kept_and_a_wrong_pattern_refused(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/kantor/")
    admin.post("/kantor/", {"nama_kantor": "Dinas Contoh", "zona": "WIT"})
    assert house.office.settings()["zona"] == "WIT"
    bad = admin.post("/kantor/", {"nama_kantor": "Lain", "format_nomor": "{bulan}"})
    assert bad.status_code == 422 and "{bulan}" in bad.text and 'value="Lain"' in bad.text
    assert house.office.settings()["nama_kantor"] == "Dinas Contoh"


def test_the_office_fills_in_the_legal_basis_and_the_sop_keeps_its_words(
    at: Any, house: House
) -> None:
    admin = at("admin")
    paper = house.procedure.section("dasar_hukum")
    assert all(line in admin.get("/kantor/").text for line in paper)
    own = "Perpres Contoh 1\r\n\r\n  Perbup <b>Contoh</b>  2 \r\n"
    admin.post("/kantor/", {"nama_kantor": "Dinas Contoh", "dasar_hukum": own})
    settings = house.office.settings()
    assert settings["dasar_hukum"] == "Perpres Contoh 1\nPerbup <b>Contoh</b> 2"
    page = admin.get("/prosedur/").text
    assert "<li>Perpres Contoh 1</li><li>Perbup &lt;b&gt;Contoh&lt;/b&gt; 2</li>" in page
    assert paper[-1] not in page, "neither shown nor found fault with"
    context = Context(
        case=Case(), procedure=house.procedure, settings=settings,
        calendar=house.office.calendar(), now=house.clock.now(),
    )  # fmt: skip
    printed = papers.make(context, "sop").data["sections"][0]
    assert printed["title"] == "Dasar Hukum :"
    assert printed["lines"] == ["Perpres Contoh 1", "Perbup <b>Contoh</b> 2"]
    assert house.procedure.section("dasar_hukum") == paper
    admin.get("/kantor/")
    admin.post("/kantor/", {"nama_kantor": "Dinas Contoh", "dasar_hukum": "\r\n".join(paper)})
    assert house.office.settings()["dasar_hukum"] == "", "as on paper: nothing of its own is kept"
    assert paper[-1] in admin.get("/prosedur/").text


def test_colour_and_logo_show_on_the_login_page(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/kantor/")
    sent = {"warna": "#7a1f1f", "logo": (io.BytesIO(PNG), "x.txt")}
    answer = admin.post("/kantor/tampilan", sent, content_type="multipart/form-data")
    assert answer.status_code == 302
    stranger = at()
    assert "/lambang/kantor.svg" in stranger.get("/login/").text
    address = re.search(r'src="(/lambang/kantor.svg[?]v=[0-9a-f]+)"', stranger.last)
    assert address and "immutable" in stranger.get(address[1]).headers["Cache-Control"]
    logo = stranger.get("/lambang/kantor.svg")
    assert logo.mimetype == "image/svg+xml" and "sandbox" in logo.headers["Content-Security-Policy"]
    assert "#7a1f1f" in stranger.get("/_kit/office.css").text


def test_a_colour_that_is_too_light_is_told(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/kantor/")
    admin.post("/kantor/tampilan", {"warna": "#ffd400"})
    page = admin.get("/kantor/").text
    shown = colour.shown("#ffd400")
    assert f"Warna #ffd400 terlalu terang untuk tulisan putih; dipakai {shown}." in page
    assert 'value="#ffd400"' in page and f"Yang tampil: {shown}" in page
    admin.post("/kantor/tampilan", {"warna": "#7a1f1f"})
    assert "terlalu terang" not in admin.get("/kantor/").text


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='https://x.invalid/a.png'/></svg>",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><rect fill='url(https://x.invalid/)'/></svg>",
        b"<html></html>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 200_000,
    ],
)
def test_a_picture_that_does_more_than_show_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        look.logo_svg(content)
    assert refused.value.field == "logo"


def test_a_plain_drawing_is_taken() -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='4' height='4'/></svg>"
    assert "<rect" in look.logo_svg(drawing)


def test_holidays_are_seeded_added_and_removed(at: Any, house: House) -> None:
    admin = at("admin")
    assert "Belum ada hari libur 2027" in admin.get("/kantor/libur?tahun=2027").text
    admin.post("/kantor/libur?tahun=2027", {"aksi": "isi"})
    seeded = len(house.office.holidays(2027))
    assert seeded > 10
    day = {"day": "2027-02-02", "name": "Hari jadi kota"}
    without = admin.post("/kantor/libur?tahun=2027", {"aksi": "tambah", **day})
    assert without.status_code == 422 and 'value="Hari jadi kota"' in without.text
    admin.post("/kantor/libur?tahun=2027", {"aksi": "tambah", **day, "source": "SK 1"})
    assert len(house.office.holidays(2027)) == seeded + 1
    admin.post("/kantor/libur?tahun=2027", {"aksi": "hapus", "day": "2027-02-02"})
    assert len(house.office.holidays(2027)) == seeded


def test_a_common_application_is_corrected_and_removed(at: Any, house: House) -> None:
    admin = at("admin")
    admin.get("/kantor/aplikasi-umum")
    first = house.office.common_apps()[0]
    form = {"aksi": "simpan", "id": str(first.id), "field": first.field, "name": "SIPD-RI"}
    admin.post("/kantor/aplikasi-umum", form)
    assert house.office.common_apps()[0].name == "SIPD-RI"
    assert admin.post("/kantor/aplikasi-umum", {**form, "field": " "}).status_code == 422
    admin.post("/kantor/aplikasi-umum", {"aksi": "hapus", "id": str(first.id)})
    assert first.id not in {a.id for a in house.office.common_apps()}


# the end of the demo


def test_the_demo_ends_in_one_form_and_everybody_is_out(at: Any, house: House) -> None:
    from .test_office_setup import FORM, make_demo

    admin, sri = at("admin"), at("sri")
    assert admin.get("/mulai/").status_code == 404, "not a demo"
    make_demo(house)
    assert sri.get("/mulai/").status_code in (302, 403)
    typed = re.search(r'<textarea[^>]* name="dasar_hukum"[^>]*>([^<]+)<', admin.get("/mulai/").text)
    assert typed and typed[1].splitlines() == list(house.procedure.section("dasar_hukum"))
    refused = admin.post("/mulai/", {**FORM, "setuju": ""})
    assert refused.status_code == 422 and "Budi Contoh" in refused.text
    assert "Perbup Contoh No. 2</textarea>" in refused.text
    done = admin.post("/mulai/", FORM)
    assert done.status_code == 200 and "budi" in done.text
    assert "no-store" in done.headers["Cache-Control"]
    assert admin.get("/kantor/").status_code == 302
    assert sri.get("/register/").status_code == 302
    assert at().login("operator", FORM["admin_password"]).status_code == 302


# plugins, health, audit


def test_plugins_health_and_the_record_are_shown(at: Any, house: House) -> None:
    admin = at("admin")
    assert "skeleton" in admin.get("/plugin/").text
    assert "Basis data" in admin.get("/kesehatan/").text
    open_case(house)
    admin.get("/rekam-jejak/")
    answer = admin.post("/rekam-jejak/periksa")
    assert answer.status_code == 302
    assert "Rekam jejak utuh" in admin.get("/rekam-jejak/").text


def test_a_changed_record_is_found(at: Any, house: House) -> None:
    open_case(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER sop_event_update")
        connection.exec_driver_sql("UPDATE sop_event SET data = '{}' WHERE seq = 1")
    admin = at("admin")
    assert "sop_event_update" in admin.get("/rekam-jejak/").text
    assert "tidak sesuai sidiknya" in admin.post("/rekam-jejak/periksa").text


def test_browsers_keep_the_portals_own_files(at: Any) -> None:
    sri = at("sri")
    found = re.findall(r'"(/_portal/static/[^"]+)"', sri.get("/kotak-masuk/").text)
    assert found
    for address in found:
        assert "immutable" in sri.get(address).headers["Cache-Control"], address
