"""`make test` in three lanes: one begins with lint, types and arrows, one with the unit tests.

After the unit tests comes the story; a lane that is free takes the next group of the others. Three
on two cores, since tests wait as often as they work; `make prove` has two. What a group prints is
shown in full when something failed in it; the last line is `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
EVERY = 15
"""Seconds after which something is said, whatever happens."""
LINT = (
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("arrows", [str(BIN / "lint-imports"), "--config", ".importlinter"]),
    ("types", [str(BIN / "mypy")]),
)
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "tests.progress"]
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
"""Settings with which each of the many processes would compile everything anew."""
GROUPS = {
    "unit tests": ("spec", "kit", "procedure", "docs", "house"),
    "story": ("story",),
    "making": ("making",),
    "machine": ("machine",),
    "portal": ("portal", "proofs"),
    "every page of the portal": ("crawl", "-k", "portal or turns"),
    "every page, umkm": ("crawl", "-k", "umkm"),
    "every page, chinook": ("crawl", "-k", "chinook"),
    "face": ("face",),
    "every page, semua_jenis": ("crawl", "-k", "semua_jenis or test_look"),
    "commands": ("intake", "cli"),
    "applications": ("preview", "app"),
}
"""Folders of tests/ that share a process, hence what they make once for all their tests; and which
tests of them (`-k`), where a folder has a group for each thing that is made.

The first two follow each other; the others are taken in this order, the longest first.
"""
OTHERS = "others"
CRAWL = "tests/crawl"


def groups() -> dict[str, list[str]]:
    """Name of a group -> what pytest is given; folders that nobody has named are in the last."""
    there = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    named = {one for words in GROUPS.values() for one in words}
    out = {
        name: [f"tests/{one}" if one in there else one for one in words]
        for name, words in GROUPS.items()
        if words[0] in there
    }
    others = (f"tests/{one}" for one in sorted(there - named))
    return out | {OTHERS: [*others, "plugins", "builder/kit/tests"]}


def proving() -> deque[tuple[str, list[str]]]:
    """The long proofs: the pages of each site, and what is no page."""
    proofs = [*PYTEST, "-m", "prove"]
    pages = [(name, words) for name, words in groups().items() if words[0] == CRAWL]
    found = [(name, [*proofs, *words]) for name, words in pages]
    return deque([found[0], ("what is no page", [*proofs, f"--ignore={CRAWL}"]), *found[1:]])


@dataclass
class Lane:
    """Commands one after the other, then those that lanes share; `aloud`: their output is seen."""

    steps: deque[tuple[str, list[str]]]
    shared: deque[tuple[str, list[str]]] = field(default_factory=deque)
    aloud: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    events: int = 0

    def start(self) -> None:
        self.events, self._tells = os.pipe()
        os.set_blocking(self.events, False)
        self._heard = b""
        self._next()

    def _next(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        if not (steps := self.steps or self.shared):
            return
        self._step, command = steps.popleft()
        self._now, self._since = self._step, clock()
        self._began, self._before, self._open = clock(), self.counts.copy(), False
        self._said = None if self.aloud else tempfile.TemporaryFile()  # noqa: SIM115
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment() | {"RAKIT_PROGRESS": str(self._tells)},
            stdout=self._said,
            stderr=subprocess.STDOUT if self._said else None,
            pass_fds=(self._tells,),
        )

    def look(self) -> None:
        """Take what the tests tell; when a step has ended, say how and begin the next one."""
        ended = self.process is not None and self.process.poll() is not None
        while self._hear():
            pass
        if not ended or self.process is None:
            return
        code, mine = self.process.returncode, self.counts - self._before
        bad, said = bool(code or self._open), self._output()
        if bad and not mine["failed"]:
            self.counts["failed"] += 1  # no pytest, or it broke off
        elif not bad and not mine:
            self.counts["passed"] += 1
        lines = said.splitlines()
        say(said.rstrip() if bad else "\n".join(x for x in lines if x.startswith("SKIPPED")))
        how = f"FAILED (exit status {code})" if bad else "ok"
        say(f"== {self._step}: {how}, {clock() - self._began:.0f} s")
        self._next()

    def _output(self) -> str:
        if self._said is None:
            return ""
        with self._said as file:
            file.seek(0)
            return file.read().decode(errors="replace")

    def _hear(self) -> bool:
        try:
            self._heard += os.read(self.events, 1 << 16)
        except BlockingIOError:
            return False
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            word, _, what = line.decode().partition(" ")
            if word == "began":
                self._now, self._since = what, clock()
            elif word in ("opened", "closed"):
                self._open = word == "opened"
            else:
                self.counts[word] += 1
            if word == "failed" and not self.aloud:
                say(f"FAILED {what}")
        return True

    def stop(self) -> None:
        """After Ctrl-C, which everybody has heard: wait a while for what is ending."""
        if self.process is None:
            return
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def __str__(self) -> str:
        mine = words(self.counts - self._before)
        return f"... {self._step}: {mine}; {self._now}, {clock() - self._since:.0f} s"


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in UNWANTED}


def clock() -> float:
    return time.monotonic()


def say(text: str) -> None:
    if text:
        print(text, flush=True)


def words(counts: Counter[str]) -> str:
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    return f"{counts['passed']} passed, {counts['failed']} failed{skipped}"


def run(chosen: Sequence[Lane]) -> int:
    """Run lanes side by side; the exit status. At least every 15 seconds a line is printed."""
    status, told = 0, clock()
    try:
        with selectors.DefaultSelector() as ready:
            for lane in chosen:
                lane.start()
                ready.register(lane.events, selectors.EVENT_READ)
            while running := [lane for lane in chosen if lane.process]:
                ready.select(0.5)
                for lane in running:
                    lane.look()
                if clock() - told >= EVERY:
                    told = clock()
                    say("\n".join(str(lane) for lane in running if lane.process))
    except KeyboardInterrupt:
        status = 130
        for lane in chosen:
            lane.stop()
    counts = sum((lane.counts for lane in chosen), Counter[str]())
    say(words(counts))
    return status or int(counts["failed"] > 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prove", action="store_true", help="only the long proofs")
    parser.add_argument("--lint", action="store_true", help="only lint, types and arrows")
    parser.add_argument("pytest", nargs="*", help="arguments for one pytest, instead of the lanes")
    chosen, more = parser.parse_known_args()
    if chosen.prove and (chosen.pytest or more):
        proofs = [*PYTEST, "-m", "prove", *chosen.pytest, *more]
        return run([Lane(deque([("proofs", proofs)]), aloud=True)])
    if chosen.prove:
        waiting = proving()
        return run([Lane(deque(), waiting), Lane(deque(), waiting)])
    checks, tests = Lane(deque(LINT)), [*PYTEST, "-m", "not prove"]
    if chosen.lint:
        return run([checks])
    if chosen.pytest or more:
        one = ("tests", [*tests, *chosen.pytest, *more])
        return run([checks, Lane(deque([one]), aloud=True)])
    checks.shared = deque((name, [*tests, *folders]) for name, folders in groups().items())
    first = Lane(deque(checks.shared.popleft() for _ in ("unit tests", "story")), checks.shared)
    return run([first, checks, Lane(deque(), checks.shared)])


if __name__ == "__main__":
    sys.exit(main())
