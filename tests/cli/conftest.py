"""A folder to work in, and the command as a person types it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.__main__ import main


@dataclass
class Said:
    """What a command gave: exit status, stdout, stderr."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]

SMALL = """\
rakit: 1
name: perpustakaan
entities:
  - name: buku
    display: [judul]
    fields:
      - name: judul
        required: true
      - name: tahun
        type: year
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("check", "spec.yaml")` in a folder of its own, with settings that harm nobody."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("APPS_DIR", str(tmp_path / "apps"))
    monkeypatch.delenv("RAKIT_LANG", raising=False)

    def command(*words: str) -> Said:
        status = main(list(words))
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return command


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A small valid specification, `spec.yaml` in the folder."""
    path = tmp_path / "spec.yaml"
    path.write_text(SMALL)
    return path
