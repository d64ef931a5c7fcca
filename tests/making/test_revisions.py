"""From one revision of a design to the next: rows stay, and the draft in between can be tried."""

import sqlite3
from pathlib import Path

import pytest

from builder.generate import generate, trial_tree
from builder.migrate import migration
from builder.plan import plan
from builder.plugin_host import Plugins
from builder.render import Renderer, render
from builder.repo import AppRepo
from builder.spec import load
from tests.making.test_generated import run

FIRST = """
rakit: 1
name: pindah
entities:
  - id: jn5rcwyt
    name: barang
    fields:
      - {id: et2npulv, name: nama, required: true}
      - {id: u7cct3eb, name: jumlah, type: integer}
roles:
  - {id: ehctnwue, name: petugas, grants: [{entities: ["*"]}]}
"""
SECOND = FIRST.replace("name: nama", "name: sebutan").replace(
    "type: integer", "type: integer, required: true, default: 3"
)
SETUP = """
import sys
import sqlalchemy as sa
from pindah import create_app
from pindah.config import Config

class Here(Config):
    DATABASE_URL = sys.argv[1]

app = create_app(Here)
with app.app_context():
    app.extensions["application"].setup()
engine = sa.create_engine(sys.argv[1])
with engine.begin() as connection:
    if sys.argv[2] == "fill":
        now = "2026-01-01 00:00:00.000000"
        connection.exec_driver_sql(
            "INSERT INTO barang (nama, created_at, updated_at, version) "
            f"VALUES ('Meja', '{now}', '{now}', 1)"
        )
    else:
        print(connection.exec_driver_sql("SELECT sebutan, jumlah FROM barang").fetchall())
"""


def test_a_second_revision_keeps_the_rows_of_the_first(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    first, second = load(FIRST, plugins.types), load(SECOND, plugins.types)
    url = f"sqlite:///{tmp_path}/a.db"
    kept: dict[str, str] = {}
    answers = []
    after = None
    for old, spec, act in ((None, first, "fill"), (first, second, "look")):
        tree = tmp_path / act
        render(plan(spec, plugins), tree, renderer=renderer)
        made = migration(old, spec, plugins.types, after=after)
        after = made.revision
        kept[Path(made.name).name] = made.text
        (tree / "migrations" / "versions").mkdir()
        for name, text in kept.items():
            (tree / "migrations" / "versions" / name).write_text(text)
        done = run(tree, "-c", SETUP, url, act)
        assert done.returncode == 0, done.stderr[-3000:]
        answers.append(done.stdout.strip().splitlines()[-1:])
    assert answers[-1] == ["[('Meja', 3)]"]


@pytest.mark.parametrize("revisions", [1, 2])
@pytest.mark.parametrize("draft", ["same", "words", "tables"])
def test_a_design_is_tried_with_the_versions_of_its_application(
    plugins: Plugins, renderer: Renderer, tmp_path: Path, revisions: int, draft: str
) -> None:
    """Whatever was made before: the tree to be tried has one chain of versions, and starts."""
    repo = AppRepo(tmp_path / "repo")
    texts = [FIRST.replace("name: nama", "name: sebutan"), SECOND][:revisions]
    for text in texts:
        generate(load(text, plugins.types), plugins, repo, renderer=renderer)
    (repo.path / "pindah" / "custom" / "catatan.py").write_text('"""Suntingan."""\n')
    before = repo.head("generated"), repo.head()
    changed = {
        "same": texts[-1],
        "words": texts[-1].replace("name: jumlah,", "name: jumlah, help: Dalam buah,"),
        "tables": texts[-1].replace("    fields:", "    fields:\n      - {name: warna}", 1),
    }[draft]
    tree = tmp_path / "tree"
    merge = trial_tree(load(changed, plugins.types), plugins, repo, tree, renderer=renderer)
    assert merge.clean and (tree / "pindah" / "custom" / "catatan.py").is_file()
    url = f"sqlite:///{tmp_path}/a.db"
    done = run(tree, "-c", SETUP, url, "look")
    assert done.returncode == 0, done.stderr[-3000:]
    with sqlite3.connect(tmp_path / "a.db") as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(barang)")}
    assert {"sebutan", "jumlah"} <= columns and ("warna" in columns) == (draft == "tables")
    assert (repo.head("generated"), repo.head()) == before
