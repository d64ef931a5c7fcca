"""Wrong designs, through the editor's own forms: said with their place, nothing is lost."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest

from builder.house import House
from builder.spec import from_raw
from tests.proofs.office import Visitor, boxes, new_case, words

At = Callable[..., Visitor]
HEAD = (
    "rakit: 1\nname: coba\nlabel: Coba\nentities:\n  - name: tamu\n    label: Tamu\n    fields:\n"
)
SOUND = HEAD + "      - {name: nama, label: Nama}\n"
WILD = (
    "\"Nama\" 'lengkap' {{7*7}} ${x} {% raw %} </textarea><script>alert(1)</script> & \\n %s %(a)s "
    + "é" * 40
)
LONG = ("“Nama” 'x' \"y\" {{a}} ${b} <b> & \\ " * 8)[:200]
BIDI = "Nama \u202egnaro\u202c \u2066x\u2069 \u200f"
WRONG_FILES = {
    "unknown type": (HEAD + "      - {name: a, type: fone}\n", ("Baris 8", "phone")),
    "unknown key": (HEAD + "      - {name: a, requierd: true}\n", ("Baris 8", "required")),
    "no yaml": ("{" * 20 + "\n: [", ("Baris",)),
    "a list": ("- a\n- b\n", ("Baris 1",)),
    "an alias bomb": ("a: &a [x]\nb: &b [*a, *a]\n", ("Baris",)),
    "a tag": ("!!python/object/apply:os.system [echo]\n", ("Baris 1",)),
    "200 characters": (HEAD + f"      - {{name: a, label: {'x' * 200}}}\n", ("Baris 8", "120")),
    "newline in a label": (HEAD + '      - {name: a, label: "a\\nb"}\n', ("Baris 8",)),
    "bidi in a label": (HEAD + '      - {name: a, label: "a\\u202eb"}\n', ("Baris 8",)),
}
"""Files that are no specification at all."""
UNFINISHED = {
    "duplicate name": (SOUND + "      - {name: nama, label: Lagi}\n", "nama"),
    "reserved word": (HEAD + "      - {name: class, label: Kelas}\n", "class"),
    "reference to nothing": (
        HEAD + "      - {name: a, type: reference, options: {target: dinas}}\n",
        "dinas",
    ),
}
"""Readable, with errors: they may be kept as a draft, and stop the step."""


@pytest.fixture
def number(house: House) -> int:
    found = new_case(house, step=5)
    house.session.remove()
    return found


@pytest.fixture
def sri(at: At, number: int) -> Visitor:
    visitor = at("sri")
    visitor.look(f"/rancangan/{number}")
    visitor.look(f"/rancangan/{number}/berkas")
    return visitor


def draft(house: House, number: int) -> dict[str, Any]:
    house.session.remove()
    app = house.specs.of_case(number)
    assert app is not None
    return house.specs.draft(app.id).raw


def give(sri: Visitor, number: int, text: str) -> None:
    """The design as a file that is taken."""
    sri.look(f"/rancangan/{number}/berkas")
    assert sri.send(f"/rancangan/{number}/berkas", text=text).status_code == 302


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_a_file_that_is_no_design_is_refused_with_its_line_and_stays_in_the_box(
    sri: Visitor, house: House, number: int, kind: str
) -> None:
    text, told = WRONG_FILES[kind]
    before = draft(house, number)
    answer = sri.send(f"/rancangan/{number}/berkas", text=text)
    assert answer.status_code == 422
    page = words(answer)
    assert "Berkas belum dapat dipakai; rancangan tidak berubah" in page
    assert all(word in page for word in told), page[:600]
    assert any(text.strip() == box.strip() for box in boxes(answer))
    assert draft(house, number) == before


@pytest.mark.parametrize("kind", UNFINISHED)
def test_a_design_with_errors_is_kept_but_does_not_leave_step_5(
    sri: Visitor, house: House, number: int, kind: str
) -> None:
    text, name = UNFINISHED[kind]
    assert sri.send(f"/rancangan/{number}/berkas", text=text).status_code == 302
    page = sri.look(f"/rancangan/{number}/periksa")
    assert name in page
    before = draft(house, number)
    sri.look(f"/usulan/{number}")
    sent = sri.send(f"/usulan/{number}/submit", note="Catatan saya yang panjang")
    assert sent.status_code == 422, kind
    assert name in words(sent) and "Catatan saya yang panjang" in boxes(sent)
    assert draft(house, number) == before
    case = house.cases.case(number)
    assert (case.step, case.spec) == (5, None)


@pytest.mark.parametrize(
    ("label", "name", "told"),
    [
        ("Kelas", "class", "class tidak dapat dipakai sebagai nama"),
        ("Nama", "nama", "nama sudah dipakai di sini"),
        ("Angka", "9a", "Nama teknis"),
        ("Spasi", "a b", "Nama teknis"),
        (" ", "", "Isi sebutannya"),
        (BIDI, "", "Memuat tanda terlarang U+202E; hapus tanda itu."),
        (LONG, "", "paling panjang 120 huruf"),
    ],
)
def test_a_field_by_form_is_refused_beside_its_box_with_what_was_typed(
    sri: Visitor, house: House, number: int, label: str, name: str, told: str
) -> None:
    give(sri, number, SOUND)
    before = draft(house, number)
    tamu = before["entities"][0]["id"]
    sri.look(f"/rancangan/{number}/bagian/{tamu}")
    answer = sri.send(f"/rancangan/{number}/tambah/{tamu}/fields", label=label, name=name)
    assert answer.status_code == 422
    assert told in words(answer)
    assert label in boxes(answer) and (not name or name in boxes(answer))
    assert draft(house, number) == before


def test_an_unknown_type_by_form_is_refused(sri: Visitor, house: House, number: int) -> None:
    give(sri, number, SOUND)
    before = draft(house, number)
    tamu = before["entities"][0]["id"]
    sri.look(f"/rancangan/{number}/bagian/{tamu}")
    url = f"/rancangan/{number}/tambah/{tamu}/fields"
    answer = sri.send(url, label="Telepon", type="fone")
    assert answer.status_code == 422
    assert "fone" in words(answer) and "Telepon" in boxes(answer)
    assert draft(house, number) == before


@pytest.mark.parametrize("label", [WILD[:120], LONG[:120]])
def test_a_wild_label_is_kept_to_the_letter_and_never_run_as_code(
    sri: Visitor, house: House, number: int, label: str
) -> None:
    give(sri, number, SOUND)
    tamu = draft(house, number)["entities"][0]["id"]
    sri.look(f"/rancangan/{number}/bagian/{tamu}")
    url = f"/rancangan/{number}/tambah/{tamu}/fields"
    assert sri.send(url, label=label, name="liar").status_code == 302
    stored = draft(house, number)["entities"][0]["fields"][-1]
    assert stored["label"] == " ".join(label.split())
    spec = from_raw(draft(house, number), house.plugins.types)
    assert spec.entity("tamu").field("liar").label == stored["label"]
    for tab in ("entitas", "periksa", "berkas", "layar", f"bagian/{tamu}"):
        page = sri.get(f"/rancangan/{number}/{tab}", follow_redirects=True)
        assert page.status_code == 200 and "<script>alert(1)" not in page.text
        assert "lengkap' 49" not in html.unescape(page.text)
    text = sri.get(f"/rancangan/{number}/berkas/unduh").text
    sri.look(f"/rancangan/{number}/berkas")
    assert sri.send(f"/rancangan/{number}/berkas", text=text).status_code == 302
    assert draft(house, number)["entities"][0]["fields"][-1] == stored


def test_newlines_in_a_label_become_spaces(sri: Visitor, house: House, number: int) -> None:
    give(sri, number, SOUND)
    tamu = draft(house, number)["entities"][0]["id"]
    sri.look(f"/rancangan/{number}/bagian/{tamu}")
    url = f"/rancangan/{number}/tambah/{tamu}/fields"
    assert sri.send(url, label="Nama\r\nLengkap\n Tamu").status_code == 302
    assert draft(house, number)["entities"][0]["fields"][-1]["label"] == "Nama Lengkap Tamu"


def test_two_cases_with_one_title_are_two_applications(at: At, house: House) -> None:
    numbers = [new_case(house, step=5, title="Layanan Kembar") for _ in range(3)]
    house.session.remove()
    sri = at("sri")
    for number in numbers:
        sri.look(f"/rancangan/{number}")
        give(sri, number, SOUND)
    house.session.remove()
    apps = [house.specs.of_case(number) for number in numbers]
    slugs = [app.slug for app in apps if app]
    assert len(set(slugs)) == 3 and all(slug.startswith("layanan_kembar") for slug in slugs)
    downs = [sri.get(f"/rancangan/{number}/berkas/unduh") for number in numbers]
    names = [down.headers["Content-Disposition"] for down in downs]
    assert len(set(names)) == 3
