"""Previews: specification to first page, memory of thirty, pages a second. Prints; asserts nothing.

python -m bench preview
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from bench.measure import load_now, table
from bench.specs import SIZES, specification
from builder.generate import draft_tree
from builder.plugin_host import Plugins, load_plugins
from builder.render import Renderer
from builder.spec import load
from tests.preview.conftest import Running

DEMO = Path(__file__).parents[1] / "builder/demo/bantuan_alat_umkm.yaml"
MANY, TIMES = 30, 3
ANCHORS = (
    ("ApiLogicServer 17.5: create and first page", ("3.4", "5.3", "7.2")),
    ("Django startproject, inspectdb, migrate and first page", ("4.4", "4.8", "5.9")),
    ("cold process for each preview, 20 views, tables there already", ("-", "0.93", "-")),
)
"""Seconds for 5, 20 and 100 entities, taken once on two idle cores of Debian 12."""


def main() -> None:
    """Both tables, each from a gateway of its own: what was just used is never put out."""
    folder = Path(tempfile.mkdtemp(prefix="rakit-ukur-"))
    plugins = load_plugins()
    running = Running(folder / "data")
    try:
        with Renderer() as renderer:
            columns = [_sized(running, n, folder, plugins, renderer) for n in SIZES]
            tree = folder / "aplikasi"
            draft_tree(load(DEMO.read_text(), plugins.types), plugins, tree, renderer=renderer)
        labels = (
            "Rakit: specification to files, on disk for the preview",
            "Rakit: click to first page, first time (tables, sample rows)",
            "**Rakit: specification to first page**",
            "Rakit: click to first page, stopped before (rows kept)",
            "Rakit: page of a running preview",
        )
        rows = [
            [label, *(f"{found[n]:.2f}" for found in columns)] for n, label in enumerate(labels)
        ]
        rows += [[name, *figures] for name, figures in ANCHORS]
        head = ["entities", *map(str, SIZES)]
        table(f"Preview, seconds (median; {load_now()})", head, rows)
        running.stop()
        began = time.perf_counter()
        running = Running(folder / "many")
        _many(running, tree, time.perf_counter() - began)
    finally:
        running.stop()
        shutil.rmtree(folder)


def _sized(
    running: Running, size: int, folder: Path, plugins: Plugins, renderer: Renderer
) -> tuple[float, ...]:
    """Files, first click, both, click on a stopped preview, a page: medians in seconds."""
    text, names = specification(size), itertools.count()
    made, fresh, kept, warm = [], [], [], []

    def make(name: str) -> None:
        draft_tree(load(text, plugins.types), plugins, folder / name, renderer=renderer)
        running.trees.place(name, folder / name, own=True)

    make(f"ukur-{size}-awal")  # does not count: templates are compiled
    _page(running, f"ukur-{size}-awal")
    for n in itertools.islice(names, TIMES):
        name = f"ukur-{size}-{n}"
        page = partial(_page, running, name)
        made.append(_timed(partial(make, name)))
        fresh.append(_timed(page))
        warm += [_timed(page) for _ in range(10)]
        _stop(running, name)
        kept.append(_timed(page))
    both = [a + b for a, b in zip(made, fresh, strict=True)]
    return tuple(statistics.median(one) for one in (made, fresh, both, kept, warm))


def _many(running: Running, tree: Path, up: float) -> None:
    for n in range(MANY):
        running.trees.place(f"banyak-{n}", tree, own=True)
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: _page(running, f"banyak-{n}"), range(MANY)))
    took = time.perf_counter() - began
    family = _descendants(running.process.pid)
    private = sum(_private(pid) for pid in family)
    alive = running.get("/health").json["running"]
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _page(running, f"banyak-{MANY - 1 - n % 8}"), range(400)))
    rate = 400 / (time.perf_counter() - began)
    table(
        f"Many previews of the demonstration's application ({load_now()})",
        ["what", "figure"],
        [
            ["gateway and zygote up, seconds", f"{up:.1f}"],
            [f"{MANY} previews opened by 4 people, seconds", f"{took:.1f}"],
            [f"memory of the {alive} that run (private), MB", f"{private / 1024:.0f}"],
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
