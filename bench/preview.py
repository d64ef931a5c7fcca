"""Previews: click to first page, memory of thirty, pages a second. Prints; asserts nothing.

python -m bench.preview [TREE]      TREE: an application's root (default: the demonstration's)
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.measure import table
from tests.preview.conftest import Running

DEMO = Path(__file__).parents[1] / "builder/demo/bantuan_alat_umkm.yaml"
MANY, TIMES = 30, 5


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="rakit-ukur-"))
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else _demo(folder / "aplikasi")
    began = time.perf_counter()
    running = Running(folder / "data")
    up = time.perf_counter() - began
    try:
        _measure(running, tree, up)
    finally:
        running.stop()
        shutil.rmtree(folder)


def _demo(into: Path) -> Path:
    from builder.generate import draft_tree
    from builder.plugin_host import load_plugins
    from builder.spec import load

    plugins = load_plugins()
    draft_tree(load(DEMO.read_text(), plugins.types), plugins, into)
    return into


def _measure(running: Running, tree: Path, up: float) -> None:
    fresh, kept, warm = [], [], []
    for n in range(TIMES):
        name = f"ukur-{n}"
        running.trees.place(name, tree, own=True)
        fresh.append(_timed(lambda name=name: _page(running, name)))
        warm += [_timed(lambda name=name: _page(running, name)) for _ in range(10)]
        _stop(running, name)
        kept.append(_timed(lambda name=name: _page(running, name)))
    rows = [["gateway and zygote up", f"{up * 1000:.0f}"]]
    for label, figures in (
        ("click to first page, first time (tables, sample rows)", fresh),
        ("click to first page, stopped before (rows kept)", kept),
        ("page of a running preview", warm),
    ):
        rows.append([label, f"{statistics.median(figures) * 1000:.0f}"])
    table("Preview, milliseconds (median)", ["what", "ms"], rows)
    for n in range(TIMES, MANY):
        running.trees.place(f"ukur-{n}", tree, own=True)
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: _page(running, f"ukur-{n}"), range(MANY)))
    took = time.perf_counter() - began
    family = _descendants(running.process.pid)
    private = sum(_private(pid) for pid in family)
    alive = running.get("/health").json["running"]
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _page(running, f"ukur-{n % 8}"), range(400)))
    rate = 400 / (time.perf_counter() - began)
    table(
        "Many previews",
        ["what", "figure"],
        [
            [f"{alive} previews opened, seconds", f"{took:.1f}"],
            ["memory of all (private), MB", f"{private / 1024:.0f}"],
            ["memory of one (private), MB", f"{private / 1024 / max(1, alive):.0f}"],
            ["pages a second, 8 previews, 8 browsers", f"{rate:.0f}"],
        ],
    )


def _page(running: Running, name: str) -> None:
    """What a browser shows after the click: redirects followed, waiting pages waited for."""
    path = running.order(name, session=name) + "/"
    for _ in range(100):
        said = running.get(path, Accept="text/html")
        if said.status in (301, 302, 303):
            path = said.headers["location"]
        elif said.status == 503:
            time.sleep(0.1)
        else:
            break
    if said.status != 200:
        raise SystemExit(f"{name}: {said.status}\n{said.text[-2000:]}")


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _stop(running: Running, name: str) -> None:
    """Kill its process; the keeper packs its rows, as at an idle stop."""
    for pid in _descendants(running.process.pid):
        if not _children(pid) and pid not in _children(running.process.pid):
            os.kill(pid, signal.SIGKILL)
    while not running.trees.keep(name).exists():
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _descendants(pid: int) -> list[int]:
    found = _children(pid)
    return found + [deeper for child in found for deeper in _descendants(child)]


def _private(pid: int) -> int:
    """Kilobytes that are this process's alone."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(r"^Private_\w+:\s+(\d+) kB", rollup, re.M))


if __name__ == "__main__":
    main()
