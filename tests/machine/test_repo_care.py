"""The repository of an application among other things: previews, exports, crashes, old git."""

import os
import subprocess

import pytest

from builder.repo import AppRepo, FileDiff, RepoError, app_repo, folder, git

from .repository import FIRST, OTHER, SPEC, changed, lay, model, on_disk, status


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", ".git/hooks/pre-commit", "a\\b"])
def test_a_file_name_that_leaves_the_folder_is_refused(repo, tree, name):
    with pytest.raises(RepoError, match="keluar"):
        repo.commit_generated(tree(), message="2", spec_sha256=OTHER, extra={name: b""})


def test_a_symbolic_link_in_rendered_files_is_refused(repo, tree):
    new = tree()
    (new / "link").symlink_to("/etc/passwd")
    with pytest.raises(RepoError, match="simbolik"):
        repo.commit_generated(new, message="2", spec_sha256=OTHER)


def test_a_preview_of_a_draft_shows_hand_edits_and_keeps_nothing(repo, tree, tmp_path):
    (repo.path / "usaha/model.py").write_text(FIRST["usaha/model.py"] + "\n\nTANGAN = 1\n")
    draft = tree(**changed("README.md", "Draf\n"))
    objects = sorted(os.listdir(repo.git_dir / "objects"))
    merged = repo.overlay(draft, tmp_path / "preview", extra={"migrations/versions/x.py": b"x"})
    shown = tmp_path / "preview"
    assert merged.clean
    assert "TANGAN = 1" in (shown / "usaha/model.py").read_text()
    assert (shown / "README.md").read_text() == "Draf\n"
    assert (shown / "migrations/versions/x.py").read_text() == "x"
    assert sorted(os.listdir(repo.git_dir / "objects")) == objects
    assert [entry.spec_sha256 for entry in repo.log("main")] == [SPEC]
    assert not (shown / ".git").exists()


def test_a_preview_with_a_conflict_shows_the_draft_and_tells(repo, tree, tmp_path):
    text = FIRST["usaha/model.py"]
    (repo.path / "usaha/model.py").write_text(text.replace("modal = 2", "modal = 'tangan'"))
    draft = tree(**changed("usaha/model.py", text.replace("modal = 2", "modal = 'draf'")))
    merged = repo.overlay(draft, tmp_path / "preview")
    assert [c.path for c in merged.conflicts] == ["usaha/model.py"]
    assert "draf" in (tmp_path / "preview/usaha/model.py").read_text()
    assert "tangan" in model(repo)


def test_an_export_is_the_commit_and_a_full_folder_is_refused(repo, tmp_path):
    repo.export("generated", tmp_path / "out")
    assert lay_of(tmp_path / "out") == FIRST
    with pytest.raises(RepoError, match="tidak kosong"):
        repo.export("generated", tmp_path / "out")
    with pytest.raises(RepoError, match="Belum ada"):
        repo.export("nothing", tmp_path / "other")


def lay_of(folder_):
    return {str(p.relative_to(folder_)): p.read_text() for p in folder_.rglob("*") if p.is_file()}


def test_the_difference_of_two_versions_per_file(repo, tree):
    first = repo.head("generated")
    files = {"README.md": "Bantuan\nbaru\n", "old/gone.py": None, "a b.txt": "é\n"}
    second = repo.commit_generated(tree(files=files), message="2", spec_sha256=OTHER)
    by_path = {d.path: d for d in repo.diff(first, second)}
    assert set(by_path) == {"README.md", "old/gone.py", "a b.txt"}
    readme = by_path["README.md"]
    assert readme == FileDiff(
        "README.md", "README.md", "changed", 1, 0, "@@ -1 +1,2 @@\n Bantuan\n+baru"
    )
    assert (by_path["old/gone.py"].kind, by_path["old/gone.py"].removed) == ("removed", 1)
    assert by_path["a b.txt"].text.endswith("+é")


def test_a_renamed_file_is_one_entry(repo, tree):
    files = {"old/gone.py": None, "new/here.py": "x = 1\n"}
    repo.commit_generated(tree(files=files), message="2", spec_sha256=OTHER)
    (entry,) = repo.diff("main", "generated")
    assert (entry.kind, entry.old_path, entry.path) == ("renamed", "old/gone.py", "new/here.py")


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    lay(tmp_path / "full", {"skripsi.docx": "penting"})
    with pytest.raises(RepoError, match="tidak kosong"):
        AppRepo(tmp_path / "full").init()
    foreign = tmp_path / "foreign"
    subprocess.run(["git", "init", "-q", str(foreign)], check=True)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty",
         "-m", "x"], cwd=foreign, check=True,
    )  # fmt: skip
    with pytest.raises(RepoError, match="repositori lain"):
        AppRepo(foreign).init()


def test_a_repository_around_the_folder_is_left_alone(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    inner = AppRepo(tmp_path / "apps" / "one")
    assert not inner.exists()
    with pytest.raises(RepoError):
        inner.export("main", tmp_path / "out")
    inner.init()
    assert (tmp_path / "apps" / "one" / ".git").is_dir()


def test_hooks_in_the_repository_are_not_run(repo, tree):
    hook = repo.git_dir / "hooks" / "post-merge"
    hook.parent.mkdir(exist_ok=True)
    for name in ("post-merge", "pre-commit", "post-commit", "reference-transaction"):
        script = hook.parent / name
        script.write_text("#!/bin/sh\ntouch ran\nexit 1\n")
        script.chmod(0o755)
    (repo.path / "x.txt").write_text("x")
    repo.commit_generated(tree(**changed("README.md", "B\n")), message="2", spec_sha256=OTHER)
    repo.merge()
    assert not list(repo.path.rglob("ran"))


def test_an_heir_on_his_own_branch_is_left_alone(repo, tree):
    subprocess.run(["git", "switch", "-qc", "coba"], cwd=repo.path, check=True)
    (repo.path / "README.md").write_text("percobaan\n")
    repo.commit_generated(tree(**changed("README.md", "B\n")), message="2", spec_sha256=OTHER)
    repo.merge()
    assert (repo.path / "README.md").read_text() == "percobaan\n"
    assert repo.read("main", "README.md") == b"B\n"


@pytest.mark.parametrize("moment", ["before branch", "after branch", "half of the files"])
def test_killed_in_mid_merge_the_next_call_finishes_and_undoes_nothing(
    repo, tree, monkeypatch, moment
):
    (repo.path / "catatan.txt").write_text("tangan\n")
    files = {"README.md": "Baru\n", "usaha/model.py": "baru\n", "old/gone.py": None}
    repo.commit_generated(tree(files=files), message="2", spec_sha256=OTHER)

    class KilledError(BaseException):
        pass

    def die(*_):
        raise KilledError

    with monkeypatch.context() as patch:
        if moment == "before branch":
            patch.setattr(folder.trees, "set_branch", die_on_main(folder.trees.set_branch, die))
        else:
            patch.setattr(folder.WorkFolder, "_follow", die)
        with pytest.raises(KilledError):
            repo.merge()
    if moment == "half of the files":
        (repo.path / "README.md").write_text("Baru\n")
    repo.merge()
    assert on_disk(repo) == {
        "README.md": "Baru\n", "usaha/model.py": "baru\n", "catatan.txt": "tangan\n",
        ".gitignore": FIRST[".gitignore"],
    }  # fmt: skip
    assert status(repo) == ""
    by_hand = [e for e in repo.log("main") if e.author == "suntingan tangan"]
    assert len(by_hand) == 1, "the move of the files is not mistaken for an edit"


def die_on_main(real, die):
    """Let the hand edits be committed; die when `main` is to move to the merge."""
    calls = iter([real, die])
    return lambda *words: next(calls)(*words)


def test_a_repository_survives_a_backup(repo, tree, tmp_path):
    (repo.path / "catatan.txt").write_text("tangan\n")
    repo.save_hand_edits()
    repo.commit_generated(tree(**changed("README.md", "B\n")), message="2", spec_sha256=OTHER)
    repo.bundle(tmp_path / "app.bundle")
    again = AppRepo.from_bundle(tmp_path / "app.bundle", tmp_path / "again")
    assert (again.head("main"), again.head("generated")) == (
        repo.head("main"), repo.head("generated")
    )  # fmt: skip
    assert on_disk(again) == on_disk(repo) and status(again) == ""


@pytest.mark.parametrize("files", [3, 111])
def test_a_dry_run_calls_git_seldom_however_large_it_is(tmp_path, monkeypatch, files):
    big = {f"e{n}/model.py": f"x = {n}\n" * 40 for n in range(files)}
    made = AppRepo(tmp_path / "app")
    made.init()
    made.commit_generated(lay(tmp_path / "t1", big), message="1", spec_sha256=SPEC)
    made.merge()
    (made.path / "e1/model.py").write_text("y\n")
    made.save_hand_edits()
    made.commit_generated(
        lay(tmp_path / "t2", {**big, "e2/model.py": "z\n"}), message="2", spec_sha256=OTHER
    )
    called = []
    real = subprocess.run

    def counted(words, *rest, **more):
        called.append(words)
        return real(words, *rest, **more)

    monkeypatch.setattr(subprocess, "run", counted)
    assert made.preview_merge().clean
    assert 0 < len(called) <= 8


def test_the_log_of_an_empty_repository_is_empty(tmp_path):
    made = AppRepo(tmp_path / "app")
    made.init()
    made.init()
    assert made.log() == () and made.head() is None and made.hand_edits() == ()
    assert not made.exists()
    with pytest.raises(RepoError, match="Belum ada"):
        made.merge()


def test_an_old_git_is_refused_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(app_repo.git, "text", lambda *_: "git version 2.30.2")
    with pytest.raises(RepoError, match=r"2\.30.*Pasang git 2\.38"):
        AppRepo(tmp_path / "app").init()


def test_an_edit_of_the_same_length_in_the_second_of_the_merge_is_kept(repo):
    """As when a program edits at once: size and time say that nothing has happened."""
    readme, index = repo.path / "README.md", repo.git_dir / "index"
    git.run(repo.path, "config", "core.trustCtime", "false")  # a time that nobody can set back
    then = (1_000_000_000, 1_000_000_000)
    os.utime(readme, then)
    git.run(repo.path, "update-index", "--refresh")
    readme.write_text("gnatnaB"[: len(readme.read_text()) - 1] + "\n")
    os.utime(readme, then)
    os.utime(index, then)
    before = repo.head()
    assert repo.save_hand_edits() != before
    assert repo.read("main", "README.md") == readme.read_bytes()
