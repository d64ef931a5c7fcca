"""A new plugin passes the contract as it is made; a broken one is told what is wrong."""

from pathlib import Path

import pytest

from builder import plugin_kit


def test_what_new_makes_keeps_the_contract(tmp_path: Path) -> None:
    folder = plugin_kit.new("kode_lemari", tmp_path)
    assert plugin_kit.contract(folder) == []


@pytest.mark.prove
def test_its_own_tests_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = plugin_kit.new("kode_meja", tmp_path)
    assert plugin_kit.test(folder) == 0
    assert "kontrak dipenuhi" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["Besar", "pakai-strip", "../luar", "x"])
def test_a_bad_name_is_refused_with_words(name: str, tmp_path: Path) -> None:
    with pytest.raises(plugin_kit.PluginKitError, match="huruf kecil"):
        plugin_kit.new(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_stands_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "sudah").mkdir()
    with pytest.raises(plugin_kit.PluginKitError, match="sudah ada"):
        plugin_kit.new("sudah", tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("runtime/kode_uji.py", "from typing", "import builder\nfrom typing", "berdiri sendiri"),
        ("runtime/kode_uji.py", 'f"KODE{n}"', 'f"kode{n}"', "harus memberi x"),
        ("runtime/kode_uji.py", "String(20)", "String(30)", "alias memetakan"),
        ("README.md", "Sebelum (before)", "Dulu", "README"),
        ("__init__.py", "halaman_$name", "halaman_$name", ""),
        (
            "template/{{cookiecutter.slug}}/{{cookiecutter.package}}/halaman_kode_uji.py",
            "{{ app.label | py }}",
            '"{{ app.label }}" + {{ app.label | py }}',
            "",
        ),
        (
            "template/{{cookiecutter.slug}}/{{cookiecutter.package}}/halaman_kode_uji.py",
            "{{ app.label | py }}",
            "{{ app.tidak_ada | py }}",
            "tidak_ada",
        ),
        (
            "template/{{cookiecutter.slug}}/{{cookiecutter.package}}/halaman_kode_uji.py",
            "{{ app.label | py }}",
            "{% now 'utc' %}",
            "clock",
        ),
    ],
)
def test_what_is_broken_is_said(file: str, old: str, new: str, words: str, tmp_path: Path) -> None:
    folder = plugin_kit.new("kode_uji", tmp_path)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = plugin_kit.contract(folder)
    assert (words in " ".join(found)) if words else found == []
