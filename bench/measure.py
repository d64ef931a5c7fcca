"""How a figure is taken: several runs, the median, and what it was taken from."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path


def median(run: Callable[[], object], times: int = 5) -> float:
    """Median seconds of `times` runs after one that does not count."""
    run()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def machine() -> str:
    """What the figures are taken on."""
    cpu = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = f"{platform.system()} {platform.release()}"
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {cpu}, {memory:.0f} GB, {release}, Python {python}"


def load_now() -> str:
    """How busy the machine is: processes that want to run, over the last minute."""
    return f"load {os.getloadavg()[0]:.1f}"


def table(title: str, head: list[str], rows: list[list[str]]) -> None:
    """Print one table, as Markdown."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)
