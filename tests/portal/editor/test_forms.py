"""The editor of a specification: forms, refusals, two people, undo."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from builder.house import House
from builder.portal.editor.history import changes_since_sent
from builder.spec import load, plain
from builder.spec.edit import Change

from .designing import EXAMPLE, Editor, example, meaning, words


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


def test_two_people_at_one_input_the_second_is_told_and_may_insist(
    editor: Editor, house: House
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, seen = editor.id("surat", "nama"), editor.seen()
    theirs = Change("set", ident, "label", "Perihal")
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    sent = {"label": "Judul surat", "seen": seen}
    answer = editor.browser.post(f"{editor.base}/simpan/{ident}", sent)
    said = words(answer.text)
    assert answer.status_code == 409
    assert "Rekan Contoh" in said and "Perihal" in said
    assert 'value="Judul surat"' in answer.text
    assert editor.node("surat", "nama")["label"] == "Perihal"
    editor.browser.last = answer.text
    editor.post(f"simpan/{ident}", label="Judul surat")
    assert editor.node("surat", "nama")["label"] == "Judul surat"


def test_two_people_at_different_inputs_both_keep_their_work(editor: Editor, house: House) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, seen, was = editor.id("surat", "nama"), editor.seen(), ""
    was = editor.was(ident)
    theirs = Change("set", ident, "label", "Perihal")
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    editor.post(f"simpan/{ident}", label="Nama", help="Singkat.", seen=seen, was=was)
    node = editor.node("surat", "nama")
    assert node["label"] == "Perihal" and node["help"] == "Singkat."


def test_one_input_saves_itself_and_comes_back_with_its_problem(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident = editor.id("surat", "nama")
    part = {"HX-Request": "true"}

    def one(key: str, value: str) -> Any:
        sent = {key: value, "seen": editor.seen(), "csrf_token": editor.browser.token()}
        url = f"{editor.base}/simpan/{ident}?kunci={key}"
        return editor.browser.client.post(url, data=sent, headers=part)

    answer = one("help", "Seperti di kop surat.")
    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "rancangan"
    assert f'id="f-{ident}-help-field"' in answer.text and "Tersimpan" in answer.text
    assert editor.node("surat", "nama")["help"] == "Seperti di kop surat."
    answer = one("computed", "tidak_ada + 1")
    assert "editor-problem" in answer.text
    assert editor.node("surat", "nama")["computed"] == "tidak_ada + 1"
    answer = one("options.max_length", "-3")
    assert 'aria-invalid="true"' in answer.text and 'value="-3"' in answer.text
    assert "HX-Trigger" not in answer.headers
    assert "options" not in editor.node("surat", "nama")


def test_undo_and_redo_go_back_and_forth(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.get("entitas")
    editor.post("urung")
    assert not editor.raw.get("entities")
    editor.get("entitas")
    editor.post("ulangi")
    assert editor.raw["entities"][0]["name"] == "surat"
    editor.get("entitas")
    editor.post("ulangi", kembali="//jahat.invalid/")
    assert "Tidak ada yang dapat diulangi" in words(editor.get("entitas"))


def test_fields_move_and_deleting_says_what_would_be_lost(editor: Editor) -> None:
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    editor.page("alat")
    editor.post(f"pindah/{editor.id('alat', 'harga')}", arah="naik")
    assert [f["name"] for f in editor.node("alat")["fields"]] == ["harga", "nama"]
    editor.page("alat")
    editor.post(f"pindah/{editor.id('alat', 'harga')}", sesudah=editor.id("alat", "nama"))
    assert [f["name"] for f in editor.node("alat")["fields"]] == ["nama", "harga"]
    page = words(editor.get(f"hapus/{editor.id('alat', 'harga')}"))
    assert "Rincian alat · Subtotal: Rumus" in page
    editor.post(f"hapus/{editor.id('alat', 'harga')}")
    assert [f["name"] for f in editor.node("alat")["fields"]] == ["nama"]


def test_a_version_is_kept_and_comes_back(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.get("riwayat")
    editor.post("simpan-versi", note="Awal")
    editor.add((), "entities", label="Agenda", first="Nama")
    page = editor.get("riwayat")
    assert "Awal" in page and "menambah" in words(page)
    version = re.search(r"/pulihkan/(\d+)", page)
    assert version
    editor.post(f"pulihkan/{version.group(1)}")
    assert [one["name"] for one in editor.raw["entities"]] == ["surat"]


def test_what_changed_since_it_was_sent_is_told_in_sentences(editor: Editor, house: House) -> None:
    editor.get("berkas")
    editor.post("berkas", text=EXAMPLE.read_text(encoding="utf-8"))
    assert "belum pernah dikirim" in words(editor.get("perubahan"))
    frozen = house.specs.freeze(editor.app_id, author="Sri Contoh")
    house.specs.submit(frozen.id, 5)
    house.session.commit()
    assert "Tidak ada yang berubah" in words(editor.get("perubahan"))
    editor.save(("alat", "harga"), required=False)
    told = words(editor.get("perubahan"))
    assert "tidak wajib" in told and "Harga satuan" in told
    assert changes_since_sent(house, editor.app_id)


def test_others_look_and_change_nothing(editor: Editor, at: Any, case: int) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    ident = editor.id("surat", "nama")
    kasi = at("kasi")
    page = kasi.get(f"/rancangan/{case}/bagian/{ident}").text
    assert "tanpa dapat mengubahnya" in words(page) and "<fieldset" in page and "disabled" in page
    for address in (f"simpan/{ident}", f"tambah/{ident}/fields", f"hapus/{ident}", "urung",
                    f"pindah/{ident}", "berkas", "simpan-versi"):  # fmt: skip
        assert kasi.post(f"/rancangan/{case}/{address}", {"label": "x"}).status_code == 403
    assert editor.node("surat", "nama")["name"] == "nama"


def test_nobody_sees_it_without_login(portal: Any, case: int) -> None:
    answer = portal.test_client().get(f"/rancangan/{case}/entitas")
    assert answer.status_code == 302 and "/login" in answer.location


BROKEN: tuple[dict[str, Any], ...] = (
    {"entities": [{"id": "aaaaaaab", "name": "x"}]},
    {"entities": [{"id": "aaaaaaab", "name": "x", "fields": [{"id": "aaaaaaac", "name": 7}]}]},
    {"entities": [{"id": "aaaaaaab", "label": ["a"], "fields": "salah"}]},
    {"entities": [{"id": "aaaaaaab", "name": "x", "fields": [
        {"id": "aaaaaaac", "name": "y", "type": "tak_ada", "options": {"target": 3}},
        {"id": "aaaaaaad", "name": "z", "type": "reference", "options": {"inverse": "q"}},
        {"id": "aaaaaaae", "name": "w", "type": "choice", "options": {"choices": [1, {}]}}]}],
     "flows": [{"id": "aaaaaaaf", "name": "f", "entity": "hilang", "states": [{"id": "aaaaaaag"}],
                "transitions": [{"id": "aaaaaaah", "name": "t", "at": "x", "to": 3}]}],
     "roles": [{"id": "aaaaaaai", "name": "r", "grants": [{"entities": ["hilang"], "rows": "&&"}]}],
     "screens": [{"id": "aaaaaaaj", "name": "s", "kind": "tak_ada"},
                 {"id": "aaaaaaak", "name": "t", "kind": "list", "columns": ["a..b"]}],
     "links": [{"id": "aaaaaaal", "name": "l", "between": ["x"]}],
     "menu": [{"id": "aaaaaaam", "screen": "hilang"}]},
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_no_draft_is_so_broken_that_its_pages_do_not_open(
    editor: Editor, house: House, broken: dict[str, Any]
) -> None:
    root = {"rakit": 1, "id": editor.raw["id"], "name": "coba", **broken}
    house.specs.replace(editor.app_id, root, author="Sri Contoh", seen=0)
    house.session.commit()
    for tab in ("entitas", "relasi", "layar", "alur", "peran", "periksa", "berkas", "perubahan"):
        editor.get(tab)
    for ident in re.findall(r"'id': '(\w{8})'", str(broken)):
        address = f"{editor.base}/bagian/{ident}"
        assert editor.browser.get(address, follow_redirects=True).status_code in (200, 404)


def test_an_input_that_somebody_else_changed_comes_back_ready_to_insist(
    editor: Editor, house: House
) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.page("surat", "nama")
    ident, seen = editor.id("surat", "nama"), editor.seen()
    theirs = Change("set", ident, "help", "Petunjuk rekan")
    house.specs.change(editor.app_id, [theirs], author="Rekan Contoh", seen=int(seen))
    house.session.commit()
    sent = {"help": "Petunjuk saya", "seen": seen, "csrf_token": editor.browser.token()}
    url, part = f"{editor.base}/simpan/{ident}?kunci=help", {"HX-Request": "true"}
    answer = editor.browser.client.post(url, data=sent, headers=part)
    assert "Petunjuk rekan" in answer.text and ">Petunjuk saya</textarea>" in answer.text
    newer = re.search(r"""hx-vals='\{"seen": "(\d+)"\}'""", answer.text)
    assert newer and int(newer.group(1)) > int(seen)
    answer = editor.browser.client.post(url, data=sent | {"seen": newer.group(1)}, headers=part)
    assert editor.node("surat", "nama")["help"] == "Petunjuk saya"


def test_of_a_large_application_the_neighbours_are_drawn(editor: Editor, house: House) -> None:
    entities = [
        {"id": f"a{'abcdefgh'[n % 8]}{'abcdefgh'[n // 8]}aaaaa", "name": f"e{n}", "fields": [
            {"id": f"b{'abcdefgh'[n % 8]}{'abcdefgh'[n // 8]}aaaaa", "name": "f",
             "type": "reference", "options": {"target": f"e{n + 1}" if n < 49 else "e49"}}]}
        for n in range(50)
    ]  # fmt: skip
    root = {"rakit": 1, "id": editor.raw["id"], "name": "besar", "entities": entities}
    house.specs.replace(editor.app_id, root, author="Sri Contoh", seen=0)
    house.session.commit()
    assert "<svg" not in editor.get("entitas").split("editor-grid", 1)[1].split("editor-row")[0]
    picture = editor.page("e7").split('id="editor-erd"', 1)[1]
    assert picture.count("<rect") == 3
    assert editor.get(f"gambar?bagian={editor.id('e7')}").count("<rect") == 3


def test_moving_a_row_stays_on_the_page(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    editor.add((), "entities", label="Agenda", first="Nama")
    editor.get("entitas")
    sent = {"arah": "naik", "kembali": f"{editor.base}/entitas", "seen": editor.seen()}
    answer = editor.browser.post(f"{editor.base}/pindah/{editor.id('agenda')}", sent)
    assert answer.location == f"{editor.base}/entitas#n-{editor.id('agenda')}"
    assert [one["name"] for one in editor.raw["entities"]] == ["agenda", "surat"]


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
