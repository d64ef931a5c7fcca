"""All figures in turn, or some: `python -m bench [making] [preview] [face]`.

What is printed is Markdown, ready for bench/README.md.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date

from bench import face, making, preview
from bench.measure import load_now, machine

PARTS: dict[str, Callable[[], None]] = {
    "making": making.main,
    "preview": preview.main,
    "face": face.main,
}


def main() -> None:
    """Each part with what it took."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; else all")
    parts = asked.parse_args().parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        asked.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    print(f"{date.today()}, {machine()}; {load_now()}", flush=True)
    began = time.monotonic()
    for name in parts:
        since = time.monotonic()
        PARTS[name]()
        print(f"\n{name}: {time.monotonic() - since:.0f} s", flush=True)
    print(f"all of it: {time.monotonic() - began:.0f} s")


main()
