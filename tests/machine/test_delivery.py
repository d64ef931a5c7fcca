"""What is signed: the same bytes again, every change seen, nothing wrong handed over."""

import hashlib
import json
import shutil
import zipfile

import pytest

from builder.delivery import (
    DeliveryError,
    archive,
    build,
    check_application,
    checks,
    problems_of_delivery,
    read_manifest,
    verify,
)
from builder.repo import AppRepo, MergeConflictError

APP = {
    "README.md": "Contoh\n",
    ".gitignore": "data/\nvar/\n",
    "pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\npythonpath = ["."]\n',
    "contoh/__init__.py": "def jumlah(a: int, b: int) -> int:\n    return a + b\n",
    "tests/test_contoh.py": (
        "from contoh import jumlah\n\n\ndef test_jumlah():\n    assert jumlah(1, 2) == 3\n"
    ),
    "MANIFEST.json": json.dumps(
        {"versions": {"rakit": "1"}, "files": {"README.md": {"sha256": "x", "plugin": "skeleton"}}}
    ),
}
PAPERS = {"manual.pdf": b"%PDF manual", "laporan.pdf": b"%PDF laporan"}
SPEC = "a" * 64


def lay(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def application(tmp_path, name="contoh", **changes):
    tree = lay(tmp_path / f"tree-{name}", {**APP, **changes})
    repo = AppRepo(tmp_path / name)
    repo.init()
    repo.commit_generated(tree, message="1", spec_sha256=SPEC)
    repo.merge()
    return repo


@pytest.fixture
def repo(tmp_path):
    return application(tmp_path)


def made(repo, tmp_path, **more):
    more = {"tests": False, **more}
    return build(
        repo, lambda checks: PAPERS, tmp_path / "out", revision="3", spec_sha256=SPEC, **more
    )


def test_a_deliverable_names_every_file_and_runs_the_applications_own_tests(repo, tmp_path):
    built = made(repo, tmp_path, tests=True)
    manifest = read_manifest(built.path)
    assert built.path.name == built.sha256
    assert (
        hashlib.sha256((built.path / "DELIVERABLE.json").read_bytes()).hexdigest() == built.sha256
    )
    assert set(manifest["application"]) == set(APP)
    assert manifest["documents"]["manual.pdf"] == hashlib.sha256(b"%PDF manual").hexdigest()
    assert (manifest["revision"], manifest["spec_sha256"]) == ("3", SPEC)
    assert manifest["commit"] == repo.head() and manifest["made_by"]["plugins"] == ["skeleton"]
    tests = next(one for one in manifest["checks"] if one["name"] == "pengujian")
    assert tests["counts"] == {"passed": 1}
    assert verify(built.path, sha256=built.sha256) == ()
    assert problems_of_delivery(built.path) == ()


def test_the_same_input_makes_the_same_bytes_in_another_place(repo, tmp_path):
    first = made(repo, tmp_path)
    second = made(application(tmp_path / "b"), tmp_path / "b")
    assert first.sha256 == second.sha256
    assert made(repo, tmp_path).path == first.path, "and again the same folder"
    assert archive(first.path, tmp_path / "1.zip") == archive(second.path, tmp_path / "2.zip")


def test_an_archive_holds_what_was_signed_and_nothing_else(repo, tmp_path):
    built = made(repo, tmp_path)
    (built.path / "application" / "__pycache__").mkdir()
    (built.path / "application" / "__pycache__" / "x.pyc").write_bytes(b"x")
    archive(built.path, tmp_path / "paket.zip")
    with zipfile.ZipFile(tmp_path / "paket.zip") as zipped:
        names = set(zipped.namelist())
        zipped.extractall(tmp_path / "un")
    assert names == {
        "contoh/DELIVERABLE.json",
        *(f"contoh/application/{name}" for name in APP),
        *(f"contoh/documents/{name}" for name in PAPERS),
    }
    assert verify(tmp_path / "un" / "contoh", sha256=built.sha256) == ()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: (d / "application/README.md").write_text("lain"), "isinya berbeda"),
        (lambda d: (d / "application/contoh/__init__.py").unlink(), "tidak ada"),
        (lambda d: (d / "application/baru.py").write_text("x"), "tidak ada di daftar"),
        (lambda d: (d / "documents/manual.pdf").write_bytes(b"%PDF"), "documents/manual.pdf"),
        (lambda d: (d / "documents/manual.pdf").unlink(), "documents/manual.pdf"),
        (lambda d: (d / "DELIVERABLE.json").unlink(), "Bukan folder serahan"),
        (lambda d: (d / "DELIVERABLE.json").write_text("{"), "tidak terbaca"),
        (lambda d: (d / "DELIVERABLE.json").write_text("[]"), "bukan bentuk yang dikenal"),
    ],
)
def test_any_change_is_seen(repo, tmp_path, change, word):
    built = made(repo, tmp_path)
    change(built.path)
    (problem,) = verify(built.path)
    assert word in problem
    assert problems_of_delivery(built.path)


def test_a_manifest_changed_along_with_a_file_is_seen_by_its_hash(repo, tmp_path):
    built = made(repo, tmp_path)
    (built.path / "application/README.md").write_text("lain")
    manifest = read_manifest(built.path)
    manifest["application"]["README.md"] = hashlib.sha256(b"lain").hexdigest()
    (built.path / "DELIVERABLE.json").write_text(json.dumps(manifest))
    (problem,) = verify(built.path, sha256=built.sha256)
    assert "yang ditandatangani" in problem
    assert problems_of_delivery(built.path)


def test_a_manifest_that_points_outside_is_refused(repo, tmp_path):
    built = made(repo, tmp_path)
    manifest = read_manifest(built.path)
    manifest["documents"]["../../rahasia"] = "0" * 64
    (built.path / "DELIVERABLE.json").write_text(json.dumps(manifest))
    assert any("di luar folder" in one for one in verify(built.path))


def test_what_running_the_application_leaves_is_no_difference(repo, tmp_path):
    built = made(repo, tmp_path)
    lay(built.path / "application", {"var/app.db": "x", "data/a.jsonl": "x", ".venv/x": "x"})
    assert verify(built.path) == ()


def test_the_history_beside_the_files_is_checked_too(repo, tmp_path):
    built = made(repo, tmp_path)
    shutil.copytree(repo.git_dir, built.path / "application" / ".git")
    assert verify(built.path) == ()
    shutil.rmtree(built.path / "application" / ".git")
    other = application(tmp_path / "other", **{"README.md": "Lain\n"})
    shutil.copytree(other.git_dir, built.path / "application" / ".git")
    (problem,) = verify(built.path)
    assert "riwayat git" in problem


def test_a_spoilt_package_is_made_anew(repo, tmp_path):
    built = made(repo, tmp_path)
    (built.path / "documents/manual.pdf").write_bytes(b"x")
    assert made(repo, tmp_path).sha256 == built.sha256
    assert verify(built.path) == ()


def test_hand_edits_are_part_of_what_is_signed(repo, tmp_path):
    first = made(repo, tmp_path)
    (repo.path / "contoh/__init__.py").write_text(APP["contoh/__init__.py"] + "\nTANGAN = 1\n")
    second = made(repo, tmp_path)
    assert second.sha256 != first.sha256
    assert "TANGAN" in (second.path / "application/contoh/__init__.py").read_text()


def test_an_open_conflict_is_not_handed_over(repo, tmp_path):
    (repo.path / "README.md").write_text("tangan\n")
    tree = lay(tmp_path / "next", {**APP, "README.md": "rakit\n"})
    repo.commit_generated(tree, message="2", spec_sha256="b" * 64)
    with pytest.raises(MergeConflictError):
        made(repo, tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "word"),
    [
        ("tests/test_contoh.py", "def test_x():\n    assert 1 == 2\n", "Pengujian tidak lulus"),
        ("tests/test_contoh.py", "X = 1\n", "Pengujian tidak lulus"),
    ],
)
def test_an_application_whose_tests_fail_is_not_handed_over(tmp_path, file, text, word):
    repo = application(tmp_path, **{file: text})
    with pytest.raises(DeliveryError, match=word):
        made(repo, tmp_path, tests=True)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("file", "text", "word"),
    [
        ("contoh/config.py", 'SECRET_KEY = "sangat-rahasia-sekali"\n', "kunci sesi tertulis"),
        ("contoh/config.py", 'URL = "postgresql://app:hunter2@db/app"\n', "kata sandi di alamat"),
        ("kunci.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "kunci pribadi"),
        (".env", "A=1\n", "berkas rahasia"),
        ("contoh/isi.db", "x", "berkas data"),
        ("contoh/x.py", "from builder.kit import gate\n\ngate()\n", "mengimpor builder.kit"),
        ("contoh/x.py", "import sop_workflow\n\nsop_workflow\n", "mengimpor sop_workflow"),
        ("contoh/x.py", "import os\n", "F401"),
        ("contoh/x.py", "def (\n", "tidak terbaca"),
    ],
)  # fmt: skip
def test_secrets_foreign_imports_and_bad_code_are_found_with_their_place(
    tmp_path, file, text, word
):
    root = lay(tmp_path / "app", {**APP, file: text})
    found = [one for one in check_application(root, tests=False) if not one.passed]
    assert any(word in one.words and file in one.words for one in found), found


def test_what_only_looks_like_a_secret_is_left_alone(tmp_path):
    text = 'import os\n\nSECRET_KEY = os.environ.get("SECRET_KEY", "")\nURL = "postgresql://…"\n'
    root = lay(tmp_path / "app", {**APP, "contoh/config.py": text})
    assert all(one.passed for one in check_application(root, tests=False))


def test_whoever_waits_is_told_what_is_done_and_how_many_tests_are_through(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "PAUSE", 0.01)
    # Each test waits until somebody was told of the one before it, however slow the machine is.
    more = (
        "import pathlib, time\n\ndef wait(n):\n    for _ in range(3000):\n"
        f"        if pathlib.Path({str(tmp_path)!r}, f'told-{{n}}').exists():\n            return\n"
        "        time.sleep(0.01)\n    raise AssertionError(n)\n\n"
    ) + "".join(f"def test_{n}(): wait({n})\n" for n in range(1, 6))
    root = lay(tmp_path / "app", {**APP, "tests/test_more.py": more})
    told = []

    def tell(*said):
        told.append(said)
        (tmp_path / f"told-{said[1]}").touch()

    found = check_application(root, told=tell)
    assert [step for step, _, _ in told[:3]] == ["rahasia", "mandiri", "kode"]
    through = [(done, total) for step, done, total in told if step == "uji" and total]
    assert [done for done, _ in through if done][:5] == [1, 2, 3, 4, 5]
    assert {total for _, total in through} == {dict(found[-1].counts)["passed"]}


def test_when_nobody_waits_any_more_the_tests_end(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "PAUSE", 0.05)
    started = []
    spawn = checks.children.spawn

    def kept(*args, **more):
        started.append(spawn(*args, **more))
        return started[-1]

    monkeypatch.setattr(checks.children, "spawn", kept)
    slow = "import time\ndef test_a(): pass\ndef test_slow(): time.sleep(600)\n"
    root = lay(tmp_path / "app", {**APP, "tests/test_slow.py": slow})

    def told(step, done, total):
        if step == "uji" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_application(root, told=told)
    assert started[0].poll() is not None
    assert not checks.children.group_is_alive(started[0].pid)


def test_checking_writes_nothing_into_the_application(tmp_path):
    root = lay(tmp_path / "app", APP)
    before = sorted(str(path) for path in root.rglob("*"))
    assert all(one.passed for one in check_application(root))
    assert sorted(str(path) for path in root.rglob("*")) == before


@pytest.mark.parametrize("name", ["../x.pdf", "a/b.pdf", ".x", ""])
def test_a_document_name_that_leaves_the_folder_is_refused(repo, tmp_path, name):
    with pytest.raises(DeliveryError):
        build(
            repo,
            lambda checks: {name: b"x"},
            tmp_path / "o",
            revision="1",
            spec_sha256=SPEC,
            tests=False,
        )


def test_without_documents_it_can_not_be_signed(repo, tmp_path):
    built = build(
        repo, lambda checks: {}, tmp_path / "o", revision="1", spec_sha256=SPEC, tests=False
    )
    assert problems_of_delivery(built.path) == ("tidak ada dokumen",)
