"""generate: nothing on a dry run, a repository otherwise, never over somebody's files."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import SMALL, Run


def test_a_dry_run_lists_files_and_writes_nothing(run: Run, spec: Path, tmp_path: Path) -> None:
    said = run("generate", str(spec), "-o", "app", "--dry-run")
    assert said.status == 0, said.err
    assert "perpustakaan/buku/model.py" in said.out.splitlines()
    assert "tidak ada yang ditulis" in said.out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["spec.yaml"]


def test_generate_then_change_then_see_the_diff_first(run: Run, spec: Path, tmp_path: Path) -> None:
    assert run("generate", str(spec), "-o", "app").status == 0
    model = tmp_path / "app" / "perpustakaan" / "buku" / "model.py"
    before = model.read_text()
    assert "judul: Mapped[Text]" in before
    spec.write_text(SMALL + "      - name: halaman\n        type: integer\n")
    dry = run("generate", str(spec), "-o", "app", "--dry-run")
    assert "halaman" in dry.out and model.read_text() == before
    said = run("generate", str(spec), "-o", "app", "--json")
    changed = {one["path"] for one in json.loads(said.out)["changes"]}
    assert "perpustakaan/buku/model.py" in changed
    assert any(path.startswith("migrations/versions/") for path in changed)
    assert "halaman" in model.read_text()


def test_dropping_data_needs_consent(run: Run, spec: Path, tmp_path: Path) -> None:
    run("fmt", str(spec))
    run("generate", str(spec), "-o", "app")
    cut = spec.read_text().split("      - id: ")
    spec.write_text("      - id: ".join(cut[:-1]))  # without the last field
    refused = run("generate", str(spec), "-o", "app")
    assert refused.status == 2 and "--accept-losses" in refused.err
    plain = run("generate", str(spec), "-o", "app", "--json")
    assert plain.status == 2
    assert [one["kind"] for one in json.loads(plain.out)["losses"]] == ["dropped"]
    assert "tahun" in (tmp_path / "app" / "perpustakaan" / "buku" / "model.py").read_text()
    assert run("generate", str(spec), "-o", "app", "--dry-run").status == 1
    assert run("generate", str(spec), "-o", "app", "--accept-losses").status == 0


def test_a_folder_with_other_things_is_refused(run: Run, spec: Path, tmp_path: Path) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "surat.txt").write_text("penting")
    said = run("generate", str(spec), "-o", "app")
    assert said.status == 2 and "Folder tidak kosong" in said.err
    assert [one.name for one in folder.iterdir()] == ["surat.txt"]


def test_errors_in_the_specification_stop_it(run: Run, spec: Path, tmp_path: Path) -> None:
    spec.write_text(SMALL.replace("display: [judul]", "display: [jdul]"))
    said = run("generate", str(spec), "-o", "app")
    assert said.status == 1 and "jdul" in said.err
    assert not (tmp_path / "app").exists()


def test_rows_beside_the_specification_go_along(run: Run, spec: Path, tmp_path: Path) -> None:
    (tmp_path / "spec.data").mkdir()
    (tmp_path / "spec.data" / "buku.jsonl").write_text('{"id": 1, "judul": "Satu"}\n')
    assert run("generate", str(spec), "-o", "app").status == 0
    assert (tmp_path / "app" / "data" / "buku.jsonl").read_text() == '{"id": 1, "judul": "Satu"}\n'


def test_a_conflict_is_named_and_nothing_is_lost(run: Run, spec: Path, tmp_path: Path) -> None:
    run("fmt", str(spec))
    run("generate", str(spec), "-o", "app")
    model = tmp_path / "app" / "perpustakaan" / "buku" / "model.py"
    edited = model.read_text().replace('__label__ = "Buku"', '__label__ = "Pustaka"')
    model.write_text(edited)
    spec.write_text(
        spec.read_text().replace("    name: buku\n", "    name: buku\n    label: Kitab\n")
    )
    said = run("generate", str(spec), "-o", "app")
    assert said.status == 2
    assert "perpustakaan/buku/model.py: bertabrakan" in said.err
    assert model.read_text() == edited
    plain = run("generate", str(spec), "-o", "app", "--json")
    assert plain.status == 2
    assert json.loads(plain.out)["conflicts"] == ["perpustakaan/buku/model.py"]
