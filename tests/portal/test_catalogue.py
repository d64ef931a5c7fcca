"""The catalogue: files are read, hand edits shown, conflicts decided by a person."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest

from builder.house import House
from builder.repo import AppRepo


@pytest.fixture
def app(house: House, tmp_path: Path) -> AppRepo:
    """An application whose model was changed by hand and by Rakit in the same line."""
    made = house.specs.create("Buku Tamu", author="sri")
    house.session.commit()
    tree = tmp_path / "tree"
    (tree / "paket").mkdir(parents=True)
    (tree / "README.md").write_text("# Buku tamu\n<script>alert(1)</script>\n")
    (tree / "paket" / "model.py").write_text("nama = 1\n")
    repo = AppRepo(house.settings.apps_dir / made.slug)
    repo.init()
    repo.commit_generated(tree, message="satu", spec_sha256="a" * 64)
    repo.merge()
    (repo.path / "paket" / "model.py").write_text("nama = 2\n")
    repo.save_hand_edits()
    (tree / "paket" / "model.py").write_text("nama = 3\n")
    repo.commit_generated(tree, message="dua", spec_sha256="b" * 64)
    return repo


def test_files_are_read_with_line_numbers_and_escaped(at: Any, app: AppRepo) -> None:
    sri = at("sri")
    assert "Buku Tamu" in sri.get("/katalog/").text
    assert "paket/" in sri.get("/katalog/buku_tamu/berkas/").text
    assert "model.py" in sri.get("/katalog/buku_tamu/berkas/paket").text
    page = sri.get("/katalog/buku_tamu/berkas/README.md").text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    assert 'id="L2"' in page


@pytest.mark.parametrize("path", ["../rahasia", ".git/config", "tidak/ada", "paket/../.."])
def test_nothing_outside_the_repository_is_shown(at: Any, app: AppRepo, path: str) -> None:
    answer = at("sri").get(f"/katalog/buku_tamu/berkas/{path}", follow_redirects=True)
    assert answer.status_code == 404


def test_hand_edits_and_the_conflict_are_shown(at: Any, app: AppRepo) -> None:
    page = at("sri").get("/katalog/buku_tamu").text
    assert "nama = 2" in page and "nama = 3" in page
    assert "Gabungkan dengan pilihan ini" not in page, "sri does not handle this application"


def test_a_conflict_is_never_decided_by_itself(at: Any, app: AppRepo) -> None:
    admin = at("admin")
    admin.get("/katalog/buku_tamu")
    before = app.head("main")
    admin.post("/katalog/buku_tamu/gabung")
    assert app.head("main") == before
    admin.post("/katalog/buku_tamu/gabung", {"pilih:paket/model.py": f"tangan {'0' * 16}"})
    assert app.head("main") == before, "what was chosen is not what is there now"
    seen = re.search(r'value="(tangan [0-9a-f]{16})"', admin.get("/katalog/buku_tamu").text)
    assert seen
    admin.post("/katalog/buku_tamu/gabung", {"pilih:paket/model.py": seen[1]})
    assert app.read("main", "paket/model.py") == b"nama = 2\n"
    assert app.preview_merge().conflicts == ()


def test_others_may_not_merge(at: Any, app: AppRepo) -> None:
    kasi = at("kasi")
    kasi.get("/katalog/buku_tamu")
    before = app.head("main")
    sent = {"pilih:paket/model.py": "rakit"}
    assert kasi.post("/katalog/buku_tamu/gabung", sent).status_code == 403
    assert app.head("main") == before


def test_the_archive_holds_what_runs(at: Any, app: AppRepo) -> None:
    answer = at("sri").get("/katalog/buku_tamu/arsip.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(answer.data)) as kept:
        assert "buku_tamu/paket/model.py" in kept.getnames()


def test_a_revision_is_compared_with_the_one_before(at: Any, house: House) -> None:
    made = house.specs.create("Agenda", author="sri")
    house.specs.freeze(made.id, author="sri", note="awal")
    draft = house.specs.draft(made.id)
    raw = {**draft.raw, "label": "Agenda kantor"}
    house.specs.replace(made.id, raw, author="sri", seen=draft.version)
    house.specs.freeze(made.id, author="sri")
    house.session.commit()
    sri = at("sri")
    assert "Ini yang pertama" in sri.get(f"/katalog/{made.slug}/revisi/1").text
    assert "dibandingkan dengan revisi 1" in sri.get(f"/katalog/{made.slug}/revisi/2").text
    assert sri.get(f"/katalog/{made.slug}/revisi/9").status_code == 404


def test_an_unknown_application_is_not_there(at: Any) -> None:
    for url in ("/katalog/entah", "/katalog/entah/berkas/", "/katalog/entah/arsip.tar.gz"):
        assert at("sri").get(url).status_code == 404
