"""Expressions as papers say them: labels for names, words for signs."""

from __future__ import annotations

from pathlib import Path

import pytest

import builder.demo
from builder.kit.expression.functions import FUNCTIONS
from builder.spec import Spec, expand, in_words, load, path_labels
from builder.spec.testing import core_types
from builder.spec.wording import CALLS

DEMO = Path(builder.demo.__file__).parent / "bantuan_alat_umkm.yaml"


@pytest.fixture(scope="module")
def spec() -> Spec:
    return expand(load(DEMO.read_text(encoding="utf-8"), core_types()), core_types())


@pytest.mark.parametrize(
    ("table", "source", "words"),
    [
        ("rincian", "jumlah * alat.harga", "Jumlah × Harga satuan (Alat)"),
        ("pengajuan", "sum(rincian.subtotal)", "jumlah Subtotal (Alat yang diminta)"),
        ("pengajuan", "status == 'ditolak'", "Status = “Ditolak”"),
        ("pengajuan", "not empty(tanggal_serah)", "Tanggal penyerahan terisi"),
        ("pengajuan", "tanggal <= today()", "Tanggal ≤ hari ini"),
        ("usaha", "jenis in ['kuliner', 'jasa']", "Jenis usaha salah satu dari “Kuliner”, “Jasa”"),
        ("usaha", "aktif == true and (modal > 1.5 or empty(foto))",
         "Masih aktif: ya dan (Modal usaha > 1,5 atau Foto tempat usaha kosong)"),
        ("pelaku_usaha", "unit == user.unit", "Unit kerja = unit kerja pengguna"),
        ("usaha", "has_role('operator')", "pengguna berperan “Operator”"),
        ("usaha", "modal >", "modal >"),
    ],
)  # fmt: skip
def test_an_expression_in_words(spec: Spec, table: str, source: str, words: str) -> None:
    assert in_words(spec, table, source) == words


def test_a_path_in_labels(spec: Spec) -> None:
    assert path_labels(spec, "pengajuan", "-usaha.pelaku.nama") == ["Usaha", "Pelaku usaha", "Nama"]


def test_every_function_of_the_language_has_its_phrase() -> None:
    assert CALLS.keys() == FUNCTIONS.keys()
    for name, function in FUNCTIONS.items():
        assert CALLS[name].count("{") <= len(function.takes), name
