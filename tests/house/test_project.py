"""What the project itself promises: rooms, locks, CI, nothing of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = "builder plugins generated_apps sop_workflow tests docs bench deploy .ci".split()


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def test_the_rooms_stand() -> None:
    for room in ROOMS:
        assert (ROOT / room).is_dir(), room
    for file in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"):
        assert (ROOT / file).read_text(encoding="utf-8").strip(), file


@pytest.mark.parametrize("name", ["run", "test", "build"])
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in block and "--hash=sha256:" in block, block[:60]


def test_ci_runs_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]


def test_generated_applications_are_not_tracked() -> None:
    inside = {p.name for p in tracked() if p.parent == ROOT / "generated_apps"}
    assert inside <= {"README.md", ".gitignore"}


def test_no_path_of_one_machine_and_no_download_host() -> None:
    odd = re.compile(r'"resolved":|(?<!emit-)index-url|/(?:work|root|home)/[a-z]|pythonhosted|registry\.npm')
    found = []
    for path in tracked():
        if path.suffix in {".png", ".woff2", ".ico", ".pdf"} or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if odd.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line[:100]}")
    assert found == []
