"""The editor's forms: what is typed is stored as the language writes it, or refused with words."""

from __future__ import annotations

import html
import re

import pytest

from builder.house import House
from builder.spec import load, plain
from builder.spec.edit import Change
from tests.demo_design import EXAMPLE, example, meaning

from .designing import Editor, words


def test_the_first_visit_makes_the_application(editor: Editor) -> None:
    assert editor.raw["label"] == "Bantuan Alat UMKM"
    assert "Tambah entitas" in editor.browser.last


def test_an_entity_and_its_fields_come_by_forms(editor: Editor) -> None:
    editor.add((), "entities", label="Pelaku Usaha", first="Nama")
    editor.add(("pelaku_usaha",), "fields", label="NIK", type="nik", required="y")
    assert [field["name"] for field in editor.node("pelaku_usaha")["fields"]] == ["nama", "nik"]
    page = words(editor.page("pelaku_usaha"))
    assert "Pelaku Usaha" in page and "NIK" in page
    editor.save(("pelaku_usaha", "nik"), definition="Nomor Induk Kependudukan.", unique=True)
    node = editor.node("pelaku_usaha", "nik")
    assert node["unique"] is True and node["definition"] == "Nomor Induk Kependudukan."


def test_every_tab_opens_for_an_empty_and_for_a_full_design(editor: Editor) -> None:
    tabs = ("entitas", "relasi", "layar", "alur", "peran", "periksa", "berkas", "riwayat",
            "perubahan")  # fmt: skip
    for tab in tabs:
        editor.get(tab)
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    for tab in tabs:
        editor.get(tab)


def test_every_node_of_a_full_design_has_its_form(editor: Editor) -> None:
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    spec = editor.spec()
    pages = [*spec.entities, *spec.links, *spec.flows, *spec.roles, *spec.screens]
    pages += [field for table in spec.tables for field in table.fields]
    for node in pages:
        page = editor.get(f"bagian/{node.id}")
        assert f"/simpan/{node.id}" in page


def test_a_file_goes_up_comes_down_the_same_and_is_undone_at_once(editor: Editor) -> None:
    before = editor.raw
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    types = editor.house.plugins.types
    assert meaning(editor.raw) == meaning(example(types))
    down = editor.browser.get(f"{editor.base}/berkas/unduh").get_data(as_text=True)
    assert plain(load(down, editor.house.plugins.types)) == editor.raw
    editor.get("berkas")
    editor.post("urung")
    assert editor.raw == before


def test_a_wrong_file_is_refused_with_all_its_lines_and_stays(editor: Editor) -> None:
    editor.get("berkas")
    text = """rakit: 1
name: coba
entities:
  - name: 9salah
    fields:
      - {name: a, tipe: x}
"""
    page = words(editor.post("berkas", 422, text=text))
    assert "Baris 4" in page and "Baris 6" in page
    assert "9salah" in page
    assert editor.raw["entities"] == []


HOSTILE = (
    'Nama "kutip" {{ 7*7 }} {% raw %} <script>alert(1)</script> \\ \' & ' + "x" * 40,
    "Baris\nbaru",
    "Kanan\u202ekiri",
    "🤷",
    "class",
    "",
    "x" * 200,
)


@pytest.mark.parametrize("label", HOSTILE)
def test_whatever_is_typed_as_a_label_is_kept_or_refused_with_words(
    editor: Editor, label: str
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    ident = editor.id("surat", "nama")
    editor.page("surat", "nama")
    sent = {"label": label, "seen": editor.seen()}
    answer = editor.browser.post(f"{editor.base}/simpan/{ident}", sent)
    if answer.status_code == 302:
        page = editor.page("surat", "nama")
        assert "<script>alert" not in page and "49" not in words(page).replace("490", "")
        return
    assert answer.status_code == 422
    assert html.escape(label, quote=False)[:30].splitlines()[0] in answer.text.replace("&#34;", '"')
    assert 'aria-invalid="true"' in answer.text
    assert editor.node("surat", "nama")["name"] == "nama"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("class", "kata kunci Python"),
        ("created_at", "sudah ada di setiap tabel"),
        ("9a", "huruf kecil"),
        ("Nama Lengkap", "huruf kecil"),
        ("nomor", "sudah dipakai di sini"),
        ("", "Beri nama teknis"),
    ],
)
def test_a_name_that_cannot_be_is_refused_at_its_input(
    editor: Editor, name: str, said: str
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.add(("surat",), "fields", label="Nomor", type="text")
    page = editor.save(("surat", "nama"), 422, name=name, definition="Tetap di sini.")
    field = page.split('id="f-', 1)[1]
    assert said in words(page)
    assert f'value="{name}"' in field and "Tetap di sini." in page
    assert editor.node("surat", "nama")["name"] == "nama"


def test_what_is_wrong_in_one_input_does_not_hold_back_the_others(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.save(("surat", "nama"), 422, options__max_length="banyak", definition="Perihal surat.")
    assert editor.node("surat", "nama")["definition"] == "Perihal surat."
    assert "options" not in editor.node("surat", "nama")


def test_a_refused_new_field_keeps_what_was_typed(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat")
    page = editor.add(("surat",), "fields", 422, label="Nama", type="money", required="y")
    assert "sudah dipakai di sini" in words(page)
    assert 'value="Nama"' in page and '<option value="money" selected>' in page
    page = editor.add(("surat",), "fields", 422, label="Angka", type="apa_saja")
    assert "tidak dikenal" in words(page)


def test_a_reserved_word_as_label_gets_another_name(editor: Editor) -> None:
    editor.add((), "entities", label="Data", first="User")
    entity = editor.raw["entities"][0]
    assert entity["name"] == "data_data" and entity["fields"][0]["name"] == "user_isian"
    assert editor.spec().entity("data_data").label == "Data"


def test_a_rename_is_told_to_everything_that_refers_to_it(editor: Editor) -> None:
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    editor.save(("pengajuan", "program"), name="kegiatan")
    editor.save(("alat",), name="peralatan")
    spec = editor.spec()
    assert spec.entity("rincian").field("subtotal").computed == "jumlah * alat.harga"
    assert spec.entity("rincian").field("alat").reference.target == "peralatan"
    screen = next(one for one in spec.screens if one.name == "daftar_pengajuan")
    assert "kegiatan.nama" in screen.columns and "kegiatan" in screen.filters
    assert spec.entity("pengajuan").field("kegiatan").label == "Program"
    assert not [p for p in editor.desk_problems() if p.severity == "error"]


def test_another_type_takes_the_options_that_do_not_fit_away(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.save(("surat", "nama"), options__max_length="50", options__pattern="[A-Z]+")
    editor.save(("surat", "nama"), type="long_text")
    assert editor.node("surat", "nama")["options"] == {"max_length": 50}
    editor.save(("surat", "nama"), type="money")
    assert "options" not in editor.node("surat", "nama")


def test_choices_keep_their_ids_when_they_are_renamed_or_moved(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Sifat")
    editor.save(("surat", "sifat"), type="choice")
    editor.save(
        ("surat", "sifat"), options__choices="biasa\nSangat segera\nrahasia: Rahasia sekali"
    )
    first = {one["name"]: one["id"] for one in editor.node("surat", "sifat")["options"]["choices"]}
    assert list(first) == ["biasa", "sangat_segera", "rahasia"]
    editor.save(("surat", "sifat"), default="rahasia")
    text = "rahasia: Rahasia sekali\nbiasa\nsegera: Segera [pensiun]"
    editor.save(("surat", "sifat"), options__choices=text)
    now = editor.node("surat", "sifat")["options"]["choices"]
    assert {one["name"]: one["id"] for one in now} == {
        "rahasia": first["rahasia"],
        "biasa": first["biasa"],
        "segera": first["sangat_segera"],
    }
    assert now[2]["retired"] is True and editor.node("surat", "sifat")["default"] == "rahasia"


def test_rights_that_cannot_be_read_are_refused_and_stay_ticked(
    editor: Editor, house: House
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.add((), "roles", label="Petugas")
    editor.page("petugas")
    ident, seen = editor.id("petugas"), editor.seen()
    sent = {"here.surat": "1", "own.surat": "y", "can.surat": ["read", "delete"],
            "scope.surat": "where", "where.surat": "nama == 'a'\u202e"}  # fmt: skip
    page = editor.post(f"hak/{ident}", 422, **sent)
    assert "tanda terlarang" in page
    box = next(line for line in page.split("<input") if 'value="delete" data-cell="surat"' in line)
    assert " checked" in box
    assert "grants" not in editor.node("petugas")
    theirs = Change("set", ident, "grants", [{"entities": ["*"]}])
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    sent |= {"where.surat": "nama == 'a'", "seen": seen}
    assert "Rekan Contoh" in words(editor.post(f"hak/{ident}", 422, **sent))
    editor.post(f"hak/{ident}", **(sent | {"seen": editor.seen()}))
    assert editor.node("petugas")["grants"][-1] == {
        "entities": ["surat"],
        "can": ["read", "delete"],
        "rows": "nama == 'a'",
    }


def test_a_number_moves_what_is_ticked_up_before_and_down_behind(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nomor")
    for name in ("Perihal", "Tujuan"):
        editor.page("surat")
        editor.add(("surat",), "fields", label=name)
    editor.add((), "screens", kind="list", entity="surat", name="daftar")
    names = ["nomor", "perihal", "tujuan"]

    def moved(name: str, to: int) -> list[str]:
        order = editor.node("daftar")["columns"]
        places = {f"columns@{one}": str(nth) for nth, one in enumerate(order, 1)}
        editor.page("daftar")
        editor.post(f"simpan/{editor.id('daftar')}", columns=order,
                    **places | {f"columns@{name}": str(to)})  # fmt: skip
        found: list[str] = editor.node("daftar")["columns"]
        return found

    assert editor.node("daftar")["columns"] == names
    assert moved("tujuan", 1) == ["tujuan", "nomor", "perihal"]
    assert moved("tujuan", 2) == ["nomor", "tujuan", "perihal"]
    assert moved("nomor", 3) == ["tujuan", "perihal", "nomor"]


def test_words_at_both_ends_are_typed_names_at_both_ends_are_chosen(editor: Editor) -> None:
    for name in ("Surat", "Arsip"):
        editor.add((), "entities", label=name, first="Nama")
    editor.add((), "links", label="Berkas", first="surat", second="arsip")
    editor.page("berkas")
    editor.post(f"simpan/{editor.id('berkas')}", labels=["Disimpan di", "Isi arsip"])
    page = editor.page("berkas")
    ident = editor.id("berkas")
    assert re.search(rf'<input [^>]*id="f-{ident}-labels-2"[^>]* value="Isi arsip"', page)
    assert re.search(rf'<select [^>]*id="f-{ident}-between-2"', page)


def test_a_new_field_has_its_definition_at_once(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat")
    editor.add(("surat",), "fields", label="Perihal", definition=" Isi surat.\r\nSingkat. ")
    assert editor.node("surat", "perihal")["definition"] == "Isi surat.\nSingkat."
    page = editor.add(("surat",), "fields", 422, label="Tujuan", definition="x" * 4001)
    assert 'id="galat-definition"' in page and "x" * 4001 in page


def test_what_is_wrong_elsewhere_on_the_page_comes_with_what_saved_itself(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    page = editor.page("surat")
    surat, nama = editor.id("surat"), editor.id("surat", "nama")
    assert f'<div id="said-{nama}"><div class="editor-problem editor-gap">' in page
    editor.one(("surat", "nama"), "definition", "Isi surat.")
    for key, value in (("privacy", "none"), ("publicity", "open")):
        editor.page("surat")
        answer = editor.one(("surat",), key, value)
    assert f'<div id="said-{nama}" hx-swap-oob="true"></div>' in answer.text
    assert f'<span id="count-{surat}" hx-swap-oob="true"></span>' in answer.text
