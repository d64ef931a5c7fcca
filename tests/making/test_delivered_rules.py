"""The delivered tests of rules: they pass as made, and each sees the rule that was changed."""

import re
import shutil
from pathlib import Path

import pytest

from builder.generate import draft_tree
from builder.plugin_host import Plugins
from builder.render import Renderer
from builder.spec import load
from tests.making.test_generated import run

SPEC = """
rakit: 1
name: aset
entities:
  - name: jenis
    fields:
      - {name: nama, required: true, unique: true, publicity: open}
      - {name: susut, type: integer, label: Penyusutan, required: true, options: {min: 1, max: 90}}
  - name: barang
    fields:
      - {name: nama, required: true}
      - {name: jenis, type: reference, required: true, options: {target: jenis}}
      - name: keadaan
        type: choice
        required: true
        default: baik
        options: {choices: [{name: baik}, {name: rusak}, {name: hilang}]}
      - {name: sebab, required_if: keadaan != 'baik'}
      - {name: rak, readonly_if: keadaan == 'hilang', options: {max_length: 20}}
      - {name: bengkel, visible_if: keadaan == 'rusak'}
      - {name: harga, type: money, required: true, options: {min: 0}}
      - {name: sisa, type: money, computed: harga - harga * jenis.susut / 100}
      - {name: mulai, type: date, required: true, default: today}
      - {name: habis, type: date}
      - {name: tahap_4, type: integer, computed: tahap_3 + 1}
      - {name: tahap_3, type: integer, computed: tahap_2 + 1}
      - {name: tahap_2, type: integer, computed: tahap_1 + 1}
      - {name: tahap_1, type: integer, computed: lama + 1}
      - {name: lama, type: integer, computed: "if(empty(habis), 0, days(mulai, habis))"}
      - {name: status, type: state}
      - {name: catatan, required_if: status == 'dilepas'}
    checks:
      - name: habis_setelah_mulai
        test: empty(habis) or habis >= mulai
        message: Terlalu "cepat".
        fields: [habis]
      - {name: mahal_harus_baik, test: keadaan == 'baik' or harga < 5000, message: Terlalu mahal.}
      - {name: punya_saya, test: empty(nama) or user.name != 'x', message: Tidak dapat dicontohkan.}
roles:
  - name: petugas
    grants:
      - {entities: ["*"], can: [read, create, update]}
      - {entities: [barang], can: [read, create, update], hide: [rak], readonly: [bengkel]}
  - {name: pencatat, grants: [{entities: [jenis], can: [read, create, update], rows: own}]}
  - {name: umum, public: true, grants: [{entities: [jenis]}]}
  - {name: kepala, grants: [{entities: ["*"]}, {entities: [barang], rows: keadaan != 'hilang'}]}
  - {name: tamu, grants: [{entities: [jenis]}]}
flows:
  - name: alur
    entity: barang
    states: [{name: dipakai}, {name: dilepas, open: [catatan]}]
    transitions:
      - name: lepas
        at: [dipakai]
        to: dilepas
        by: [petugas]
        note: required
        needs: keadaan != 'hilang'
        message: Yang "hilang" tidak dapat dilepas.
        tells: [kepala, tamu, petugas, owner]
"""
MADE = {
    "test_aturan_habis_setelah_mulai",
    "test_aturan_mahal_harus_baik",
    "test_baris_yang_dilihat_kepala",
    "test_bengkel_tampil_menurut_keadaan",
    "test_catatan_wajib_menurut_keadaan",
    "test_lama_dihitung",
    "test_rak_terkunci_menurut_keadaan",
    "test_sebab_wajib_menurut_keadaan",
    "test_sisa_dihitung",
    *(f"test_tahap_{n}_dihitung" for n in range(1, 5)),  # each stands on the one below it
}
CHANGES = (
    ("barang/model.py", "habis >= mulai", "habis <= mulai"),
    ("barang/model.py", "harga < 5000", "harga < 500000"),
    ("barang/model.py", "visible_if=\"keadaan == 'rusak'\"", "visible_if=\"keadaan == 'baik'\""),
    ("barang/model.py", "required_if=\"status == 'dilepas'\"", 'required_if="false"'),
    ("barang/model.py", "days(mulai, habis)", "days(habis, mulai)"),
    ("barang/model.py", "readonly_if=\"keadaan == 'hilang'\"", 'readonly_if="false"'),
    ("barang/model.py", "required_if=\"keadaan != 'baik'\"", "required_if=\"keadaan == 'baik'\""),
    ("barang/model.py", "harga * jenis.susut / 100", "harga * jenis.susut / 10"),
    ("security.py", "Where(\"keadaan != 'hilang'\")", "ALL_ROWS"),
    ("security.py", 'hide=("rak",), readonly=("bengkel",)', 'readonly=("rak",)'),
    ("security.py", "Role.PENCATAT, READ | ADD | EDIT, OWN_ROWS", "Role.PENCATAT, READ, ALL_ROWS"),
    ("security.py", "Grant(Jenis, Role.UMUM, READ,", "Grant(Jenis, Role.UMUM, READ | ADD | EDIT,"),
    ("jenis/model.py", "max=90,", 'max=90, publicity="open",'),
    (
        "barang/flow.py",
        'StatusBarang.DILEPAS: ("catatan",)',
        'StatusBarang.DILEPAS: ("nama", "catatan")',
    ),
    ("barang/flow.py", 'note="required"', 'note="optional"'),
    ("barang/flow.py", "needs=\"keadaan != 'hilang'\"", 'needs="true"'),
    ("barang/flow.py", "tells=(Role.KEPALA, Role.TAMU, Role.PETUGAS, OWNER)", "tells=(OWNER,)"),
)


@pytest.fixture(scope="module")
def tree(plugins: Plugins, renderer: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("aset") / "app"
    draft_tree(load(SPEC, plugins.types), plugins, into, renderer=renderer)
    return into


def outcome(tree: Path) -> tuple[int, set[str]]:
    """The exit code and the functions that failed."""
    names = ("tests/test_barang.py", "tests/test_rights.py", "tests/flow")
    done = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)
    return done.returncode, set(re.findall(r"^FAILED \S+::(\w+\S*)", done.stdout, re.M))


def test_every_rule_that_can_be_tried_has_a_test_and_passes_it(tree: Path) -> None:
    text = (tree / "tests" / "test_barang.py").read_text(encoding="utf-8")
    kinds = r"(?:menurut_keadaan|dihitung)|test_(?:aturan|baris_yang)_\w+"
    found = set(re.findall(rf"def (test_\w+{kinds})\(", text))
    assert found == MADE
    assert outcome(tree) == (0, set())


def test_each_changed_rule_is_seen(tree: Path, tmp_path: Path) -> None:
    broken = tmp_path / "app"
    shutil.copytree(tree, broken)
    for name, old, new in CHANGES:
        path = broken / "aset" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new), encoding="utf-8")
    code, failed = outcome(broken)
    assert code == 1
    assert {name.partition("[")[0] for name in failed} >= MADE | {
        "test_isian_tertutup",
        "test_lepas_dengan_catatan",
        "test_lepas_dengan_syarat",
        "test_terkunci",
        "test_yang_diberi_tahu",
    }
    for cut in ("Jenis-pencatat", "Jenis-umum"):
        assert any(name.startswith(f"test_baris_unit_lain[{cut}") for name in failed), cut
    for cut in ("Barang-petugas", "Jenis-umum"):
        assert any(name.startswith(f"test_isian_tertutup[{cut}") for name in failed), cut


def test_who_is_told_follows_the_rights(tree: Path) -> None:
    text = (tree / "tests" / "flow" / "test_alur.py").read_text(encoding="utf-8")
    told = re.search(r'\("lepas", StatusBarang.DIPAKAI, \(([^)]*)\)\)', text)
    assert told is not None
    # the guest reads no goods; which ones the head reads depends on the row
    assert told[1] == '"owner", "petugas", "petugas unit lain"'
    assert "step, (Role.PETUGAS, Role.PENCATAT, Role.TAMU)" in " ".join(text.split())


def test_without_a_flow_there_is_no_folder_for_its_tests(
    plugins: Plugins, renderer: Renderer, tmp_path: Path
) -> None:
    text = "rakit: 1\nname: kecil\nentities:\n  - {name: tamu, fields: [{name: nama}]}\n"
    draft_tree(load(text, plugins.types), plugins, tmp_path / "app", renderer=renderer)
    assert not (tmp_path / "app" / "tests" / "flow").exists()
