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
    "purpose": HOSTILE,
    "users": "",
    "proposer": "Sri Contoh",
    "steps": [{"number": 1, "title": "Mengajukan", "by": "Sri", "done": "1 Maret 2026"}],
    "remarks": [{"by": "Camat", "text": HOSTILE, "answer": ""}],
    "changes": ["Isian baru."],
    "checks": [{"name": "Uji aplikasi", "result": "lulus", "note": ""}],
}


def demo(label: str = "Bantuan Alat UMKM") -> Spec:
    path = Path(__file__).parents[3] / "builder" / "demo" / "bantuan_alat_umkm.yaml"
    text = path.read_text(encoding="utf-8").replace("label: Bantuan Alat UMKM", f"label: {label}")
    return expand(load(text, core_types()), core_types())


def facts(spec: Spec) -> dict[str, Any]:
    office = {"government": "Pemerintah Kabupaten Contoh", "name": "Dinas Contoh", "address": ""}
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


def test_the_manual_leaves_out_what_a_role_may_not_see() -> None:
    spec = demo()
    roles = rakit_documents()[1].data(spec, core_types(), facts(spec))["roles"]
    chief = next(role for role in roles if role["label"] == "Pimpinan")
    page = next(page for page in chief["pages"] if page["label"] == "Pelaku usaha")
    assert "NIK" not in page["columns"] and "Nama" in page["columns"]
    assert page["fields"] == []


def test_a_flow_is_drawn_the_same_twice_and_escaped() -> None:
    states = [("a", "<Draf>", "start"), ("b", "Selesai", "done")]
    steps = [Step("a", "b", "Kirim & tutup"), Step("b", "a", "Kembali")]
    picture = flow_svg(states, steps)
    assert picture == flow_svg(states, steps)
    assert "&lt;Draf&gt;" in picture and "<Draf>" not in picture and "Kirim &amp; tutup" in picture
    assert picture.count("<path d=") == 3
