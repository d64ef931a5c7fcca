"""Migrations against real generated applications: their own models, their own `setup`, real rows.

Each application runs in a process of its own, as on the heirs' server.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder.generate import draft_tree
from builder.migrate import migration
from builder.plugin_host import load_plugins
from builder.spec import from_raw, load, plain

from .migrating import EXAMPLE, python_dict

RUN = """
import importlib, json, sys
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
import sqlalchemy as sa

sys.path.insert(0, ".")
package, url, samples = sys.argv[1:4]
app_module = importlib.import_module(package)
config = importlib.import_module(f"{package}.config").Config

class Testing(config):
    DATABASE_URL = url
    SECRET_KEY = "kunci-untuk-uji-sepanjang-tiga-puluh-dua"

app = app_module.create_app(Testing)
application = app.extensions["application"]
with app.app_context():
    application.setup()
    if int(samples):
        application.load_samples(int(samples))
base = importlib.import_module(f"{package}.kit.database").Base
engine = application.db.session.get_bind()
application.db.session.remove()
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    own = [
        str(one) for one in compare_metadata(context, base.metadata)
        if not (one[0] == "remove_table" and one[1].name.startswith(("ab_", "kit_")))
        and not (one[0] == "remove_index" and one[1].table.name.startswith(("ab_", "kit_")))
    ]
    counts = {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar()
        for name in base.metadata.tables
    }
    keys = engine.dialect.name != "sqlite" or connection.exec_driver_sql(
        "PRAGMA foreign_keys").scalar()
print(json.dumps({"left": own, "counts": counts, "keys": bool(keys)}))
"""


@pytest.fixture(scope="module")
def plugins():
    return load_plugins()


@pytest.fixture(scope="module")
def first(plugins):
    return load(EXAMPLE.read_text(), plugins.types)


@pytest.fixture(scope="module")
def second(first, plugins):
    """The second revision: a rename, a drop, a type, a required field, an entity."""
    raw = python_dict(plain(first))
    tables = {one["name"]: one for one in raw["entities"]}
    fields = {f["name"]: f for f in tables["pelatihan"]["fields"]}
    fields["tempat"]["name"] = "lokasi_acara"
    alat = {f["name"]: f for f in tables["alat"]["fields"]}
    tables["alat"]["fields"].remove(alat["spesifikasi"])
    alat["harga"]["definition"] = "Harga satuan yang baru."
    tables["alat"]["fields"].append(
        {"id": "xaaaaaaa", "name": "merek", "required": True, "default": "tanpa merek",
         "definition": "Merek alat.", "publicity": "open"}
    )  # fmt: skip
    usaha = {f["name"]: f for f in tables["usaha"]["fields"]}
    usaha["omzet"]["type"] = "integer"
    raw["entities"].append(
        {"id": "xbbbbbbb", "name": "gudang", "privacy": "none", "publicity": "open", "fields": [
            {"id": "xccccccc", "name": "nama", "required": True, "unique": True},
            {"id": "xddddddd", "name": "unit", "type": "reference",
             "options": {"target": "unit_kerja"}}]}
    )  # fmt: skip
    return from_raw(raw, plugins.types)


@pytest.fixture(scope="module")
def trees(first, second, plugins, tmp_path_factory):
    """The application of each revision; the second with both versions."""
    folder = tmp_path_factory.mktemp("apps")
    made = [folder / "one", folder / "two"]
    for spec, tree in zip((first, second), made, strict=True):
        draft_tree(spec, plugins, tree)
    versions = made[1] / "migrations" / "versions"
    for path in versions.iterdir():
        path.unlink()
    start = migration(None, first, plugins.types)
    step = migration(first, second, plugins.types, after=start.revision)
    for one in (start, step):
        (versions / one.name).write_text(one.text)
    return made


def setup(tree: Path, url: str, samples: int = 0):
    done = subprocess.run(
        [sys.executable, "-c", RUN, "bantuan_alat_umkm", url, str(samples)], cwd=tree,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_generated_models_are_exactly_what_the_migration_makes(trees, url):
    assert setup(trees[0], url)["left"] == []


def test_the_next_revision_is_reached_with_all_rows(trees, url):
    before = setup(trees[0], url, samples=6)
    after = setup(trees[1], url)
    assert after["left"] == []
    kept = {name: after["counts"][name] for name in before["counts"]}
    assert kept == before["counts"] and all(kept.values())
    assert after["keys"], "references are guarded again"
