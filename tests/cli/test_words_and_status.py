"""Wrong use is said in words with a way out; the exit status says which kind it was."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from builder import __main__ as entry
from builder.cli import cli
from tests.cli.conftest import Run

COMMANDS = (
    "demo start serve worker gateway init check fmt diff generate preview verify import plugins"
    " plugin backup restore audit doctor"
)


def test_every_command_is_listed_with_one_line(run: Run) -> None:
    said = run("--help")
    assert said.status == 0
    assert sorted(cli.commands) == sorted(COMMANDS.split())
    for name in COMMANDS.split():
        assert f"  {name} " in said.out


@pytest.mark.parametrize("name", COMMANDS.split())
def test_every_command_has_a_help_page_in_indonesian(run: Run, name: str) -> None:
    said = run(name, "--help")
    assert said.status == 0
    assert said.out.startswith(f"Pemakaian: rakit {name}")
    assert "Options" not in said.out and "Show this" not in said.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("frob",), "Perintah frob tidak ada"),
        (("check",), "SPEC belum ditulis"),
        (("check", "--nonsense", "a"), "Pilihan --nonsense tidak dikenal"),
        (("check", "a", "b"), "Argumen berlebih"),
        (("generate", "a"), "--output belum ditulis"),
        (("check", "tiada.yaml"), "Berkas tidak ada"),
        (("check", "."), "Ini folder"),
        (("import", "tiada.sql", "-o", "s.yaml"), "Berkas SQL tidak ada"),
        (("import", "gambar.png", "-o", "s.yaml"), "Tidak ada importer"),
        (("serve", "--port", "banyak"), "bukan bilangan bulat"),
    ],
)
def test_wrong_use_says_what_and_the_way_out(
    run: Run, words: tuple[str, ...], expected: str
) -> None:
    said = run(*words)
    assert said.status == 2
    assert expected in said.err
    assert "Jalan keluar" in said.err
    assert "Traceback" not in said.err and said.out == ""


def test_english_on_request(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "builder", "frob"],
        capture_output=True,
        text=True,
        env={**os.environ, "RAKIT_LANG": "en"},
        check=False,
    )
    assert done.returncode == 2
    assert "No such command 'frob'" in done.stderr
    assert "Way out: See: rakit --help" in done.stderr


def test_a_fault_of_ours_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(entry.cli, "main", broken)
    said = run("check", "a")
    assert said.status == 2
    assert "Kesalahan di dalam Rakit" in said.err and "RAKIT_DEBUG=1" in said.err


def test_help_loads_neither_flask_nor_sqlalchemy_nor_pydantic() -> None:
    code = (
        "import sys; from builder.__main__ import main; main(['--help']);"
        "print([m for m in ('flask', 'sqlalchemy', 'pydantic', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        f"{shlex.quote(sys.executable)} -m builder --help | head -c 1",
        shell=True,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
