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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
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

    def order(self, trees: Sequence[Mapping[str, Any]]) -> Iterator[None]:
        """Have trees rendered, one after the other; goes on as each one is ready.

        What the caller does in between happens beside the rendering of the next tree. An order
        must be read to its end. `RenderError` says which template is at fault.
        """
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        try:
            child.stdin.write(json.dumps(trees).encode() + b"\n")
            child.stdin.flush()
        except BrokenPipeError:
            raise self._silent() from None
        # Without a buffer: an answer that was read along with the one before is seen by no select.
        answers = open(child.stdout.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115
        for waiting in range(len(trees), 0, -1):
            ready, _, _ = select.select([answers], [], [], self.timeout)
            line = answers.readline() if ready else b""
            if not line:
                raise self._silent()
            answer = json.loads(line)
            if answer["error"]:
                if waiting > 1:
                    self.close()  # its other answers are of no use to anybody
                raise RenderError(
                    f"template gagal: {answer['error']}", way_out="Perbaiki template plugin itu."
                )
            yield

    def _silent(self) -> RenderError:
        self.close()
        return RenderError(
            "proses template berhenti tanpa jawaban",
            way_out="Periksa template plugin yang terakhir ditambahkan.",
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
        tree, sums = _rendered(plan, stage, child)
        manifest = _manifest(plan, tree, sums)
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


def _rendered(plan: Plan, stage: Path, child: Renderer) -> tuple[Path, dict[str, str]]:
    """The checked tree, and the SHA-256 of those of its files that no template printed."""
    printed = [one for one in plan.files if one.view is not None]
    roots = _roots(printed)
    keys = {root: f"r{number}" for number, root in enumerate(roots)}
    stubs = [_stub(one, keys) for one in printed]
    staging.write_stubs(stage / "stubs", stubs, {key: root for root, key in keys.items()})
    orders = []
    for name, source in (("real", plan), ("mirror", plan.mirror)):
        (stage / name).mkdir()
        orders.append(
            {
                "stubs": str(stage / "stubs"),
                "output": str(stage / name),
                "slug": plan.slug,
                "common": source.common,
                "views": source.views,
            }
        )
    real, mirror = (stage / name / plan.slug for name in ("real", "mirror"))
    turns = child.order(orders)
    next(turns)
    _check_paths(plan, real)
    bodies = {one.path: (real / one.path).read_bytes() for one in printed}
    sums = _copy(plan, real)
    next(turns)
    for _ in turns:
        continue
    with _formatting(real, [one.path for one in printed if one.path.endswith(".py")]):
        origin = {one.path: one.plugin for one in printed}
        differential.check_tree(bodies, mirror, plan.texts, origin)
    return real, sums


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
    found = set()
    for folder, folders, files in os.walk(tree):
        for name in (*folders, *files):
            if os.path.islink(os.path.join(folder, name)):
                raise RenderError("template membuat tautan", which=name)
        found |= {Path(folder, name).relative_to(tree).as_posix() for name in files}
    wanted = {one.path for one in plan.files if one.view is not None}
    if found != wanted:
        odd = sorted(found ^ wanted)[0]
        raise RenderError("berkas tidak seperti yang direncanakan", which=odd)


def _copy(plan: Plan, tree: Path) -> dict[str, str]:
    """Write what is no template; path -> SHA-256."""
    sums, folders = {}, set()
    for one in plan.files:
        if one.view is not None:
            continue
        folder = one.path.rpartition("/")[0]
        if folder not in folders:
            staging.inside(tree, folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        if one.content is not None:
            body, digest = one.content, hashlib.sha256(one.content).hexdigest()
        else:
            assert one.template is not None
            about = one.template.stat()
            body, digest = _read(one.template, about.st_mtime_ns, about.st_size, one.rename)
        (tree / one.path).write_bytes(body)
        sums[one.path] = digest
    return sums


@lru_cache(maxsize=2048)
def _read(
    source: Path, changed: int, size: int, rename: tuple[str, str] | None
) -> tuple[bytes, str]:
    """A file of kit or of a plugin as it goes into every application, and its SHA-256.

    `changed` and `size` are there so that an edited file is read again.
    """
    body = source.read_bytes()
    if rename:
        body = body.replace(rename[0].encode(), rename[1].encode())
    return body, hashlib.sha256(body).hexdigest()


@contextmanager
def _formatting(tree: Path, paths: list[str]) -> Iterator[None]:
    """Imports sorted, unused ones dropped, code laid out: by the pinned ruff, offline.

    It works on the files while the caller looks at what had been printed; what the caller has
    to say comes first.
    """
    script = "set -e; ruff=$1; shift; " + "; ".join(
        f'"$ruff" {words} --quiet --no-cache --force-exclude "$@"'
        for words in ("check --select I,F401 --fix", "format")
    )
    with subprocess.Popen(
        ["/bin/sh", "-c", script, "sh", find_ruff_bin(), *paths],
        cwd=tree,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
    ) as ruff:
        try:
            yield
        finally:
            said, _ = ruff.communicate()
    if ruff.returncode:
        raise RenderError("hasil template tidak dapat dirapikan: " + said[:400].strip())


def _manifest(plan: Plan, tree: Path, sums: Mapping[str, str]) -> Manifest:
    files = {}
    for one in plan.files:
        path = tree / one.path
        digest = sums.get(one.path) or hashlib.sha256(path.read_bytes()).hexdigest()
        files[one.path] = {"sha256": digest, "plugin": one.plugin}
        path.chmod(0o644)
    return Manifest(files, _versions(), plan.spec_sha256)


@cache
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
