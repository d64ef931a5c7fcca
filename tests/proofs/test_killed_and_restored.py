"""A worker killed in mid-generation, then the office backed up, deleted and restored.

Real processes: the design is sent by a form, `rakit worker` makes the application, is killed twice
(while it generates, and while it typesets the paper) and started again. The office that comes of
it is backed up, everything is deleted, and it is restored.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import builder.demo
from builder import app as composition, children, jobs, pipeline
from builder.repo import AppRepo
from builder.settings import Settings
from builder.storage.base import make_engine
from sop_workflow.case import Case
from tests.portal.conftest import TestClock
from tests.proofs.office import PDF, Visitor, fill_office, new_case

RAKIT = Path(sys.executable).parent / "rakit"
DESIGN = Path(builder.demo.__file__).parent / "buku_tamu.yaml"
LETTER = b"%PDF-1.7\nsurat kedua\n"


@dataclass
class Installation:
    """A folder with an office, and the commands that are run in it."""

    folder: Path
    case: int = 0
    sha256: str = ""
    below: list[int] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        places = {"DATA_DIR": f"{self.folder}/var", "APPS_DIR": f"{self.folder}/apps"}
        return {**os.environ, **places}

    @property
    def settings(self) -> Settings:
        return Settings.from_env(self.environment)

    @property
    def repo(self) -> AppRepo:
        return AppRepo(self.settings.apps_dir / "buku_tamu")

    def worker(self) -> subprocess.Popen[bytes]:
        log = (self.folder / "worker.log").open("ab")
        return subprocess.Popen(
            [RAKIT, "worker"], env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def rakit(self, *words: str) -> str:
        done = subprocess.run(
            [RAKIT, *words], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def jobs(self) -> dict[str, jobs.JobStatus]:
        """The newest job of each kind."""
        engine = make_engine(self.settings.database_url)
        with Session(engine) as session:
            found = {one.kind: one for one in reversed(jobs.recent(session))}
        engine.dispose()
        return found

    def state(self, kind: str) -> str:
        found = self.jobs().get(kind)
        return found.state if found else ""

    def wait(self, kind: str, *states: str, percent: int = 0) -> None:
        def reached() -> bool:
            one = self.jobs().get(kind)
            return bool(one and one.state in states and one.percent >= percent)

        log = self.folder / "worker.log"
        assert children.wait_until(reached, 90), (self.jobs(), log.read_text()[-3000:])

    def lease_runs_out(self) -> None:
        """As if half a minute passed: nobody renews the lease of a dead worker."""
        engine = make_engine(self.settings.database_url)
        with engine.begin() as connection:
            ended = sa.update(jobs.job).where(jobs.job.c.state == "running")
            connection.execute(ended.values(lease_until=0))
        engine.dispose()

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL to the worker alone; what of its children still runs some seconds later."""
        below = descendants(worker.pid)
        self.below += below
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        children.wait_until(lambda: not any(map(is_alive, below)), 5)
        self.left += [words_of(pid) for pid in below if is_alive(pid)]
        self.lease_runs_out()

    def the_case(self) -> Case:
        house = composition.compose(self.settings)
        found = house.cases.case(self.case)
        house.session.remove()
        house.engine.dispose()
        return found

    def files(self) -> dict[str, str]:
        """Papers of the case: name -> hash of the bytes that lie in the store."""
        house = composition.compose(self.settings)
        papers = house.cases.case(self.case).papers
        found = {p.kind: house.cases.paper(self.case, p.id).sha256 for p in papers}
        assert all(house.files.get(p.sha256) for p in papers)
        house.session.remove()
        house.engine.dispose()
        return found


def descendants(pid: int) -> list[int]:
    """Every process below that one."""
    above: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        above.setdefault(parent, []).append(int(stat.parent.name))
    found, rest = [], [pid]
    while rest:
        below = above.get(rest.pop(), [])
        found += below
        rest += below
    return found


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def words_of(pid: int) -> str:
    return f"{pid}: {Path(f'/proc/{pid}/cmdline').read_text()}"


def design_and_send(made: Installation) -> None:
    """Step 5 by forms: the design as a file, then the step is finished."""
    settings = made.settings
    fill_office(settings)
    house = composition.compose(settings, TestClock())
    made.case = new_case(house, step=5)
    sri = Visitor(composition.create_portal(settings, house))
    assert sri.login("sri").status_code == 302
    sri.look(f"/rancangan/{made.case}")
    sri.look(f"/rancangan/{made.case}/berkas")
    text = DESIGN.read_text(encoding="utf-8")
    assert sri.send(f"/rancangan/{made.case}/berkas", text=text).status_code == 302
    sri.look(f"/usulan/{made.case}")
    sent = sri.send(f"/usulan/{made.case}/submit", note="Mohon diperiksa")
    assert sent.status_code == 302, sent.text
    assert sri.upload(made.case, LETTER, "tambahan.pdf").status_code == 302
    house.session.remove()
    spec = house.cases.case(made.case).spec
    assert spec is not None
    made.sha256 = spec.sha256
    with Session(house.engine) as session:
        assert pipeline.follow(session) > 0
    house.session.remove()
    house.engine.dispose()


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The office after its worker was killed twice and then let work to the end."""
    made = Installation(tmp_path_factory.mktemp("killed"))
    design_and_send(made)
    for kind, percent in (("generate", 10), ("design_paper", 0)):
        worker = made.worker()
        made.wait(kind, "running", "done", percent=percent)
        made.kill(worker)
    last = made.worker()
    made.wait("design_paper", "done", "failed")
    below = descendants(last.pid)
    assert children.stop(last) == 0
    made.left += [words_of(pid) for pid in below if is_alive(pid)]
    yield made


def test_the_work_was_begun_again_and_done(killed: Installation) -> None:
    found = killed.jobs()
    assert {kind: one.state for kind, one in found.items()} == {
        "generate": "done",
        "design_paper": "done",
    }
    assert found["generate"].attempts > 1, "it was killed while it ran"


def test_no_child_is_left(killed: Installation) -> None:
    assert killed.below, "there were children when it was killed"
    assert killed.left == []


def test_the_application_was_committed_once(killed: Installation) -> None:
    commits = killed.repo.log("generated")
    assert [one.spec_sha256 for one in commits] == [killed.sha256]
    said = subprocess.run(
        ["git", "-C", killed.repo.path, "log", "--format=%(trailers:key=Spec-SHA256,valueonly)",
         "generated"], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == [killed.sha256]
    assert killed.repo.preview_merge().clean and not killed.repo.hand_edits()
    assert (killed.repo.path / "spec.yaml").is_file()


def test_the_paper_was_attached_once(killed: Installation) -> None:
    kinds = [paper.kind for paper in killed.the_case().papers]
    assert sorted(kinds) == ["rancangan", "surat_usulan", "surat_usulan"]


def test_the_record_is_whole(killed: Installation) -> None:
    assert composition.verify_audit(killed.settings) == ()


def test_nothing_half_made_lies_about(killed: Installation) -> None:
    for folder in (killed.settings.data_dir, killed.settings.apps_dir):
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert not list(killed.settings.uploads_dir.rglob("*.part"))
    known = set(killed.repo.files())
    there = {p.relative_to(killed.repo.path) for p in killed.repo.path.rglob("*") if p.is_file()}
    assert {str(path) for path in there if path.parts[0] != ".git"} == known


def test_deleted_and_restored_the_office_is_the_same(killed: Installation, tmp_path: Path) -> None:
    file = tmp_path / "kantor.tar.gz"
    papers, head = killed.files(), killed.repo.head()
    before = killed.the_case()
    killed.rakit("backup", str(file))
    shutil.rmtree(killed.folder / "var")
    shutil.rmtree(killed.folder / "apps")
    assert "Kantor dipulihkan" in killed.rakit("restore", str(file))
    killed.rakit("audit", "verify")
    assert composition.verify_audit(killed.settings) == ()
    assert killed.files() == papers and len(papers) == 2
    assert killed.the_case() == before
    assert killed.repo.head() == head
    assert [one.spec_sha256 for one in killed.repo.log("generated")] == [killed.sha256]
    assert (killed.repo.path / "spec.yaml").is_file() and not killed.repo.hand_edits()

    house = composition.compose(killed.settings, TestClock())
    sri = Visitor(composition.create_portal(killed.settings, house))
    assert sri.login("sri").status_code == 302
    assert before.title in sri.look(f"/usulan/{killed.case}")
    letters = [p for p in before.papers if p.kind == "surat_usulan"]
    shown = [sri.get(f"/berkas/{killed.case}/{letter.id}").data for letter in letters]
    assert shown == [PDF, LETTER]
    assert "daftar_tamu" in sri.get(f"/rancangan/{killed.case}/berkas/unduh").text
    house.session.remove()
    house.engine.dispose()
