"""`make test`: lint, types and arrows, then pytest: unit tests, the story, the rest."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
LINT = (
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("arrows", [str(BIN / "lint-imports"), "--config", ".importlinter"]),
    ("types", [str(BIN / "mypy")]),
)


def step(name: str, command: list[str], *, quiet: bool) -> bool:
    """Run one check; its output is shown only when it fails, unless it reports for itself."""
    start = time.monotonic()
    print(f"== {name}", flush=True)
    beat = os.dup(1)
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=quiet,
        text=True,
        check=False,
        pass_fds=(beat,),
        env={**os.environ, "RAKIT_BEAT": str(beat)},
    )
    os.close(beat)
    if done.returncode and quiet:
        print(done.stdout + done.stderr, flush=True)
    state = "ok" if done.returncode == 0 else "FAILED"
    print(f"== {name}: {state}, {time.monotonic() - start:.0f} s", flush=True)
    return done.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prove", action="store_true", help="only the long proofs")
    parser.add_argument("--lint", action="store_true", help="only lint, types and arrows")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest")
    chosen = parser.parse_args()
    pytest = [sys.executable, "-m", "pytest", "-q", *chosen.pytest]
    if chosen.prove:
        return 0 if step("proofs", [*pytest, "-m", "prove"], quiet=False) else 1
    # All four are run, also when the first fails: one look shows everything.
    results = [step(name, command, quiet=True) for name, command in LINT]
    good = all(results)
    if not chosen.lint:
        good = step("tests", [*pytest, "-m", "not prove"], quiet=False) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
