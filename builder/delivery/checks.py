"""What is checked before anybody signs: the application's own tests, its code, no secrets."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from builder import children
from builder.errors import RakitError

OWN_PACKAGES = ("builder", "sop_workflow", "plugins", "rakit")
NAMES_OF_SECRETS = re.compile(
    r"(^|/)(\.env(\..+)?|id_(rsa|dsa|ecdsa|ed25519)|.+\.(pem|key|p12|pfx))$"
)
NAMES_OF_DATA = re.compile(r"\.(db|sqlite3?|dump|bak)$|^(data|var|instance)/")
SESSION_KEY = "kunci sesi tertulis"
SECRETS = (
    ("kunci pribadi", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("kunci AWS", re.compile(r"\bAKIA[0-9A-Z]{16}\b")),
    ("token GitHub", re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36,}\b")),
    ("kata sandi di alamat", re.compile(r"\b[a-z][a-z0-9+]*://[^\s:/@\"'{}$<>]+:[^\s/@\"'{}$<>]{3,}@")),
    (SESSION_KEY, re.compile(r"^\s*SECRET_KEY\s*[:=]\s*[\"'][^\"']{8,}[\"']", re.M)),
)  # fmt: skip
SUMMARY = re.compile(r"\b(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
COLLECTED = re.compile(r"\bcollected (\d+) items?")
ENDED = re.compile(r" (?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b.*\[ *\d+%\]$", re.M)
TEST_SECONDS, PAUSE = 1500.0, 0.5
Told = Callable[[str, int, int], None]


class DeliveryError(RakitError):
    """The application can't be handed over as it is."""


@dataclass(frozen=True)
class CheckResult:
    """One check: what it found in words; `counts` for tests. No durations: they would be part of
    what is signed."""

    name: str
    passed: bool
    words: str
    counts: tuple[tuple[str, int], ...] = ()
    output: str = ""

    def as_data(self) -> dict[str, object]:
        """What stands in the manifest."""
        return {
            "name": self.name,
            "passed": self.passed,
            "words": self.words,
            "counts": dict(self.counts),
        }


def quiet(step: str, done: int, total: int) -> None:
    """Nobody waits."""


def check_application(
    root: Path, *, tests: bool = True, told: Told = quiet
) -> tuple[CheckResult, ...]:
    """All checks of an exported application; nothing is written into its folder.

    `told` hears what is being done ("kode"), and of the tests how many of how many are through.
    It may raise: then everything that was started ends.
    """
    found = []
    for name, check in (("rahasia", _secrets), ("mandiri", _stands_alone), ("kode", _code)):
        told(name, 0, 0)
        found.append(check(root))
    return (*found, _tests(root, told)) if tests else tuple(found)


def files_of(root: Path) -> Iterator[tuple[str, Path]]:
    """(path in the application, file), sorted; without git's folder and caches."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not {".git", "__pycache__"} & set(name.split("/")):
            yield name, path


def _secrets(root: Path) -> CheckResult:
    found = []
    for name, path in files_of(root):
        if NAMES_OF_SECRETS.search(name):
            found.append(f"{name}: berkas rahasia")
        elif NAMES_OF_DATA.search(name):
            found.append(f"{name}: berkas data")
        elif path.stat().st_size < 2_000_000:
            text = path.read_text(errors="replace")
            # Delivered tests write the key of their own throw-away application.
            wanted = [s for s in SECRETS if s[0] != SESSION_KEY or not name.startswith("tests/")]
            for what, pattern in wanted:
                if hit := pattern.search(text):
                    line = text.count("\n", 0, hit.start()) + 1
                    found.append(f"{name}:{line}: {what}")
    return _result("rahasia", found, "Tidak ada rahasia atau data di dalam berkas.")


def _stands_alone(root: Path) -> CheckResult:
    """The heirs have no Rakit: nothing may import it."""
    own = {path.name for path in root.iterdir()}
    found = []
    for name, path in files_of(root):
        if not name.endswith(".py"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
        except (SyntaxError, UnicodeDecodeError) as error:
            found.append(f"{name}: tidak terbaca ({error})")
            continue
        if not any(package in text for package in OWN_PACKAGES):
            continue
        for node in ast.walk(tree):
            for line, module in _imported(node):
                top = module.split(".")[0]
                if top in OWN_PACKAGES and top not in own:
                    found.append(f"{name}:{line}: mengimpor {module}")
    return _result("mandiri", found, "Tidak bergantung pada Rakit.")


def _imported(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Import):
        yield from ((node.lineno, one.name) for one in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        yield node.lineno, node.module


def _code(root: Path) -> CheckResult:
    done = subprocess.run(
        [find_ruff_bin(), "check", "--no-cache", "--output-format", "concise", "."],
        cwd=root,
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if re.match(r"\S+:\d+:\d+:", line)]
    if done.returncode and not lines:
        lines = [done.stderr.strip()[-300:] or f"ruff: {done.returncode}"]
    return _result("kode", lines, "Kode rapi.")


def _tests(root: Path, told: Told) -> CheckResult:
    """The application's own tests, in a copy, in a process of their own that ends with us.

    Those of the kit go along with it, but the kit is the same everywhere and was tested with it.
    """
    with tempfile.TemporaryDirectory(prefix="rakit-check-") as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git", "__pycache__"))
        log = Path(folder) / "log"
        tools = f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
        env = {
            "PATH": tools,
            "HOME": folder,
            "TMPDIR": folder,
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # what is installed beside stays out
        }
        argv = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "--tb=short"]
        argv += ["--color=no", "--ignore=tests/kit"]
        with log.open("wb") as out:
            process = children.spawn(argv, env=env, cwd=copy, stdout=out, stderr=out)
            try:
                code = _watched(process, log, told)
            finally:
                children.stop(process, grace=1.0)
        output = log.read_text(errors="replace")
    tally: dict[str, int] = {}
    for number, word in SUMMARY.findall(output.strip().rsplit("\n", 1)[-1]):
        tally[word] = int(number)
    passed = code == 0 and tally.get("passed", 0) > 0
    words = f"{tally.get('passed', 0)} pengujian lulus."
    if not passed:
        broken = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
        reason = "; ".join(broken[:5]) or output.strip()[-300:]
        words = f"Pengujian tidak lulus: {reason}" if code != -1 else "Pengujian tidak selesai."
    return CheckResult("pengujian", passed, words, tuple(sorted(tally.items())), output[-20_000:])


def _watched(process: subprocess.Popen[bytes], log: Path, told: Told) -> int:
    """Wait for the tests, telling how far they are; the exit code, -1 when their time is over."""
    until, before = time.monotonic() + TEST_SECONDS, (0, 0)
    while time.monotonic() < until:
        try:
            return process.wait(PAUSE)
        except subprocess.TimeoutExpired:
            text = log.read_text(errors="replace")
            all_of_them = COLLECTED.search(text)
            now = (len(ENDED.findall(text)), int(all_of_them[1]) if all_of_them else 0)
            if now != before:
                told("uji", *now)
                before = now
    return -1


def _result(name: str, found: list[str], fine: str) -> CheckResult:
    if not found:
        return CheckResult(name, True, fine)
    more = f" dan {len(found) - 5} lagi" if len(found) > 5 else ""
    return CheckResult(name, False, "; ".join(found[:5]) + more, output="\n".join(found))
