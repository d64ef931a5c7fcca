"""What goes into an application as it is: the kit with its tests, and the lock of its packages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from builder.errors import RakitError

BUILDER = Path(__file__).resolve().parent.parent
KIT = BUILDER / "kit"
LOCKS = BUILDER.parent / "requirements"
NOT_COPIED = ("frontend", "tests", "__pycache__", "node_modules")

ROOTS = (
    "alembic",
    "flask-appbuilder",
    "flask",
    "flask-babel",
    "flask-wtf",
    "gunicorn",
    "orjson",
    "psycopg[binary]",
    "sqlalchemy",
    "wtforms",
)
"""What the kit of a generated application stands on; the rest follows from these."""


def kit() -> Iterator[tuple[str, Path]]:
    """(path below kit/, file), without sources of the front end and without tests."""
    yield from _below(KIT, NOT_COPIED)


def kit_tests() -> Iterator[tuple[str, Path]]:
    """(path below tests/kit/, file)."""
    yield from _below(KIT / "tests", ("__pycache__",))


def _below(root: Path, left_out: Sequence[str]) -> Iterator[tuple[str, Path]]:
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in left_out]
        found += [Path(folder, name) for name in files]
    for source in sorted(found):
        yield source.relative_to(root).as_posix(), source


def requirements(fragments: Iterable[tuple[str, Path]]) -> bytes:
    """`requirements.lock`: the closure of what the kit needs, cut from Rakit's own lock.

    `fragments` are (plugin, file of hashed requirements); a package pinned twice in different
    versions is a `RakitError` that names the plugin.
    """
    pinned = _pins(LOCKS / "run.lock")
    chosen = {name: pinned[name] for name in _kit_needs()}
    for plugin, path in fragments:
        for name, block in _pins(path).items():
            if name in pinned and not _versions(block) <= _versions(pinned[name]):
                asked, used = (" ".join(sorted(_versions(b))) for b in (block, pinned[name]))
                raise RakitError(
                    f"{asked} diminta, tetapi aplikasi memakai {used}",
                    which=f"plugin {plugin}: {name}",
                    way_out="Samakan versinya di berkas requirements plugin itu.",
                )
            chosen[name] = pinned.get(name, block)
    return "".join(chosen[name] for name in sorted(chosen)).encode()


@cache
def _kit_needs() -> frozenset[str]:
    """The closure of `ROOTS`; packages are not installed while a process runs."""
    return frozenset(_closure(ROOTS, _pins(LOCKS / "run.lock")))


@cache
def test_requirements() -> bytes:
    """`requirements-test.lock`: what `make test` needs besides.

    A lock of its own and not a closure: who only runs Rakit has not all of it installed, and an
    application must not depend on that.
    """
    return "".join(_pins(LOCKS / "delivered.lock").values()).encode()


@lru_cache(maxsize=8)
def _pins(path: Path) -> dict[str, str]:
    """Name -> all that a lock file says of it, hashes included.

    A package may stand there twice: in one version for older Pythons and one for newer.
    """
    if not path.is_file():
        raise RakitError(
            "daftar pustaka terkunci tidak ada", which=str(path), way_out="Jalankan `make lock`."
        )
    blocks = re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8").strip())
    found: dict[str, str] = {}
    for block in blocks:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            name = re.split(r"[=\[ ;]", lines[0], maxsplit=1)[0]
            key = canonicalize_name(name)
            found[key] = found.get(key, "") + "\n".join(lines) + "\n"
    return found


def _versions(block: str) -> set[str]:
    """`{"deprecated==1.3.1", "deprecated==3.0.1"}`"""
    pins = (line for line in block.splitlines() if line[:1] not in ("", " "))
    return {line.split("\\")[0].split(";")[0].strip() for line in pins}


def _closure(roots: Iterable[str], pinned: dict[str, str]) -> set[str]:
    """Names that the roots need, as far as the lock has them, on any platform."""
    found: dict[str, set[str]] = {}
    waiting = [Requirement(root) for root in roots]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in pinned or (name in found and set(one.extras) <= found[name]):
            continue
        found.setdefault(name, set()).update(one.extras)
        for text in _required(name):
            need = Requirement(text)
            if _wanted(need, one.extras):
                waiting.append(need)
    return set(found)


def _required(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # pinned for another platform than this one
        return []


def _wanted(need: Requirement, extras: set[str]) -> bool:
    """Whether the requirement belongs to the package itself or to one of the extras asked for.

    Marks of platform and Python version are left to the lock, which holds them too.
    """
    if need.marker is None or "extra" not in str(need.marker):
        return True
    return any(need.marker.evaluate({"extra": extra}) for extra in extras)
