"""The look to reach: a hand-written application, against what our templates make of its spec.

`data/sample.diff` holds every line that differs, and why is said here:

- `__display__` is a tuple of paths, `__unit__` stands on the entity (no `UNIT_OF`)
- transitions start from several states; what a later state leaves open is said, not what it locks
- `filters` are FAB's search, `base_order` may hold several columns
- there is no field type `unit`: a unit is a text or an entity
- the kit is handed its entities and the public role; icons are names of the kit's own set
"""

import difflib
from pathlib import Path

from tests.making.conftest import DATA

FILES = [
    *(f"pelaku_usaha/{name}.py" for name in ("__init__", "api", "model", "view")),
    *(f"pengajuan/{name}.py" for name in ("__init__", "api", "flow", "model", "view")),
    *(f"usaha/{name}.py" for name in ("__init__", "api", "model", "view")),
    "database.py",
    "menu.py",
    "security.py",
]


def differences(hand: Path, made: Path) -> str:
    lines: list[str] = []
    for name in FILES:
        a = (hand / name).read_text(encoding="utf-8").splitlines()
        b = (made / name).read_text(encoding="utf-8").splitlines()
        lines += difflib.unified_diff(a, b, name, name, lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith("@@")) + "\n"


def test_made_files_are_the_hand_written_ones_but_for_what_is_recorded(
    shared: Path, sample_tree: Path
) -> None:
    hand = shared / "sample" / "generated_app" / "bantuan_umkm"
    found = differences(hand, sample_tree / "bantuan_umkm")
    assert found == (DATA / "sample.diff").read_text(encoding="utf-8")
