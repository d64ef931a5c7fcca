"""Which of Flask-AppBuilder's templates the face replaces, and as which text they were read.

The face's templates stand before Flask-AppBuilder's by path. When an upgrade changes one of
theirs, somebody compares it with ours and writes down that it was read:

    python -m <package>.kit.face.shadowed              # what changed
    python -m <package>.kit.face.shadowed --accept     # it was compared; remember it
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import flask_appbuilder

THEIRS = Path(flask_appbuilder.__file__).parent / "templates"
OURS = Path(__file__).parent.parent / "templates"
KNOWN = Path(__file__).parent / "shadowed.json"
NOT_SHADOWED = {"appbuilder/base.html"}  # one line: extends the base template


def names(folder: Path) -> list[str]:
    """Templates of Flask-AppBuilder's name in a folder, as Jinja calls them."""
    found = (folder / "appbuilder").rglob("*.html")
    return sorted(path.relative_to(folder).as_posix() for path in found)


def hashes() -> dict[str, str]:
    """Their templates as they are installed."""
    return {
        name: hashlib.sha256((THEIRS / name).read_bytes()).hexdigest()[:16]
        for name in names(THEIRS)
    }


def changed() -> list[str]:
    """A line for each of their templates that is new, gone or other than the one that was read."""
    known: dict[str, str] = json.loads(KNOWN.read_text(encoding="utf-8"))
    now = hashes()
    lines = [f"{name}: gone, ours replaces nothing" for name in sorted(known.keys() - now.keys())]
    lines += [f"{name}: new, ours is lacking" for name in sorted(now.keys() - known.keys())]
    both = sorted(known.keys() & now.keys())
    return lines + [f"{name}: changed, compare" for name in both if known[name] != now[name]]


def main(arguments: list[str]) -> int:
    """Entry point; 1 when something changed and was not accepted."""
    found = changed()
    print("\n".join(found) or "Nothing changed.")
    if "--accept" in arguments:
        KNOWN.write_text(json.dumps(hashes(), indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
