"""Without a browser, its tests fail and say the way out: nobody takes silence for success."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import browser_install

ROOT = Path(__file__).parents[2]
TEST = """
def test_a_page(person):
    person()
"""


@pytest.fixture
def none_here(tmp_path: Path) -> dict[str, str]:
    """An environment in which neither the system nor Playwright has a browser."""
    empty = tmp_path / "empty"
    empty.mkdir()
    return {**os.environ, "PATH": str(empty), "PLAYWRIGHT_BROWSERS_PATH": str(empty)}


def test_a_missing_browser_is_a_failure_with_the_way_out(
    tmp_path: Path, none_here: dict[str, str]
) -> None:
    (tmp_path / "test_page.py").write_text(TEST)
    words = ["-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, *words, "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=ROOT,
        env={**none_here, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 error" in done.stdout and "skipped" not in done.stdout
    assert browser_install.WAY_OUT in " ".join(done.stdout.split())


def test_what_can_not_be_installed_stops_make_test_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, none_here: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def offline(command: list[str], **_more: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setenv("PATH", none_here["PATH"])
    monkeypatch.setattr(subprocess, "run", offline)
    assert browser_install.main() == 1
    assert asked[-1][1:] == ["-m", "playwright", "install", "chromium"]
    assert browser_install.WAY_OUT in capsys.readouterr().err


def test_a_browser_of_the_system_is_used(
    monkeypatch: pytest.MonkeyPatch, none_here: dict[str, str]
) -> None:
    program = Path(none_here["PATH"]) / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", none_here["PATH"])
    assert browser_install.chromium() == str(program)
    assert browser_install.main() == 0
