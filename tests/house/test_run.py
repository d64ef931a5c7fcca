"""`make test`: every folder is run, failures are seen in full, the last line counts."""

from __future__ import annotations

import re
import sys
from collections import deque
from pathlib import Path

import pytest

from tests import run
from tests.crawl import test_crawl

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_good():
    pass

def test_bad():
    assert 1 == 2, "one is not two"

@pytest.mark.skip(reason="nothing to see")
def test_skipped():
    pass

@pytest.fixture
def broken():
    raise RuntimeError("no fixture")

def test_error(broken):
    pass
"""


def lane(*steps: tuple[str, list[str]]) -> run.Lane:
    return run.Lane(deque(steps))


def pytests(name: str, *arguments: str) -> tuple[str, list[str]]:
    return name, [*run.PYTEST, "-p", "no:cacheprovider", *arguments]


@pytest.fixture(autouse=True)
def no_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small runs in here begin quickly: what else is installed is not asked for."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def test_every_folder_with_tests_is_in_one_group() -> None:
    given = run.groups().values()
    named = [words[0] for words in given if "-k" in words]
    assert set(named) == {"tests/crawl"}
    whole = [word for words in given if "-k" not in words for word in words]
    assert len(whole) == len(set(whole)) and not set(named) & set(whole), "no folder twice"
    named += whole
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    paths = re.search(r"^testpaths = \[(.*)\]", settings, re.M)
    assert paths
    for place in re.findall(r'"([^"]+)"', paths[1]):
        for path in (ROOT / place).rglob("test_*.py"):
            if not {"template", "node_modules"} & set(path.parts):
                there = path.relative_to(ROOT).as_posix()
                assert any(there.startswith(f"{folder}/") for folder in named), there


def test_the_groups_of_the_crawl_have_every_test_of_it_once() -> None:
    """`-k` chooses by words in the names of tests."""
    chosen = [words[-1].split(" or ") for words in run.groups().values() if "-k" in words]
    names = [*test_crawl.SITES, "test_the_turns_meet_in_pairs"]
    for name in names:
        assert sum(any(word in name for word in words) for words in chosen) == 1, name
    tests = (test for test in vars(test_crawl) if test.startswith("test_"))
    for test in tests:
        assert test == names[-1] or not any(w in test for words in chosen for w in words), test


def test_a_folder_that_nobody_named_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {name: folders for name, folders in run.GROUPS.items() if name != "story"}
    monkeypatch.setattr(run, "GROUPS", named)
    assert "tests/story" in run.groups()[run.OTHERS]


def test_what_failed_is_shown_in_full_and_the_last_line_counts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_these.py").write_text(TESTS)
    (tmp_path / "test_those.py").write_text("def test_good():\n    pass\n")
    checks = lane(("good", ["true"]), ("bad", ["sh", "-c", "echo untidy; exit 3"]))
    names = ("these", "those")
    queue = deque(pytests(name, str(tmp_path / f"test_{name}.py")) for name in names)
    checks.shared = queue
    assert run.run([checks, run.Lane(deque(), queue)]) == 1
    said = capfd.readouterr().out
    assert "one is not two" in said and "no fixture" in said and "untidy" in said
    assert "== good: ok" in said and "== bad: FAILED (exit status 3)" in said
    assert re.search(r"^FAILED .*::test_bad$", said, re.M)
    assert re.search(r"^== those: ok, \d+ s$", said, re.M)
    assert said.splitlines()[-1] == "3 passed, 3 failed, 1 skipped"


def test_the_story_comes_after_the_unit_tests_and_nothing_is_run_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lanes: list[run.Lane] = []
    monkeypatch.setattr(sys, "argv", ["run"])
    monkeypatch.setattr(run, "run", lambda chosen: lanes.extend(chosen) or 0)
    assert run.main() == 0
    first, checks, third = lanes
    assert [name for name, _ in first.steps] == ["unit tests", "story"]
    assert [name for name, _ in checks.steps] == [name for name, _ in run.LINT]
    assert not third.steps and first.shared is checks.shared is third.shared
    assert [name for name, _ in (*first.steps, *third.shared)] == list(run.groups())


def test_every_long_proof_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes: list[run.Lane] = []
    monkeypatch.setattr(sys, "argv", ["run", "--prove"])
    monkeypatch.setattr(run, "run", lambda chosen: lanes.extend(chosen) or 0)
    assert run.main() == 0
    one, other = lanes
    assert not one.steps and not other.steps and one.shared is other.shared
    words = [command[len(run.PYTEST) :] for _, command in one.shared]
    assert all(given[:2] == ["-m", "prove"] for given in words)
    given = [rest[2:] for rest in words]
    pages = [rest for rest in run.groups().values() if rest[0] == run.CRAWL]
    assert sorted(given) == sorted([*pages, [f"--ignore={run.CRAWL}"]])


def test_all_well_is_few_lines(capfd: pytest.CaptureFixture[str]) -> None:
    assert run.run([lane(("good", ["true"]), ("fine", ["echo", "chatter"]))]) == 0
    said = capfd.readouterr().out.splitlines()
    assert [line.rpartition(",")[0] for line in said[:-1]] == ["== good: ok", "== fine: ok"]
    assert said[-1] == "2 passed, 0 failed"


def test_what_breaks_off_has_failed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_off.py").write_text("import os\n\ndef test_off():\n    os._exit(0)\n")
    (tmp_path / "test_no.py").write_text("import nothing_like_that\n")
    assert run.run([lane(pytests("off", str(tmp_path / "test_off.py")))]) == 1
    assert run.run([lane(pytests("no", str(tmp_path / "test_no.py")))]) == 1
    assert "nothing_like_that" in capfd.readouterr().out


def test_a_line_comes_while_a_test_takes_long(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run.EVERY + 1 <= 20, "the longest silence that was asked for"
    monkeypatch.setattr(run, "EVERY", 0.3)
    long = [sys.executable, "-c", "import time; time.sleep(0.9)"]
    assert run.run([lane(("long", long))]) == 0
    assert re.search(
        r"^\.\.\. long: 0 passed, 0 failed; long, \d+ s$", capfd.readouterr().out, re.M
    )


def test_what_is_compiled_is_kept_for_the_next_process(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    ask = "import sys; sys.exit(sys.dont_write_bytecode)"
    assert run.run([lane(("kept", [sys.executable, "-c", ask]))]) == 0
    assert "== kept: ok" in capfd.readouterr().out
