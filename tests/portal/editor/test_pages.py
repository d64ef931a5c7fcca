"""The editor's pages: undo, versions, rows that move, who may look, drafts that are broken."""

from __future__ import annotations

import re
from typing import Any

import pytest

from builder.house import House
from builder.portal.editor.history import changes_since_sent
from tests.demo_design import EXAMPLE

from .designing import Editor, words


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
    page = editor.get("perubahan")
    assert "tidak wajib" in words(page) and "Harga satuan" in words(page)
    assert "~ Harga satuan</text>" in page and "Alat (berubah)" not in page
    editor.page("pelatihan")
    editor.post(f"hapus/{editor.id('peserta_pelatihan')}")
    editor.post(f"hapus/{editor.id('pelatihan')}")
    page = editor.get("perubahan")
    assert '<th scope="row">Pelatihan (dihapus)</th>' in page
    assert "line-through" in page and 'aria-label="Pelatihan, dihapus"' not in page
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


def test_many_problems_are_folded_part_by_part(editor: Editor) -> None:
    editor.add((), "entities", label="Surat", first="Nama")
    assert "<details" not in middle(editor.get("periksa"))
    fields = "".join(f"      - {{name: isi_{n}}}\n" for n in range(8))
    text = "rakit: 1\nname: uji\nentities:\n" + "".join(
        f"  - name: {name}\n    fields:\n{fields}" for name in ("surat", "agenda")
    )
    editor.get("berkas")
    editor.post("berkas", text=text)
    page = middle(editor.get("periksa"))
    folds = re.findall(r"<details([^>]*)><summary>(.*?)</summary>(.*?)</details>", page, re.S)
    gaps = [one for one in folds if "isi_" in one[2] or "Isi " in one[2]]
    told = [(words(head).split()[0], "open" in how) for how, head, _ in gaps]
    assert told[:2] == [("Surat", True), ("Agenda", False)]
    assert "Agenda · Isi" not in gaps[0][2] and "Surat · Isi" not in gaps[1][2]


def middle(page: str) -> str:
    """What the tab itself shows, without the menu and the picture."""
    return page[
        page.index('<h2 class="h3">Periksa') : page.index("</section>", page.index("Periksa</h2>"))
    ]
