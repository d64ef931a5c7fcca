"""A made application stands on its own: it starts, its own tests pass, it sees what is broken."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builder.generate import draft_tree
from builder.plan import plan
from builder.plugin_host import Plugins
from builder.render import Renderer, render
from builder.spec import load, naming


def run(
    tree: Path, *words: str, timeout: float = 280, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Python in the application's folder, without Rakit on its path."""
    env = {"PATH": os.environ["PATH"], "SECRET_KEY": "k" * 40, "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **settings}
    return subprocess.run(
        [sys.executable, "-P", *words],
        cwd=tree,
        env={**env, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def own_tests(tree: Path, *names: str) -> None:
    done = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_some_delivered_tests_pass(sample_tree: Path) -> None:
    own_tests(sample_tree, "tests/test_usaha.py", "tests/test_types.py")


@pytest.mark.prove
def test_the_delivered_tests_pass(sample_tree: Path) -> None:
    own_tests(
        sample_tree,
        "tests/test_pelaku_usaha.py",
        "tests/test_usaha.py",
        "tests/test_pengajuan.py",
        "tests/flow",
        "tests/custom",
        "tests/test_types.py",
        "tests/test_rights.py",
    )


START = """
from pathlib import Path
import {package}
from {package}.config import Config
from {package}.kit.testing import Office

class Testing(Config):
    DATABASE_URL = "sqlite:///" + str(Path({folder!r}) / "a.db")
    UPLOAD_FOLDER = {folder!r}
    WTF_CSRF_ENABLED = False
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"

office = Office({package}.create_app(Testing))
for view in office.application.appbuilder.baseviews:
    entity = getattr(view, "entity", None)
    if entity is not None and hasattr(view, "list_columns"):
        page = office.login("{role}").get(f"/{{entity.__tablename__}}/list/")
        print(entity.__tablename__, page.status_code)
"""


def test_the_demo_starts_and_shows_every_list(demo_tree: Path, tmp_path: Path) -> None:
    script = START.format(package="bantuan_alat_umkm", folder=str(tmp_path), role="pimpinan")
    done = run(demo_tree, "-c", script)
    assert done.returncode == 0, done.stderr[-3000:]
    answers = dict(line.split() for line in done.stdout.splitlines())
    assert len(answers) >= 5 and set(answers.values()) == {"200"}


@pytest.mark.prove
def test_the_whole_language_passes_its_own_tests(
    shared: Path, plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    text = (shared / "design" / "spec-example.yaml").read_text(encoding="utf-8")
    render(plan(load(text, plugins.types), plugins), tmp_path / "app", renderer=renderer)
    own_tests(tmp_path / "app", "tests")


CYCLE = """
rakit: 1
name: lingkar
entities:
  - name: pegawai
    fields:
      - {name: nama, required: true}
      - {name: bagian, type: reference, options: {target: bagian, inverse: {name: anggota}}}
      - {name: atasan, type: reference, options: {target: pegawai, inverse: {name: bawahan}}}
      - {name: wali, type: reference, options: {target: pegawai}}
  - name: bagian
    fields:
      - {name: nama, required: true}
      - {name: kepala, type: reference, options: {target: pegawai, inverse: {name: memimpin}}}
      - {name: nilai, type: decimal, default: "1.5", options: {min: "0.5", max: "2.5"}}
      - {name: mulai, type: date, default: 2026-01-01}
      - {name: warna, type: multichoice, options: {choices: [{name: merah}, {name: biru-tua}]}}
links:
  - name: teman
    between: [pegawai, pegawai]
    names: [satu, dua]
roles:
  - {name: petugas, grants: [{entities: ["*"], can: [read, create, update, delete]}]}
"""


def test_cycles_self_references_and_two_ways_to_one_table(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    render(plan(load(CYCLE, plugins.types), plugins), tmp_path / "app", renderer=renderer)
    folder = str(tmp_path)
    script = START.format(package="lingkar", folder=folder, role="petugas")
    more = """
from lingkar.pegawai.model import Pegawai
from lingkar.bagian.model import Bagian
pegawai = office.row(Pegawai)
bagian = office.row(Bagian, kepala=pegawai.id)
assert [b.id for b in pegawai.memimpin] == [bagian.id]
"""
    done = run(tmp_path / "app", "-c", script + more)
    assert done.returncode == 0, done.stderr[-3000:]


DELETED = """
rakit: 1
name: hapus
entities:
  - name: induk
    soft_delete: false
    fields: [{name: nama, required: true}]
  - name: anak
    fields:
      - {name: nama, required: true}
      - {name: layanan, type: multichoice, options: {choices: [{name: a}, {name: b}]}}
      - {name: tahan, type: reference, options: {target: induk, on_delete: restrict}}
      - {name: ikut, type: reference, options: {target: induk, on_delete: cascade}}
      - {name: lepas, type: reference, options: {target: induk, on_delete: clear}}
roles:
  - {name: petugas, grants: [{entities: ["*"], can: [read, create, update, delete, export]}]}
"""


def test_every_delete_rule_in_an_application_with_its_tests(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    spec = load(DELETED, plugins.types)
    draft_tree(spec, plugins, tmp_path / "app", renderer=renderer)
    script = START.format(package="hapus", folder=str(tmp_path), role="petugas")
    more = """
from hapus.anak.model import Anak
from hapus.induk.model import Induk
from hapus.kit import Refused
gate, who = office.gate, office.actor("petugas")
for name in ("tahan", "ikut", "lepas"):
    induk = office.row(Induk)
    anak = office.row(Anak, **{name: induk.id})
    try:
        gate.delete(who, induk)
    except Refused as refused:
        print(name, refused.reason)
    else:
        left = gate.session.get(Anak, anak.id)
        print(name, None if left.deleted_at else left.lepas_id, left.deleted_at is not None)
"""
    done = run(tmp_path / "app", "-c", script + more)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-3:] == [
        "tahan Induk ini masih dipakai 1 Anak; hapus atau ubah itu dahulu.",
        "ikut None True",
        "lepas None False",
    ]
    own_tests(tmp_path / "app", "tests/test_anak.py", "tests/test_rights.py")


def test_a_hole_cut_on_purpose_is_seen(sample_tree: Path, tmp_path: Path) -> None:
    import shutil

    tree = tmp_path / "app"
    shutil.copytree(sample_tree, tree)
    security = tree / "bantuan_umkm" / "security.py"
    text = security.read_text()
    assert "OWN_UNIT)," in text
    security.write_text(
        text.replace(
            "Grant(Usaha, Role.PIMPINAN, READ,", "Grant(Usaha, Role.PIMPINAN, READ | EDIT,"
        )
    )
    done = run(
        tree,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_rights.py",
        "-k",
        "Usaha-pimpinan",
    )
    assert done.returncode == 1 and "failed" in done.stdout


SAMPLES = """
import json
import sys
from pathlib import Path
from importlib import import_module

package, folder = sys.argv[1:]
made = import_module(package)

class Testing(import_module(package + ".config").Config):
    DATABASE_URL = "sqlite:///" + str(Path(folder) / "contoh.db")
    UPLOAD_FOLDER = folder
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"

app = made.create_app(Testing)
with app.app_context():
    application = app.extensions["application"]
    application.setup()
    application.load_samples(8)
    session = application.db.session
    counts = {one.__tablename__: session.query(one).count() for one in application.entities}
    states = {
        flow.entity.__tablename__: sorted({
            str(getattr(row, flow.status.key)) for row in session.query(flow.entity)
        })
        for flow in application.scope.flows.values()
    }
    rows = [row for entity in application.scope.flows for row in session.query(entity)]
    early = [
        row.id for row in rows
        if str(row.status) in ("draf", "diajukan") and (row.alasan or row.tanggal_serah)
    ]
print(json.dumps([counts, states, early]))
"""


def samples(tree: Path, package: str, folder: Path) -> tuple[dict, dict, list]:
    import json

    done = run(tree, "-c", SAMPLES, package, str(folder))
    assert done.returncode == 0, done.stderr[-3000:]
    return tuple(json.loads(done.stdout.splitlines()[-1]))


STATES = ["diajukan", "diserahkan", "disetujui", "ditolak", "diverifikasi", "draf"]


def test_every_entity_of_the_demo_has_sample_rows_in_every_state(
    demo_tree: Path, tmp_path: Path
) -> None:
    counts, states, early = samples(demo_tree, "bantuan_alat_umkm", tmp_path)
    assert len(counts) == 9 and min(counts.values()) >= 8
    assert states == {"pengajuan": STATES}
    assert early == []


@pytest.mark.prove
def test_the_largest_example_has_sample_rows_everywhere(
    shared: Path, plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    text = (shared / "design" / "spec-example.yaml").read_text(encoding="utf-8")
    spec = load(text, plugins.types)
    draft_tree(spec, plugins, tmp_path / "app", renderer=renderer)
    counts, states, early = samples(tmp_path / "app", spec.name, tmp_path)
    assert min(counts.values()) >= 8
    assert states == {"pengajuan": STATES}
    assert early == []


NAMES = """
rakit: 1
name: nama
entities:
  - {name: response, fields: [{name: nama, required: true}]}
  - {name: base_view, fields: [{name: nama}, {name: type}]}
  - name: flask
    fields: [{name: nama}, {name: jawab, type: reference, options: {target: response}}]
  - {name: order, fields: [{name: nama, required: true}]}
roles:
  - {name: petugas, grants: [{entities: ["*"], can: [read, create]}]}
"""
BESIDE = """
own = {one.__tablename__ for one in office.application.entities}
print(*sorted({rule.rule.split("/")[1] for rule in office.app.url_map.iter_rules()} - own))
made = {type(office.application.view_of(one)).__name__ for one in office.application.entities}
print(*sorted({type(one).__name__ for one in office.application.appbuilder.baseviews} - made))
"""


def test_no_entity_stands_where_something_else_does(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    """Entities called as what generated code imports; none as a page that is there already."""
    draft_tree(load(NAMES, plugins.types), plugins, tmp_path / "app", renderer=renderer)
    script = START.format(package="nama", folder=str(tmp_path), role="petugas")
    done = run(tmp_path / "app", "-c", script + BESIDE)
    assert done.returncode == 0, done.stderr[-3000:]
    *answers, pages, views = done.stdout.splitlines()
    assert [one.split()[1] for one in answers] == ["200"] * 4
    own_tests(tmp_path / "app", "tests/custom")
    for name in pages.split():
        if re.fullmatch("[a-z][a-z0-9_]*", name):
            assert naming.refusal(name, table=True), name
    words = naming.PAGE_WORDS | naming.VIEW_WORDS
    made = {f"{naming.class_name(word)}View" for word in words}
    for view in views.split():  # no name of an entity becomes `UserDBModel`
        assert view in made or not view.endswith("View") or re.search("[A-Z]{2}", view), view
