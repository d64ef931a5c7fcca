"""Plan -> files: templates run in a child process, into a staged folder, checked, then moved.

The only door to cookiecutter. The child drives it by its documented `generate_files`: one call
over a tree of two-line stubs, hooks off, the specification as private values.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

from builder import differential
from builder.errors import RakitError
from builder.hookspecs import HOOK_API
from builder.plan import Plan, PlannedFile
from builder.rendering import staging

TIMEOUT = 120.0
"""Seconds for one tree; 300 entities take about five."""


class RenderError(RakitError):
    """A template that does not render, or a rendering that does not pass its checks."""


@dataclass(frozen=True)
class Manifest:
    """What Rakit wrote: path -> (SHA-256, plugin), and with which versions."""

    files: Mapping[str, Mapping[str, str]]
    versions: Mapping[str, str]
    spec_sha256: str

    def json(self) -> bytes:
        """The bytes of MANIFEST.json."""
        whole = {
            "files": self.files,
            "spec_sha256": self.spec_sha256,
            "versions": self.versions,
        }
        return (json.dumps(whole, indent=1, sort_keys=True) + "\n").encode()


class Renderer:
    """A child process kept warm between renderings; a context manager.

    A dead or hanging child is replaced at the next order, and the order fails with words.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Renderer:
        self._started()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; the next order starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            home = Path(__file__).resolve().parent.parent
            quiet = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
            self._child = subprocess.Popen(
                [sys.executable, "-s", "-m", "builder.rendering.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=home,
                env={**quiet, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            )
        return self._child

    def order(self, order: Mapping[str, Any]) -> None:
        """Have one tree rendered; `RenderError` says which template is at fault."""
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        try:
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()
            ready, _, _ = select.select([child.stdout], [], [], self.timeout)
            line = child.stdout.readline() if ready else b""
        except BrokenPipeError:
            line = b""
        if not line:
            self.close()
            raise RenderError(
                "proses template berhenti tanpa jawaban",
                way_out="Periksa template plugin yang terakhir ditambahkan.",
            )
        answer = json.loads(line)
        if answer["error"]:
            raise RenderError(
                f"template gagal: {answer['error']}", way_out="Perbaiki template plugin itu."
            )


def render(plan: Plan, into: Path, *, renderer: Renderer | None = None) -> Manifest:
    """Make the files of a plan in folder `into`, all or nothing.

    `into` may be absent, empty, or an earlier rendering, which is replaced in one step. Without
    a `renderer` a child process is started for this rendering alone.
    Raises `RenderError`, `DifferentialError` or `staging.PlaceError`; `into` is then untouched.
    """
    into = into.absolute()
    staging.check_place(into)
    into.parent.mkdir(parents=True, exist_ok=True)
    with _own(renderer) as child, _folder(into) as stage:
        tree = _rendered(plan, stage, child)
        manifest = _manifest(plan, tree)
        (tree / "MANIFEST.json").write_bytes(manifest.json())
        tree.chmod(0o755)
        staging.move(tree, into)
    return manifest


@contextmanager
def _own(renderer: Renderer | None) -> Iterator[Renderer]:
    if renderer is not None:
        yield renderer
        return
    with Renderer() as own:
        yield own


@contextmanager
def _folder(into: Path) -> Iterator[Path]:
    """A folder on the same file system as the target."""
    stage = Path(tempfile.mkdtemp(prefix=f".{into.name}.", dir=into.parent))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _rendered(plan: Plan, stage: Path, child: Renderer) -> Path:
    printed = [one for one in plan.files if one.view is not None]
    roots = _roots(printed)
    keys = {root: f"r{number}" for number, root in enumerate(roots)}
    stubs = [_stub(one, keys) for one in printed]
    staging.write_stubs(stage / "stubs", stubs, {key: root for root, key in keys.items()})
    trees = []
    for name, source in (("real", plan), ("mirror", plan.mirror)):
        order = {
            "stubs": str(stage / "stubs"),
            "output": str(stage / name),
            "slug": plan.slug,
            "common": source.common,
            "views": source.views,
        }
        (stage / name).mkdir()
        child.order(order)
        trees.append(stage / name / plan.slug)
    real, mirror = trees
    _check_paths(plan, real)
    origin = {one.path: one.plugin for one in printed}
    differential.check_tree(real, mirror, plan.texts, origin)
    _copy(plan, real)
    _format(real, [one.path for one in printed if one.path.endswith(".py")])
    return real


def _root(one: PlannedFile) -> Path:
    """The folder that holds the `{{cookiecutter.slug}}` folder of a template."""
    assert one.template is not None
    parts = one.template.parts
    return Path(*parts[: parts.index(staging.ROOT)])


def _roots(printed: list[PlannedFile]) -> list[Path]:
    return sorted({_root(one) for one in printed})


def _stub(one: PlannedFile, keys: dict[Path, str]) -> tuple[str, str, int, str]:
    assert one.template is not None and one.view is not None
    root = _root(one)
    return one.path, one.name, one.view, f"{keys[root]}/{one.template.relative_to(root).as_posix()}"


def _check_paths(plan: Plan, tree: Path) -> None:
    """What was written is what was planned, and nothing lies outside."""
    found = {p.relative_to(tree).as_posix() for p in tree.rglob("*") if p.is_file()}
    wanted = {one.path for one in plan.files if one.view is not None}
    for path in found:
        staging.inside(tree, path)
    if found != wanted:
        odd = sorted(found ^ wanted)[0]
        raise RenderError("berkas tidak seperti yang direncanakan", which=odd)


def _copy(plan: Plan, tree: Path) -> None:
    for one in plan.files:
        if one.view is not None:
            continue
        target = staging.inside(tree, one.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        body = one.content
        if body is None:
            assert one.template is not None
            body = one.template.read_bytes()
        if one.rename:
            body = body.replace(one.rename[0].encode(), one.rename[1].encode())
        target.write_bytes(body)


def _format(tree: Path, paths: list[str]) -> None:
    """Imports sorted, unused ones dropped, code laid out: by the pinned ruff, offline."""
    ruff = find_ruff_bin()
    for words in (("check", "--select", "I,F401", "--fix"), ("format",)):
        done = subprocess.run(
            [ruff, *words, "--quiet", "--no-cache", "--force-exclude", *paths],
            cwd=tree,
            capture_output=True,
            text=True,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            check=False,
        )
        if done.returncode:
            raise RenderError(
                "hasil template tidak dapat dirapikan: " + (done.stdout + done.stderr)[:400].strip()
            )


def _manifest(plan: Plan, tree: Path) -> Manifest:
    files = {
        one.path: {
            "sha256": hashlib.sha256((tree / one.path).read_bytes()).hexdigest(),
            "plugin": one.plugin,
        }
        for one in plan.files
    }
    for path in files:
        (tree / path).chmod(0o644)
    return Manifest(files, _versions(), plan.spec_sha256)


def _versions() -> dict[str, str]:
    return {
        "rakit": _installed("rakit"),
        "hook_api": str(HOOK_API),
        **{name: version(name) for name in ("cookiecutter", "jinja2", "ruff")},
    }


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
