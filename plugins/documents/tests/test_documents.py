"""What the papers say comes from the specification, and text from people stays text."""

import json
from pathlib import Path
from typing import Any

import pytest
import typst

from builder.spec import Spec, expand, load, sha256
from builder.spec.testing import core_types
from plugins.documents import rakit_documents
from plugins.documents.figure import Step, flow_svg

HOSTILE = '#panic("x") *tebal* $1$ <b> "kutip" \\ ` @label'
CASE: dict[str, Any] = {
    "number": "0001",
    "organization": "Dinas Contoh",
    "letter": "001/1/2026",
    "letter_date": "",
    "purpose": HOSTILE,
    "users": "",
    "proposer": "Sri Contoh",
    "maker": {"title": "Staf Prakom", "name": "Sri Contoh", "rank": "", "nip": ""},
    "place_date": "Kota Contoh, 1 Maret 2026",
    "steps": [{"number": 1, "title": "Mengajukan", "by": "Sri", "done": "1 Maret 2026"}],
    "meetings": [{"day": "2 Maret 2026", "place": "Aula", "people": 2, "minutes": HOSTILE}],
    "remarks": [{"by": "Camat", "text": HOSTILE, "answer": ""}],
    "changes": ["Isian baru."],
    "checks": [{"name": "Uji aplikasi", "result": "lulus", "note": ""}],
}


def demo(label: str = "Bantuan Alat UMKM") -> Spec:
    path = Path(__file__).parents[3] / "builder" / "demo" / "bantuan_alat_umkm.yaml"
    text = path.read_text(encoding="utf-8").replace("label: Bantuan Alat UMKM", f"label: {label}")
    return expand(load(text, core_types()), core_types())


def facts(spec: Spec) -> dict[str, Any]:
    keys = ("pemerintah", "nama_kantor", "alamat", "telepon", "laman", "surel", "kode_pos", "logo")
    office = {**dict.fromkeys(keys, ""), "nama_kantor": "Dinas Contoh", "paper": "f4"}
    revision = {"number": 1, "sha256": sha256(spec)}
    return {"office": office, "case": CASE, "revision": revision, "erd": ""}


@pytest.mark.parametrize("document", rakit_documents(), ids=lambda one: one.key)
@pytest.mark.parametrize("label", ["Bantuan Alat UMKM", json.dumps(HOSTILE)])
def test_every_paper_is_typeset(document: Any, label: str) -> None:
    spec = demo(label)
    data = document.data(spec, core_types(), facts(spec))
    inputs = {"data": json.dumps(data)}
    pdf = typst.compile(str(document.template), format="pdf", sys_inputs=inputs)
    assert pdf.startswith(b"%PDF-")
    assert pdf == typst.compile(str(document.template), format="pdf", sys_inputs=inputs)


def test_the_dictionary_names_every_field_with_both_classes() -> None:
    spec = demo()
    data = rakit_documents()[0].data(spec, core_types(), facts(spec))
    rows = [field for entity in data["entities"] for field in entity["fields"]]
    assert len(rows) == sum(len(table.fields) for table in spec.tables)
    nik = next(row for row in rows if row["name"] == "nik")
    assert (nik["privacy"], nik["publicity"]) == ("pribadi umum", "Rahasia pribadi")
    assert nik["required"] and "tidak boleh kembar" in nik["rules"]


def test_rules_are_said_in_words_and_labels() -> None:
    spec = demo()
    data = rakit_documents()[0].data(spec, core_types(), facts(spec))
    fields = {e["name"]: {f["name"]: f for f in e["fields"]} for e in data["entities"]}
    said = {
        ("pengajuan", "total"): "dihitung: jumlah Subtotal (Alat yang diminta)",
        ("pengajuan", "alasan"): "tampil bila Status = “Ditolak”",
        ("pengajuan", "tanggal"): "paling akhir hari ini",
        ("pengajuan", "nomor"): "misalnya 0007/UMKM/III/2026",
        ("usaha", "jenis"): "pilihan: Kuliner, Kerajinan, Jasa, Pertanian",
        ("usaha", "foto"): "paling besar 3 MB",
        ("program_bantuan", "tahun"): "paling sedikit 2020",
        ("alat", "harga"): "paling sedikit Rp1",
    }
    assert {
        key: words for key, words in said.items() if words not in fields[key[0]][key[1]]["rules"]
    } == {}
    assert fields["pengajuan"]["nomor"]["help"] == "Terisi sendiri oleh aplikasi."


def test_screens_stand_together_by_their_table() -> None:
    spec = demo()
    screens = rakit_documents()[0].data(spec, core_types(), facts(spec))["screens"]
    names = [one["entity"] for one in screens]
    assert len(names) == len(set(names))
    request = next(one for one in screens if one["entity"] == "Pengajuan")["screens"]
    assert [one["kind"] for one in request] == ["Daftar", "Formulir", "Rincian"]
    assert "Nama (Usaha, Pelaku usaha)" in request[2]["parts"][0]["fields"]


def test_the_manual_leaves_out_what_a_role_may_not_see() -> None:
    spec = demo()
    roles = rakit_documents()[1].data(spec, core_types(), facts(spec))["roles"]
    chief = next(role for role in roles if role["label"] == "Pimpinan")
    page = next(page for page in chief["pages"] if page["label"] == "Pelaku usaha")
    assert "NIK" not in page["columns"] and "Nama" in page["columns"]
    assert page["fields"] == []
    assert [name for name, _ in page["deeds"]] == []
    operator = next(role for role in roles if role["label"] == "Operator")
    page = next(page for page in operator["pages"] if page["label"] == "Pelaku usaha")
    assert [name for name, _ in page["deeds"]] == ["Menambah", "Mengubah", "Mengunduh", "Mengimpor"]


def test_a_flow_is_drawn_the_same_twice_and_escaped() -> None:
    states = [("a", "<Draf>", "start"), ("b", "Selesai", "done")]
    steps = [Step("a", "b", "Kirim & tutup"), Step("b", "a", "Kembali")]
    picture = flow_svg(states, steps)
    assert picture == flow_svg(states, steps)
    assert "&lt;Draf&gt;" in picture and "<Draf>" not in picture and "Kirim &amp; tutup" in picture
    assert picture.count("<path d=") == 3
