"""The worker as real processes: killed in mid-job, stopped, cancelled; nothing is left over."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder import children, jobs

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, subprocess, sys, time
import sqlalchemy as sa
from builder import jobs
from builder.worker import Handlers, Worker

handlers = Handlers()
effect = sa.table("effect", sa.column("job"))

def note(job, *pids):
    with open(job.payload["pids"], "a") as file:
        file.write("".join(f"{pid}\\n" for pid in pids))

@handlers.register("slow", timeout=20)
def slow(job):
    helper = subprocess.Popen(["sleep", "60"])
    note(job, os.getpid(), helper.pid)
    for step in range(job.payload["steps"]):
        job.progress(step, "berjalan")
        time.sleep(0.02)
    return lambda session: session.execute(effect.insert().values(job=job.id)) and None

@handlers.register("stuck", timeout=0.5)
def stuck(job):
    note(job, os.getpid())
    time.sleep(60)

@handlers.register("refused")
def refused(job):
    raise jobs.JobError("Tidak dapat.", way_out="Perbaiki spesifikasi.")

@handlers.register("surprise")
def surprise(job):
    raise KeyError("rahasia")

@handlers.register("dies")
def dies(job):
    os.kill(os.getpid(), 9)

lease, grace = map(float, sys.argv[2:4])
worker = Worker(sys.argv[1], handlers, lease=lease, poll=0.05, grace=grace)
worker.run(until_idle="idle" in sys.argv)
"""


@pytest.fixture
def office(tmp_path, engine, url):
    return Office(tmp_path, engine, url)


class Office:
    """Workers as processes, and what they left behind."""

    def __init__(self, folder, engine, url):
        self.folder, self.engine, self.url = folder, engine, url
        self.pids = folder / "pids"
        self.program = folder / "program.py"
        self.program.write_text(textwrap.dedent(PROGRAM))
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE effect (job INTEGER)")

    def put(self, kind, key="k", steps=10, **more):
        with Session(self.engine) as session, session.begin():
            payload = {"steps": steps, "pids": str(self.pids)}
            return jobs.enqueue(session, kind, key, payload, **more)

    def worker(self, *words, lease=1.0, grace=0.4):
        return subprocess.Popen(
            [sys.executable, str(self.program), self.url, str(lease), str(grace), *words],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=(self.folder / "log").open("ab"),
        )  # fmt: skip

    def run(self):
        assert self.worker("idle").wait(30) == 0, (self.folder / "log").read_text()

    def status(self, job_id):
        with Session(self.engine) as session:
            return jobs.status(session, job_id)

    def wait(self, job_id, state, seconds=15):
        reached = children.wait_until(lambda: self.status(job_id).state == state, seconds)
        assert reached, (self.status(job_id), (self.folder / "log").read_text())

    def started(self):
        assert children.wait_until(
            lambda: self.pids.exists() and self.pids.read_text().count("\n") >= 2, 15
        ), (self.folder / "log").read_text()

    def effects(self):
        with self.engine.connect() as connection:
            return [row.job for row in connection.execute(sa.text("SELECT job FROM effect"))]

    def left(self):
        """Processes of any job that are still alive."""

        def alive(pid):
            try:
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                return False
            # The number may be another process's by now.
            return state not in "ZX" and (b"sleep" in words or str(self.program).encode() in words)

        pids = self.pids.read_text().split() if self.pids.exists() else []
        children.wait_until(lambda: not any(map(alive, pids)), 15)
        return [pid for pid in pids if alive(pid)]


def test_a_job_is_done_and_its_helpers_are_gone(office):
    job_id = office.put("slow")
    office.run()
    assert office.status(job_id).state == "done"
    assert office.effects() == [job_id]
    assert office.left() == []


def test_a_worker_killed_in_mid_job_leaves_no_child_and_the_job_is_done_once(office):
    job_id = office.put("slow", steps=60)
    first = office.worker()
    office.started()
    first.kill()
    first.wait()
    assert office.left() == []
    assert office.effects() == []
    second = office.worker()
    office.wait(job_id, "done")
    assert children.stop(second) == 0
    assert office.effects() == [job_id]
    assert office.status(job_id).attempts == 2
    assert office.left() == []


def test_a_worker_killed_just_as_its_job_ends_leaves_no_helper(office):
    job_id = office.put("slow", steps=50)
    worker = office.worker()
    office.started()
    worker.send_signal(signal.SIGSTOP)  # it cannot do anything between the end and its own death
    office.wait(job_id, "done")
    worker.kill()
    worker.wait()
    assert office.left() == []
    assert office.effects() == [job_id]


def test_many_jobs_many_kills_each_effect_once(office):
    ids = [office.put("slow", f"k{n}", steps=8, max_attempts=20) for n in range(10)]
    workers = [office.worker(lease=0.6) for _ in range(2)]
    for turn in range(4):
        time.sleep(0.7)
        workers[turn % 2].kill()
        workers[turn % 2].wait()
        workers[turn % 2] = office.worker(lease=0.6)
    for job_id in ids:
        office.wait(job_id, "done", 40)
    children.stop_all(workers)
    assert sorted(office.effects()) == ids
    assert office.left() == []


def test_a_stopped_worker_hands_its_job_back_with_no_attempt_lost(office):
    job_id = office.put("slow", steps=500)
    worker = office.worker()
    office.started()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    back = office.status(job_id)
    assert (back.state, back.attempts) == ("queued", 0)
    assert office.left() == []


def test_a_stopped_worker_lets_a_short_job_finish(office):
    job_id = office.put("slow", steps=8)
    worker = office.worker(grace=10)
    office.started()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    assert office.status(job_id).state == "done"


def test_a_cancelled_job_stops_with_everything_it_started(office):
    job_id = office.put("slow", steps=1000)
    worker = office.worker()
    office.started()
    with Session(office.engine) as session, session.begin():
        assert jobs.cancel(session, job_id, "Sri Contoh")
    office.wait(job_id, "cancelled")
    assert office.status(job_id).cancelled_by == "Sri Contoh"
    assert office.left() == []
    assert office.effects() == []
    assert office.put("slow", steps=1, again=True) == job_id
    office.wait(job_id, "done")
    assert office.effects() == [job_id]
    assert children.stop(worker) == 0


def test_a_job_over_its_time_is_stopped_and_tried_again(office):
    job_id = office.put("stuck", max_attempts=1)
    office.run()
    ended = office.status(job_id)
    assert ended.state == "failed" and "0 detik" in ended.error
    assert office.left() == []


def test_a_refusal_ends_the_job_with_its_words(office):
    job_id = office.put("refused")
    office.run()
    ended = office.status(job_id)
    assert (ended.state, ended.attempts) == ("failed", 1)
    assert ended.error == "Tidak dapat. Perbaiki spesifikasi."


def test_a_surprise_is_tried_again_and_its_inside_is_not_shown_to_people(office):
    job_id = office.put("surprise")
    office.run()
    waits = office.status(job_id)
    assert (waits.state, waits.error) == ("queued", "Kesalahan tak terduga: KeyError")
    assert "rahasia" not in json.dumps(waits.error)


def test_a_child_that_dies_without_a_word_is_tried_again(office):
    job_id = office.put("dies")
    office.run()
    waits = office.status(job_id)
    assert (waits.state, waits.attempts) == ("queued", 1) and "-9" in waits.error


def test_a_worker_that_starts_before_the_tables_are_made_waits_for_them(office):
    jobs.JobRow.__table__.drop(office.engine)
    worker = office.worker()
    time.sleep(1.5)
    assert worker.poll() is None
    jobs.JobRow.__table__.create(office.engine)
    job_id = office.put("slow", steps=1)
    office.wait(job_id, "done")
    assert children.stop(worker) == 0


def test_two_handlers_of_one_kind_are_a_mistake():
    from builder.worker import Handlers

    handlers = Handlers()
    handlers.register("a")(lambda job: None)
    with pytest.raises(ValueError, match="Two handlers"):
        handlers.register("a")(lambda job: None)
