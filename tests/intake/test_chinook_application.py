"""The whole way: Chinook's SQL file, imported, generated, set up, looked at page by page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.__main__ import main
from tests.intake.test_chinook import COUNTS

PROBE = Path(__file__).parent / "application_probe.py"


@pytest.fixture(scope="module")
def application(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root of the generated application, made by the two commands that a person would type."""
    folder = tmp_path_factory.mktemp("chinook")
    source = shared / "data" / "chinook" / "sqlite.sql"
    assert main(["import", str(source), "--data", "-o", str(folder / "spec.yaml")]) == 0
    assert main(["generate", str(folder / "spec.yaml"), "-o", str(folder / "app")]) == 0
    return folder / "app"


@pytest.fixture(scope="module")
def probed(application: Path) -> dict[str, Any]:
    folder = application.parent
    done = subprocess.run(
        [sys.executable, str(PROBE), str(application), "chinook", str(folder)],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        cwd=application,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_every_list_answers_and_counts_every_row(probed: dict[str, Any]) -> None:
    expected = {name: [200, count, 200] for name, count in COUNTS.items()}
    # A list that fits on one page needs no total.
    shown = {
        name: [code, COUNTS[name] if total < 0 and COUNTS[name] <= 25 else total, detail]
        for name, (code, total, detail) in probed["pages"].items()
    }
    assert shown == expected


def test_rows_come_in_once(probed: dict[str, Any]) -> None:
    assert probed["again"] == 0


def test_rows_lie_in_a_folder_that_git_ignores(application: Path) -> None:
    assert (application / "data" / "track.jsonl").is_file()
    tracked = subprocess.run(
        ["git", "ls-files", "data"], cwd=application, capture_output=True, text=True, check=True
    )
    assert tracked.stdout == ""


def delivered(application: Path, *tests: str, timeout: int) -> None:
    """The application's own tests, run as its heirs run them; tests/kit is the kit's own room."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *tests, "--ignore", "tests/kit"],
        cwd=application,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_delivered_tests_of_a_tree_and_of_a_joining_table_are_green(application: Path) -> None:
    delivered(application, "tests/test_employee.py", "tests/test_playlist_track.py", timeout=120)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_all_delivered_tests_are_green(application: Path) -> None:
    delivered(application, "tests", timeout=880)


def test_generating_again_changes_nothing_and_a_hand_edit_stays(application: Path) -> None:
    view = application / "chinook" / "track" / "view.py"
    edited = view.read_text() + "\n# Ditambah oleh pewaris.\n"
    view.write_text(edited)
    spec = application.parent / "spec.yaml"
    assert main(["generate", str(spec), "-o", str(application)]) == 0
    assert view.read_text() == edited
