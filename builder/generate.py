"""One specification into an application's folder: plan, render, migrate, merge.

Used by `rakit generate` and by the pipeline. The folder is the application's root and a git
repository of its own; hand edits in it are merged, never overwritten.
"""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from builder.errors import RakitError
from builder.migrate import Loss, head, migration
from builder.plan import plan
from builder.plugin_host import Plugins
from builder.render import Renderer, render
from builder.repo import GENERATED, MAIN, AppRepo, FileDiff, Merge, Person
from builder.row_files import bring, brought
from builder.spec import Spec, SpecError, load, sha256

VERSIONS = "migrations/versions/"


class LossError(RakitError):
    """The new specification would throw data away, and nobody has consented yet."""

    def __init__(self, losses: tuple[Loss, ...]) -> None:
        self.losses = losses
        super().__init__(
            f"{len(losses)} perubahan membuang data: " + "; ".join(one.text for one in losses),
            way_out="Setujui dengan --accept-losses, atau ubah spesifikasinya.",
        )


@dataclass(frozen=True)
class Generated:
    """What was made, or would be made (`commit` is then empty).

    `files` are the paths of the pure output; `diff` is what changes on `main`; `merge` is None
    for a first generation; `losses` is data that the migration would drop.
    """

    files: tuple[str, ...]
    diff: tuple[FileDiff, ...]
    merge: Merge | None
    losses: tuple[Loss, ...]
    commit: str = ""
    rows: tuple[str, ...] = ()


def generate(
    spec: Spec,
    plugins: Plugins,
    into: AppRepo | Path,
    *,
    renderer: Renderer | None = None,
    dry_run: bool = False,
    accept_losses: bool = False,
    rows: Path | None = None,
    message: str = "",
    choices: Mapping[str, str | None] | None = None,
    person: Person | None = None,
) -> Generated:
    """Make or renew the application in `into`; with `dry_run` nothing is written there.

    `rows` is a folder of `<entity>.jsonl` that is brought to the application's `data/` (which git
    ignores), under the names of this specification. `choices` decides conflicts, file by file.
    Raises `PlanError`, `RenderError`, `RepoError` (a foreign folder), `LossError`,
    `MergeConflictError`; `main` is then untouched.
    """
    repo = into if isinstance(into, AppRepo) else AppRepo(into)
    _check_place(repo)
    old = _generated_spec(repo, plugins)
    with _scratch() as scratch:
        tree = scratch / "tree"
        render(plan(spec, plugins), tree, renderer=renderer)
        extra, losses = _migration(repo, old, spec, plugins)
        files = tuple(sorted({*_files(tree), *extra}))
        copied = brought(rows, spec) if rows is not None else ()
        if dry_run:
            diff, merge = _dry(repo, tree, extra, scratch)
            return Generated(files, diff, merge, losses, rows=copied)
        if losses and not accept_losses:
            raise LossError(losses)
        repo.init()
        before = repo.save_hand_edits()  # so that the diff shows Rakit's changes alone
        repo.commit_generated(
            tree,
            message=message or f"Kode dari spesifikasi {spec.name}",
            spec_sha256=sha256(spec),
            extra=extra,
            person=person,
        )
        merge = repo.merge(choices=choices, person=person)
        diff = repo.diff(before, merge.commit) if before and before != merge.commit else ()
    if rows is not None:
        bring(rows, spec, repo.path / "data")
    return Generated(files, diff, merge if before else None, losses, merge.commit, copied)


def draft_tree(
    spec: Spec, plugins: Plugins, into: Path, *, renderer: Renderer | None = None
) -> tuple[str, ...]:
    """The application alone, in a new folder, with one version that makes all its tables.

    For trying a specification that belongs to no repository. Returns the paths.
    """
    render(plan(spec, plugins), into, renderer=renderer)
    made = migration(None, spec, plugins.types)
    if made:
        path = into / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.text, encoding="utf-8")
    return tuple(sorted(_files(into)))


def trial_tree(
    spec: Spec, plugins: Plugins, repo: AppRepo, into: Path, *, renderer: Renderer | None = None
) -> Merge:
    """What `generate` would make of an application that is there, in a new folder: with its hand
    edits and its chain of versions, so that it starts. The repository stays as it is.

    Where both changed the same lines the new file is shown, and the conflict is told.
    """
    old = _generated_spec(repo, plugins)
    with _scratch() as scratch:
        tree = scratch / "tree"
        render(plan(spec, plugins), tree, renderer=renderer)
        extra, _ = _migration(repo, old, spec, plugins)
        return repo.overlay(tree, into, extra=extra)


def _check_place(repo: AppRepo) -> None:
    """The same refusal as `AppRepo.init`, before anything is rendered."""
    if not repo.exists() and repo.path.exists():
        holds = (
            any(one.name != ".git" for one in repo.path.iterdir()) if repo.path.is_dir() else True
        )
        if holds and not repo.git_dir.is_dir():
            raise RakitError(
                "Folder tidak kosong dan bukan buatan Rakit.",
                which=str(repo.path),
                way_out="Pilih folder kosong, atau folder aplikasi yang sudah ada.",
            )


def _generated_spec(repo: AppRepo, plugins: Plugins) -> Spec | None:
    """The specification that branch `generated` stands at."""
    if not repo.exists():
        return None
    text = repo.read(GENERATED, "spec.yaml").decode()
    try:
        return load(text, plugins.types)
    except SpecError as error:
        raise RakitError(
            f"spec.yaml di cabang generated tidak terbaca: {error}",
            which=str(repo.path),
            way_out="Pasang lagi plugin yang jenis isiannya dipakai di sana.",
        ) from error


def _migration(
    repo: AppRepo, old: Spec | None, new: Spec, plugins: Plugins
) -> tuple[dict[str, bytes], tuple[Loss, ...]]:
    """The one new file of migrations/versions; none when the tables stay as they are."""
    if old is not None and sha256(old) == sha256(new):
        return {}, ()
    made = migration(old, new, plugins.types, after=head(_versions(repo)))
    return ({made.path: made.text.encode()} if made else {}), made.losses


def _versions(repo: AppRepo) -> dict[str, str]:
    """Name -> text of the versions on `generated`."""
    if not repo.exists():
        return {}
    paths = [path for path in repo.files(GENERATED) if path.startswith(VERSIONS)]
    return {
        path.removeprefix(VERSIONS): repo.read(GENERATED, path).decode()
        for path in paths
        if path.endswith(".py")
    }


def _dry(
    repo: AppRepo, tree: Path, extra: Mapping[str, bytes], scratch: Path
) -> tuple[tuple[FileDiff, ...], Merge | None]:
    """The diff that `main` would see, compared as folders: the repository stays as it is."""
    now, then = scratch / "now", scratch / "then"
    if not repo.exists():
        now.mkdir()
        shutil.copytree(tree, then)
        for path, content in extra.items():
            (then / path).parent.mkdir(parents=True, exist_ok=True)
            (then / path).write_bytes(content)
        return tuple(_compare(now, then)), None
    merge = repo.overlay(tree, then, extra=extra)
    repo.export(MAIN, now)
    return tuple(_compare(now, then)), merge


def _compare(now: Path, then: Path) -> Iterator[FileDiff]:
    for path in sorted({*_files(now), *_files(then)}):
        a, b = now / path, then / path
        kind = "added" if not a.exists() else "removed" if not b.exists() else "changed"
        old = a.read_bytes() if a.exists() else b""
        new = b.read_bytes() if b.exists() else b""
        if old == new and kind == "changed":
            continue
        lines = list(
            difflib.unified_diff(
                old.decode(errors="replace").splitlines(),
                new.decode(errors="replace").splitlines(),
                lineterm="",
                n=3,
            )
        )[2:]
        plus = sum(line.startswith("+") for line in lines)
        minus = sum(line.startswith("-") for line in lines)
        yield FileDiff(path, path, kind, plus, minus, "\n".join(lines))


def _files(tree: Path) -> Iterator[str]:
    for path in tree.rglob("*"):
        if path.is_file() and ".git" not in path.relative_to(tree).parts[:1]:
            yield path.relative_to(tree).as_posix()


@contextmanager
def _scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rakit-generate-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
