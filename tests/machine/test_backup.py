"""The office in one file and back: everything, also while it works; nothing wrong is restored."""

import gzip
import io
import json
import shutil
import tarfile
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder import jobs
from builder.backup import BackupError, backup, contents, restore
from builder.repo import AppRepo
from builder.settings import Settings
from builder.spec.testing import core_types
from builder.storage import base
from builder.storage.base import make_engine
from builder.storage.upgrade import upgrade
from builder.supervisor import alone

TYPES = core_types()


def office(folder, url=""):
    env = {"DATA_DIR": f"{folder}/var", "APPS_DIR": f"{folder}/apps", "DATABASE_URL": url}
    made = Settings.from_env(env)
    made.prepare()
    return made


def make_tables(engine):
    base.metadata.create_all(engine)


def fill(settings):
    """A job, an upload, a deliverable, an application with a hand edit, a key."""
    engine = make_engine(settings.database_url)
    make_tables(engine)
    with Session(engine) as session, session.begin():
        for n in range(3):
            jobs.enqueue(session, "kind", f"k{n}", {"teks": "é\t\\N\n'"})
    engine.dispose()
    (settings.uploads_dir / "ab").mkdir()
    (settings.uploads_dir / "ab" / "surat.pdf").write_bytes(b"%PDF surat")
    deliverable = settings.data_dir / "deliverables" / ("a" * 64)
    (deliverable / "documents").mkdir(parents=True)
    (deliverable / "DELIVERABLE.json").write_text("{}")
    (deliverable.parent / ".build-x").mkdir()
    (deliverable.parent / ".build-x" / "half").write_text("x")
    tree = settings.data_dir / "tree"
    tree.mkdir()
    (tree / "README.md").write_text("rakit\n")
    repo = AppRepo(settings.apps_dir / "bantuan")
    repo.init()
    repo.commit_generated(tree, message="1", spec_sha256="a" * 64)
    repo.merge()
    (repo.path / "README.md").write_text("rakit\ntangan\n")
    shutil.rmtree(tree)
    settings.secret()


def kinds(settings):
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        found = {one.key: one for one in jobs.recent(session)}
        payloads = session.execute(sa.select(jobs.job.c.payload)).scalars().all()
        fresh = jobs.enqueue(session, "kind", "baru")
        session.rollback()
    engine.dispose()
    assert fresh > 3, "numbers go on after the restored ones"
    return sorted(found), {json.loads(one)["teks"] for one in payloads}


@pytest.fixture
def old(tmp_path):
    made = office(tmp_path / "old")
    fill(made)
    return made


def same(settings):
    assert kinds(settings) == (["k0", "k1", "k2"], {"é\t\\N\n'"})
    assert (settings.uploads_dir / "ab" / "surat.pdf").read_bytes() == b"%PDF surat"
    assert (settings.data_dir / "deliverables" / ("a" * 64) / "DELIVERABLE.json").exists()
    repo = AppRepo(settings.apps_dir / "bantuan")
    assert (repo.path / "README.md").read_text() == "rakit\ntangan\n"
    assert [entry.author for entry in repo.log()] == ["suntingan tangan", "Rakit"]


def test_an_office_comes_back_whole_in_an_empty_place(old, tmp_path):
    summary = backup(old, tmp_path / "kantor.tar.gz")
    assert (summary.apps, summary.database, summary.keys) == (("bantuan",), "sqlite", False)
    assert str(summary).startswith("1 aplikasi, ")
    assert (tmp_path / "kantor.tar.gz").stat().st_mode & 0o777 == 0o600
    new = office(tmp_path / "new")
    assert restore(new, tmp_path / "kantor.tar.gz") == summary
    same(new)
    assert not (new.keys_dir / "secret-key").exists(), "keys only when asked for"
    assert not [p for p in new.data_dir.iterdir() if p.name.startswith(".")]
    assert new.secret() != old.secret()


def test_keys_travel_only_when_asked_for(old, tmp_path):
    assert backup(old, tmp_path / "kantor.tar.gz", keys=True).keys
    new = office(tmp_path / "new")
    restore(new, tmp_path / "kantor.tar.gz")
    assert new.secret() == old.secret()


@pytest.mark.postgres
def test_an_office_on_postgresql_comes_back_by_copy(postgres_server, postgres_url, tmp_path):
    old = office(tmp_path / "old", postgres_url)
    upgrade(make_engine(postgres_url))
    fill(old)
    with sa.create_engine(postgres_url).begin() as connection:
        connection.exec_driver_sql("CREATE SEQUENCE akun_seq")
        connection.exec_driver_sql("SELECT setval('akun_seq', 7)")
        connection.exec_driver_sql(
            "CREATE TABLE akun (id INTEGER PRIMARY KEY DEFAULT nextval('akun_seq'), "
            "nama VARCHAR(50) DEFAULT '50%%' UNIQUE)"
        )
        connection.exec_driver_sql("INSERT INTO akun VALUES (7, '100%% Sari')")
    backup(old, tmp_path / "kantor.tar.gz")
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE pulih")
    try:
        url = sa.make_url(postgres_url).set(database="pulih").render_as_string(hide_password=False)
        new = office(tmp_path / "new", url)
        restore(new, tmp_path / "kantor.tar.gz")
        same(new)
        with sa.create_engine(url).begin() as connection:
            account = connection.exec_driver_sql("SELECT id, nama FROM akun").all()
            assert account == [(7, "100% Sari")], "also what no migration makes"
            assert connection.exec_driver_sql("SELECT nextval('akun_seq')").scalar() == 8
            connection.exec_driver_sql("INSERT INTO akun (id) VALUES (9)")
            default = connection.exec_driver_sql("SELECT nama FROM akun WHERE id = 9").scalar()
            assert default == "50%"
        with pytest.raises(BackupError, match="tidak kosong"):
            restore(office(tmp_path / "other", url), tmp_path / "kantor.tar.gz")
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE pulih WITH (FORCE)")
        admin.dispose()


def test_a_backup_while_the_office_works_is_consistent(old, tmp_path):
    """A writer adds two rows in each transaction: a snapshot never holds an odd number."""
    engine = make_engine(old.database_url)
    stop = threading.Event()

    def write():
        n = 0
        while not stop.is_set():
            with Session(engine) as session, session.begin():
                jobs.enqueue(session, "pasang", f"a{n}")
                jobs.enqueue(session, "pasang", f"b{n}")
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(3):
            backup(old, tmp_path / f"{n}.tar.gz")
    finally:
        stop.set()
        writer.join()
        engine.dispose()
    for n in range(3):
        new = office(tmp_path / f"new{n}")
        restore(new, tmp_path / f"{n}.tar.gz")
        engine = make_engine(new.database_url)
        with Session(engine) as session:
            keys = {one.key for one in jobs.recent(session, limit=100_000)}
        engine.dispose()
        assert {k[1:] for k in keys if k[0] == "a"} == {k[1:] for k in keys if k[0] == "b"}


def test_an_existing_file_is_not_overwritten(old, tmp_path):
    (tmp_path / "kantor.tar.gz").write_text("penting")
    with pytest.raises(BackupError, match="sudah ada"):
        backup(old, tmp_path / "kantor.tar.gz")
    assert (tmp_path / "kantor.tar.gz").read_text() == "penting"


def test_a_place_that_is_not_empty_is_refused_and_put_aside_only_by_force(old, tmp_path):
    backup(old, tmp_path / "kantor.tar.gz")
    new = office(tmp_path / "new")
    fill(new)
    (new.uploads_dir / "lain.txt").write_text("jangan hilang")
    with pytest.raises(BackupError, match="tidak kosong"):
        restore(new, tmp_path / "kantor.tar.gz")
    restore(new, tmp_path / "kantor.tar.gz", force=True)
    same(new)
    assert not (new.uploads_dir / "lain.txt").exists()
    (aside,) = new.data_dir.glob("replaced-*")
    assert (aside / "uploads" / "lain.txt").read_text() == "jangan hilang"
    assert (aside / "rakit.db").exists() and (aside / "apps" / "bantuan" / ".git").is_dir()


def test_a_running_office_is_not_restored_over(old, tmp_path):
    backup(old, tmp_path / "kantor.tar.gz")
    new = office(tmp_path / "new")
    with alone(new.data_dir), pytest.raises(Exception, match="sudah berjalan"):
        restore(new, tmp_path / "kantor.tar.gz")


def rewritten(source, target, change):
    """The backup with its members changed: `change(name, content)` gives content or None."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda n, c: None if n == "backup.json" else c, "terpotong"),
        (lambda n, c: c + b"x" if n.endswith("surat.pdf") else c, "tidak cocok"),
        (lambda n, c: None if n.endswith("surat.pdf") else c, "tidak cocok"),
        (lambda n, c: b"{" if n == "backup.json" else c, "rusak"),
        (lambda n, c: c.replace(b'"rakit_backup": 1', b'"rakit_backup": 2'), "tidak dikenal"),
    ],
)
def test_a_spoilt_backup_is_refused_before_anything_is_touched(old, tmp_path, change, word):
    backup(old, tmp_path / "kantor.tar.gz")
    bad = rewritten(tmp_path / "kantor.tar.gz", tmp_path / "rusak.tar.gz", change)
    new = office(tmp_path / "new")
    with pytest.raises(BackupError, match=word):
        restore(new, bad)
    assert not (new.data_dir / "rakit.db").exists()
    assert list(new.apps_dir.iterdir()) == []


def test_a_file_that_is_no_backup_is_refused_with_words(old, tmp_path):
    new = office(tmp_path / "new")
    with pytest.raises(BackupError, match="tidak ada"):
        restore(new, tmp_path / "nihil")
    (tmp_path / "x").write_text("bukan cadangan")
    with pytest.raises(BackupError, match="bukan cadangan"):
        restore(new, tmp_path / "x")
    with gzip.open(tmp_path / "y", "wb") as file:
        file.write(b"x" * 5000)
    with pytest.raises(BackupError):
        contents(tmp_path / "y")


def test_a_backup_cut_off_in_the_middle_is_refused(old, tmp_path):
    backup(old, tmp_path / "kantor.tar.gz")
    whole = (tmp_path / "kantor.tar.gz").read_bytes()
    for part in (len(whole) // 3, len(whole) - 20):
        (tmp_path / "potong").write_bytes(whole[:part])
        with pytest.raises(BackupError):
            contents(tmp_path / "potong")


@pytest.mark.parametrize("name", ["../keluar", "/etc/cron.d/x", "lain/x", "uploads/../../x"])
def test_a_member_that_leaves_its_place_is_refused(tmp_path, name):
    with tarfile.open(tmp_path / "jahat", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(BackupError, match="bukan cadangan"):
        contents(tmp_path / "jahat")


def test_a_link_inside_a_backup_is_refused(tmp_path):
    with tarfile.open(tmp_path / "jahat", "w:gz") as tar:
        link = tarfile.TarInfo("uploads/x")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(BackupError, match="bukan cadangan"):
        contents(tmp_path / "jahat")


def test_another_kind_of_database_is_said(old, tmp_path):
    backup(old, tmp_path / "kantor.tar.gz")
    new = office(tmp_path / "new", "postgresql://nobody@127.0.0.1:1/x")
    with pytest.raises(BackupError, match="sqlite, sedangkan DATABASE_URL menunjuk postgresql"):
        restore(new, tmp_path / "kantor.tar.gz")


def test_a_backup_of_a_newer_rakit_is_refused(old, tmp_path):
    engine = make_engine(old.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE rakit_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO rakit_version VALUES ('dari-masa-depan')")
    engine.dispose()
    backup(old, tmp_path / "kantor.tar.gz")
    with pytest.raises(BackupError, match="lebih baru"):
        restore(office(tmp_path / "new"), tmp_path / "kantor.tar.gz")
