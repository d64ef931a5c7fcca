"""What lies on disk afterwards: the specification, one file of rows an entity, the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.intake import IntakeError, accept, write
from builder.spec import load, sha256
from tests.intake import sources

SQL = """
CREATE TABLE buku (id INTEGER PRIMARY KEY, judul VARCHAR(80) NOT NULL);
CREATE VIEW v AS SELECT 1;
INSERT INTO buku VALUES (3, 'Satu'), (9, 'Dua "kutip" — ü');
"""


def test_spec_rows_and_report_are_written_and_read_back(tmp_path: Path) -> None:
    types = sources.plugins().types
    spec, proposal = accept(sources.from_sql(tmp_path, SQL, name="pustaka.sql"), types)
    written = write(spec, proposal, tmp_path / "hasil" / "spec.yaml")
    assert sha256(load(written.spec.read_text("utf-8"), types)) == sha256(spec)
    assert written.data == tmp_path / "hasil" / "spec.data"
    lines = (written.data / "buku.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": 3, "judul": "Satu"},
        {"id": 9, "judul": 'Dua "kutip" — ü'},
    ]
    report = json.loads(written.report.read_text("utf-8"))
    assert report["rows"] == {"buku": 2}
    assert report["counts"]["loss"] == 1
    assert report["lines"][0] == {"level": "loss", "what": "Tampilan (view) tidak dibawa: v"}


def test_a_written_specification_is_not_overwritten(tmp_path: Path) -> None:
    spec, proposal = accept(sources.from_sql(tmp_path, SQL), sources.plugins().types)
    target = tmp_path / "spec.yaml"
    target.write_text("kerja seseorang")
    with pytest.raises(IntakeError, match="Sudah ada"):
        write(spec, proposal, target)
    assert target.read_text() == "kerja seseorang"
    write(spec, proposal, target, force=True)
    assert target.read_text().startswith("rakit: 1")


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    types = sources.plugins().types
    for folder in ("a", "b"):
        spec, proposal = accept(sources.from_sql(tmp_path, SQL), types)
        write(spec, proposal, tmp_path / folder / "spec.yaml")
    for name in ("spec.yaml", "report.json", "spec.data/buku.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
