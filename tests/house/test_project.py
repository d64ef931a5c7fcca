"""What the project itself promises: rooms, locks, CI, nothing of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "builder",
    "plugins",
    "generated_apps",
    "sop_workflow",
    "tests",
    "docs",
    "bench",
    "deploy",
    ".ci",
)
BINARY = {".png", ".webp", ".woff2", ".ico", ".pdf", ".jpg", ".zip", ".xlsx", ".db", ".mo"}
MACHINE = re.compile(
    r'"resolved":|(?<!emit-)index-url|/(?:work|root|home|Users|mnt)/[a-z]|/tmp/(?:plan|bash)'
    r"|pythonhosted|registry\.npm"
)
TOOLS = ("edualc", "ciporhtna", "tpgtahc", "ianepo", "tolipoc", "tnegabus", "mll")
"""Words of the workplace, written backwards so that this page is not found by itself."""


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def test_the_rooms_stand() -> None:
    for room in ROOMS:
        assert (ROOT / room).is_dir(), room
    for file in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"):
        assert (ROOT / file).read_text(encoding="utf-8").strip(), file


@pytest.mark.parametrize("name", ["run", "test", "build", "delivered"])
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


def texts() -> list[tuple[Path, str]]:
    """Every tracked text file that is there; this page names what it looks for."""
    found = [path for path in tracked() if path.suffix not in BINARY and path.is_file()]
    return [(p, p.read_text(encoding="utf-8")) for p in found if p != Path(__file__)]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line[:100]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_one_machine_and_no_download_host() -> None:
    assert lines_with(MACHINE) == []


def test_no_word_of_the_workplace() -> None:
    words = "|".join(word[::-1] for word in TOOLS)
    assert lines_with(re.compile(rf"\b(?:{words})\b", re.I)) == []


def test_nothing_is_left_for_later() -> None:
    markers = "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX"))
    code = [line for line in lines_with(re.compile(rf"\b(?:{markers})\b")) if ".py:" in line]
    assert code == []


def test_no_error_is_swallowed() -> None:
    found = []
    for path, text in texts():
        if path.suffix == ".py" and re.search(r"except(?: Exception)?:\s*\n?\s*pass\b", text):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_nothing_large_is_tracked() -> None:
    large = [
        p.relative_to(ROOT).as_posix()
        for p in tracked()
        if p.is_file() and p.stat().st_size > 1 << 20
    ]
    assert large == []
