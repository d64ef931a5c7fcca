"""import: what lies on disk, what is said, what a program reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SQL = """
CREATE TABLE siswa (id INTEGER PRIMARY KEY, nama TEXT NOT NULL);
CREATE TABLE kelas (id INTEGER PRIMARY KEY, nama TEXT NOT NULL);
CREATE TABLE anggota (siswa_id INT REFERENCES siswa, kelas_id INT REFERENCES kelas,
  PRIMARY KEY (siswa_id, kelas_id));
CREATE VIEW v AS SELECT 1;
INSERT INTO siswa VALUES (1, 'Contoh Satu');
INSERT INTO kelas VALUES (1, 'A');
INSERT INTO anggota VALUES (1, 1);
"""


@pytest.fixture
def sekolah(tmp_path: Path) -> Path:
    path = tmp_path / "sekolah.sql"
    path.write_text(SQL)
    return path


def test_structure_alone(run: Run, sekolah: Path, tmp_path: Path) -> None:
    said = run("import", str(sekolah), "-o", "hasil/spec.yaml")
    assert said.status == 0, said.err
    assert "Tampilan (view) tidak dibawa: v" in said.out
    assert sorted(one.name for one in (tmp_path / "hasil").iterdir()) == [
        "report.json",
        "spec.yaml",
    ]


def test_with_rows_and_for_programs(run: Run, sekolah: Path, tmp_path: Path) -> None:
    said = run("import", str(sekolah), "--data", "-o", "spec.yaml", "--json")
    found = json.loads(said.out)
    assert found["rows"] == {"siswa": 1, "kelas": 1, "anggota": 1}
    assert found["lines"]["loss"] == 1
    assert (
        tmp_path / "spec.data" / "anggota.jsonl"
    ).read_text() == '{"id":1,"siswa":1,"kelas":1}\n'
    assert run("check", "spec.yaml").status == 0


def test_an_earlier_result_is_kept(run: Run, sekolah: Path, tmp_path: Path) -> None:
    run("import", str(sekolah), "-o", "spec.yaml")
    (tmp_path / "spec.yaml").write_text("kerja seseorang")
    said = run("import", str(sekolah), "-o", "spec.yaml")
    assert said.status == 2 and "--force" in said.err
    assert (tmp_path / "spec.yaml").read_text() == "kerja seseorang"


def test_what_is_renamed_before_generating_keeps_its_rows(
    run: Run, sekolah: Path, tmp_path: Path
) -> None:
    run("import", str(sekolah), "--data", "--fold", "all", "-o", "spec.yaml")
    text = (tmp_path / "spec.yaml").read_text()
    for old, new in (
        ("name: siswa", "name: murid"),
        ("name: nama", "name: nama_lengkap"),
        ("display: [nama]", "display: [nama_lengkap]"),
        ("between: [siswa, kelas]", "between: [murid, kelas]"),
        ("name: anggota", "name: peserta"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (tmp_path / "spec.yaml").write_text(text)
    said = run("generate", "spec.yaml", "-o", "app", "--json")
    assert said.status == 0, said.err
    rows = ["kelas.jsonl", "murid.jsonl", "peserta.jsonl"]
    assert json.loads(said.out)["rows"] == rows
    data = tmp_path / "app" / "data"
    assert sorted(one.name for one in data.iterdir()) == rows
    assert (data / "murid.jsonl").read_text() == '{"id":1,"nama_lengkap":"Contoh Satu"}\n'
    assert (data / "peserta.jsonl").read_text() == '{"id":1,"murid":1,"kelas":1}\n'
    text = text.replace("name: murid", "name: pelajar").replace("[murid,", "[pelajar,")
    (tmp_path / "spec.yaml").write_text(text)
    assert run("generate", "spec.yaml", "-o", "app").status == 0
    assert (data / "pelajar.jsonl").is_file()


def test_folding_and_naming(run: Run, sekolah: Path, tmp_path: Path) -> None:
    said = run("import", str(sekolah), "-o", "s.yaml", "--fold", "all", "--name", "sekolahku")
    assert said.status == 0, said.err
    text = (tmp_path / "s.yaml").read_text()
    assert "name: sekolahku" in text and "between: [siswa, kelas]" in text
    refused = run("import", str(sekolah), "-o", "t.yaml", "--fold", "siswa")
    assert refused.status == 2 and "anggota" in refused.err
    wrong = run("import", str(sekolah), "-o", "t.yaml", "--name", "Nama Salah")
    assert wrong.status == 2 and "huruf kecil" in wrong.err
