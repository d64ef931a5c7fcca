"""The locks are complete: what is pinned finds all that it stands on in the same lock.

`pip install --require-hashes` refuses a lock in which one package is missing; this sees it
without a network, from what the installed packages say of themselves.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from builder.rendering.copies import requirements, test_requirements as delivered_tests

LOCKS = Path(__file__).parents[2] / "requirements"
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def read(name: str) -> str:
    return (LOCKS / name).read_text(encoding="utf-8")


def texts() -> dict[str, str]:
    """Every lock; `generated` is what a generated application installs before its tests run."""
    return {
        "run": read("run.lock"),
        "test": read("test.lock"),
        "build": read("build.lock"),
        "delivered": read("delivered.lock"),
        "application": requirements(()).decode(),
        "generated": requirements(()).decode() + delivered_tests().decode(),
    }


def blocks(text: str) -> list[str]:
    return [one for one in re.split(r"\n(?=[A-Za-z0-9])", text.strip()) if one]


def pinned(text: str) -> dict[str, list[Requirement]]:
    """Name -> its pins; two when one is for older Pythons."""
    found: dict[str, list[Requirement]] = {}
    for block in blocks(text):
        pin = Requirement(block.splitlines()[0].rstrip(" \\"))
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def here(need: Requirement, extras: set[str]) -> bool:
    marker = need.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""})


def needs(name: str) -> list[Requirement] | None:
    """What an installed package says it needs; None if it is not installed on this machine."""
    try:
        return [Requirement(one) for one in requires(name) or ()]
    except PackageNotFoundError:
        return None


def asked(pins: dict[str, list[Requirement]], wanted: str) -> dict[str, set[str]]:
    """The extras of each package: what the `.in` file asks for and what packages ask of others."""
    lines = (line.split("#")[0].strip() for line in wanted.splitlines())
    told = [Requirement(line) for line in lines if line and not line.startswith("-")]
    told += [pin for several in pins.values() for pin in several]
    found: dict[str, set[str]] = {}
    while told:
        for one in told:
            found.setdefault(canonicalize_name(one.name), set()).update(one.extras)
        heard = [n for name, extras in found.items() for n in needs(name) or () if here(n, extras)]
        told = [n for n in heard if n.extras - found.get(canonicalize_name(n.name), set())]
    return found


def lacking(text: str, wanted: str = "") -> Iterator[str]:
    """`flask needs werkzeug`: not pinned, or pinned in a version that flask does not take."""
    pins = pinned(text)
    for name, extras in asked(pins, wanted).items():
        if name not in pins:
            yield f"{name} is asked for"
        for need in needs(name) or ():
            if not here(need, extras):
                continue
            given = [
                next(iter(pin.specifier)).version
                for pin in pins.get(canonicalize_name(need.name), ())
                if here(pin, set())
            ]
            if not any(need.specifier.contains(one, prereleases=True) for one in given):
                yield f"{name} needs {need}, pinned: {given}"


WANTED = {
    "run": read("run.in"),
    "test": read("run.in") + read("test.in"),
    "build": read("build.in"),
    "delivered": read("delivered.in"),
}


@pytest.mark.parametrize("name", ["run", "test", "build", "delivered", "application", "generated"])
def test_all_that_is_pinned_stands_on_what_is_pinned_too(name: str) -> None:
    text = texts()[name]
    assert list(lacking(text, WANTED.get(name, ""))) == []
    assert [block for block in blocks(text) if not HASH.search(block)] == []
    assert any(needs(one) for one in pinned(text)), "nothing of it is installed here"


def test_what_is_not_installed_here_is_for_other_platforms() -> None:
    pins = pinned(read("test.lock"))
    absent = {name for name in pins if needs(name) is None}
    elsewhere = {
        canonicalize_name(need.name)
        for name in pins
        for need in needs(name) or ()
        if need.marker is not None and not here(need, set())
    }
    assert absent - elsewhere == set()


@pytest.mark.parametrize(
    ("name", "gone"),
    [("delivered", "sortedcontainers"), ("run", "werkzeug"), ("application", "mako")],
)
def test_a_lock_that_lost_a_package_is_seen(name: str, gone: str) -> None:
    left = [one for one in blocks(texts()[name]) if not one.startswith(f"{gone}==")]
    assert any(gone in line.lower() for line in lacking("\n".join(left)))


def test_the_delivered_tests_run_with_the_versions_that_ours_run_with() -> None:
    delivered, ours = (pinned(read(f"{name}.lock")) for name in ("delivered", "test"))
    assert {"hypothesis", "pytest", "ruff"} <= set(delivered)
    assert {str(p) for pins in delivered.values() for p in pins} <= {
        str(p) for pins in ours.values() for p in pins
    }
