"""Generated code and hand edits in one repository: merged or shown, never lost."""

import os
import subprocess

import pytest

from builder.repo import AppRepo, MergeConflictError, RepoError

from .repository import FIRST, OTHER, SPEC, changed, lay, model, on_disk, status


def test_the_first_version_lies_in_the_folder_as_rendered(repo):
    assert on_disk(repo) == FIRST
    assert status(repo) == ""
    assert repo.head("main") == repo.head("generated")


def test_the_same_input_makes_the_same_commit_anywhere(tmp_path, tree, repo, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_NAME", "someone")
    monkeypatch.setenv("TZ", "Asia/Jayapura")
    other = AppRepo(tmp_path / "elsewhere")
    other.init()
    assert other.commit_generated(tree(), message="Versi 1", spec_sha256=SPEC) == repo.head()


def test_committing_touches_no_file_and_main_stays(repo, tree):
    before = on_disk(repo)
    repo.commit_generated(tree(**changed("README.md", "Baru\n")), message="2", spec_sha256=OTHER)
    assert on_disk(repo) == before and status(repo) == ""
    assert repo.head("main") != repo.head("generated")


def test_a_restarted_job_finds_its_commit_by_the_trailer(repo, tree):
    new = tree(**changed("README.md", "Baru\n"))
    assert repo.find_generated(OTHER) is None
    made = repo.commit_generated(new, message="2", spec_sha256=OTHER)
    assert repo.find_generated(OTHER) == made
    assert repo.commit_generated(new, message="2", spec_sha256=OTHER) == made
    assert [c.spec_sha256 for c in repo.log("generated")] == [OTHER, SPEC]


def test_edits_far_apart_are_merged(repo, tree):
    (repo.path / "usaha/model.py").write_text(
        FIRST["usaha/model.py"].replace("omzet = 3", "omzet = 33")
    )
    new = FIRST["usaha/model.py"].replace("nama = 1", "nama = 11")
    repo.commit_generated(tree(**changed("usaha/model.py", new)), message="2", spec_sha256=OTHER)
    assert repo.preview_merge().clean
    assert repo.merge().clean
    assert "nama = 11" in model(repo) and "omzet = 33" in model(repo)
    assert status(repo) == ""


def test_an_edit_nobody_committed_becomes_a_commit_of_its_author(repo, tree):
    (repo.path / "catatan.txt").write_text("jangan hilang\n")
    repo.commit_generated(tree(**changed("README.md", "Baru\n")), message="2", spec_sha256=OTHER)
    repo.merge()
    assert (repo.path / "catatan.txt").read_text() == "jangan hilang\n"
    authors = [entry.author for entry in repo.log("main")]
    assert "suntingan tangan" in authors
    assert [d.path for d in repo.hand_edits()] == ["catatan.txt"]


def test_what_the_application_ignores_is_neither_committed_nor_touched(repo, tree):
    lay(repo.path, {"data/usaha.jsonl": "rows\n", "var/app.db": "db"})
    repo.commit_generated(tree(**changed("README.md", "Baru\n")), message="2", spec_sha256=OTHER)
    repo.merge()
    assert (repo.path / "data/usaha.jsonl").read_text() == "rows\n"
    assert "data/usaha.jsonl" not in repo.files()


def conflicting(repo, tree):
    text = FIRST["usaha/model.py"]
    (repo.path / "usaha/model.py").write_text(text.replace("modal = 2", "modal = 'tangan'"))
    new = text.replace("modal = 2", "modal = 'rakit'").replace("nama = 1", "nama = 11")
    repo.commit_generated(tree(**changed("usaha/model.py", new)), message="2", spec_sha256=OTHER)


def test_a_conflict_is_shown_with_three_texts_and_changes_nothing(repo, tree):
    conflicting(repo, tree)
    dry = repo.preview_merge()
    assert not dry.clean
    (conflict,) = dry.conflicts
    assert (conflict.path, conflict.kind) == ("usaha/model.py", "contents")
    assert "modal = 2" in conflict.base
    assert "modal = 'tangan'" in conflict.hand
    assert "modal = 'rakit'" in conflict.generated
    before = on_disk(repo)
    with pytest.raises(MergeConflictError, match="usaha/model") as refused:
        repo.merge()
    assert refused.value.conflicts == dry.conflicts
    assert on_disk(repo) == before and status(repo) == ""


def test_a_person_decides_a_conflict(repo, tree):
    conflicting(repo, tree)
    assert repo.merge(choices={"usaha/model.py": "class Usaha: ...\n"}).clean
    assert model(repo) == "class Usaha: ...\n"
    assert repo.preview_merge().clean, "decided once is decided"
    assert status(repo) == ""


def test_an_heir_who_merges_by_himself_is_done(repo, tree):
    conflicting(repo, tree)
    repo.save_hand_edits()
    env = {**os.environ, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}  # fmt: skip
    git = ["git", "-c", "core.hooksPath=/dev/null"]
    subprocess.run([*git, "merge", "-q", "generated"], cwd=repo.path, env=env, check=False)
    with pytest.raises(RepoError, match="belum selesai"):
        repo.merge()
    (repo.path / "usaha/model.py").write_text("mine\n")
    subprocess.run([*git, "commit", "-qam", "gabung"], cwd=repo.path, env=env, check=True)
    assert repo.merge().clean and model(repo) == "mine\n"


def test_a_file_removed_by_rakit_but_edited_by_hand_is_a_conflict(repo, tree):
    (repo.path / "old/gone.py").write_text("x = 'penting'\n")
    gone = tree(**changed("old/gone.py", None))
    repo.commit_generated(gone, message="2", spec_sha256=OTHER)
    (conflict,) = repo.preview_merge().conflicts
    assert (conflict.kind, conflict.generated) == ("modify/delete", None)
    repo.merge(choices={"old/gone.py": None})
    assert not (repo.path / "old").exists()


def test_a_file_removed_by_rakit_goes_with_its_empty_folder(repo, tree):
    repo.commit_generated(tree(**changed("old/gone.py", None)), message="2", spec_sha256=OTHER)
    repo.merge()
    assert not (repo.path / "old").exists()
    assert status(repo) == ""


def test_migrations_already_made_are_kept_and_the_new_one_added(repo, tree):
    first = {"migrations/versions/a.py": b"a\n"}
    repo.commit_generated(tree(), message="2", spec_sha256=OTHER, extra=first)
    repo.commit_generated(
        tree(), message="3", spec_sha256="c" * 64, extra={"migrations/versions/b.py": b"b\n"}
    )
    assert {p for p in repo.files("generated") if p.startswith("migrations")} == {
        "migrations/versions/a.py", "migrations/versions/b.py"
    }  # fmt: skip
