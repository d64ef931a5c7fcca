"""Making: specification to files, in a warm worker and as a whole command.

python -m bench making
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measure import load_now, median, table
from bench.specs import SIZES, specification
from builder.plan import plan
from builder.plugin_host import Plugins, load_plugins
from builder.render import Renderer, render
from builder.spec import load

ANCHORS = (
    ("JHipster 8.11, without client", ("-", "9.5", "25.5")),
    ("ApiLogicServer 17.5 create", ("2.0", "3.4", "4.7")),
    ("Django startproject, inspectdb, migrate", ("3.5", "3.9", "5.0")),
    ("copier 9.19, warm", ("0.11", "0.28", "1.2")),
    ("cookiecutter over two-line stubs, warm", ("0.05", "0.2", "1.1")),
    ("plain Jinja", ("0.01", "0.02-0.1", "0.05-0.6")),
)
"""Seconds for 5, 20 and 100 entities, taken once on two idle cores of Debian 12."""


def main() -> None:
    """Measure each size and print one table."""
    folder = Path(tempfile.mkdtemp(prefix="rakit-ukur-"))
    try:
        plugins = load_plugins()
        with Renderer() as renderer:
            warm = [_warm(n, folder / f"warm_{n}", plugins, renderer) for n in SIZES]
        whole = [_whole(n, folder / f"whole_{n}") for n in SIZES]
    finally:
        shutil.rmtree(folder)
    rows = [
        ["Rakit, warm worker: spec to files", *(f"{one:.2f}" for one in warm)],
        ["Rakit, `rakit generate`: process, files, git", *(f"{one:.2f}" for one in whole)],
    ]
    rows += [[name, *figures] for name, figures in ANCHORS]
    head = ["entities", *map(str, SIZES)]
    table(f"Making, seconds (median; {load_now()})", head, rows)


def _warm(size: int, folder: Path, plugins: Plugins, renderer: Renderer) -> float:
    text, names = specification(size), itertools.count()
    folder.mkdir()

    def run() -> None:
        spec = load(text, plugins.types)
        render(plan(spec, plugins), folder / str(next(names)), renderer=renderer)

    return median(run)


def _whole(size: int, folder: Path) -> float:
    folder.mkdir()
    source, names = folder / "spec.yaml", itertools.count()
    source.write_text(specification(size), encoding="utf-8")

    def run() -> None:
        words = ("-m", "builder", "generate", str(source), "-o", str(folder / str(next(names))))
        subprocess.run([sys.executable, *words], check=True, capture_output=True)

    return median(run, times=3)
