"""A made application on PostgreSQL: its versions, its rows, a second version over them."""

from pathlib import Path

import pytest

from builder.generate import draft_tree
from builder.migrate import migration
from builder.plan import plan
from builder.plugin_host import Plugins
from builder.render import Renderer, render
from builder.spec import Spec, load
from tests.making.test_every_type import FILTERED, with_filters
from tests.making.test_generated import run
from tests.making.test_revisions import FIRST, SECOND, SETUP

pytestmark = pytest.mark.postgres

ROWS = """
import sys
from importlib import import_module

class Here(import_module("bantuan_alat_umkm.config").Config):
    DATABASE_URL = sys.argv[1]
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"

app = import_module("bantuan_alat_umkm").create_app(Here)
with app.app_context():
    application = app.extensions["application"]
    application.setup()
    application.setup()
    counts = application.load_samples(8)
    left = application.dump(__import__("pathlib").Path(sys.argv[2]))
print(min(counts.values()), left["pengajuan"])
"""


def test_the_demo_sets_up_fills_and_dumps(
    demo: Spec, plugins: Plugins, renderer: Renderer, postgres_url: str, tmp_path: Path
) -> None:
    draft_tree(demo, plugins, tmp_path / "app", renderer=renderer)
    done = run(tmp_path / "app", "-c", ROWS, postgres_url, str(tmp_path / "dump"))
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split()[-2:] == ["8", "8"]
    lines = (tmp_path / "dump" / "pengajuan.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 9


def test_the_delivered_tests_run_on_postgresql_too(
    demo: Spec, plugins: Plugins, renderer: Renderer, postgres_url: str, tmp_path: Path
) -> None:
    draft_tree(demo, plugins, tmp_path / "app", renderer=renderer)
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_program_bantuan.py")
    done = run(tmp_path / "app", *words, TEST_DATABASE_URL=postgres_url)
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_second_version_keeps_the_rows(
    plugins: Plugins, renderer: Renderer, postgres_url: str, tmp_path: Path
) -> None:
    first, second = load(FIRST, plugins.types), load(SECOND, plugins.types)
    kept: dict[str, str] = {}
    after = None
    said: list[str] = []
    for old, spec, act in ((None, first, "fill"), (first, second, "look")):
        tree = tmp_path / act
        render(plan(spec, plugins), tree, renderer=renderer)
        made = migration(old, spec, plugins.types, after=after)
        after = made.revision
        kept[Path(made.name).name] = made.text
        (tree / "migrations" / "versions").mkdir()
        for name, text in kept.items():
            (tree / "migrations" / "versions" / name).write_text(text)
        done = run(tree, "-c", SETUP, postgres_url, act)
        assert done.returncode == 0, done.stderr[-3000:]
        said = done.stdout.strip().splitlines()[-1:]
    assert said == ["[('Meja', 3)]"]


def test_a_list_is_filtered_and_ordered_by_every_type(
    plugins: Plugins, renderer: Renderer, postgres_url: str, tmp_path: Path
) -> None:
    draft_tree(with_filters(plugins), plugins, tmp_path / "app", renderer=renderer)
    done = run(tmp_path / "app", "-c", FILTERED, postgres_url, str(tmp_path))
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "filtered"
