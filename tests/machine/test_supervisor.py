"""The process tree as real processes: restarted, stopped, killed; nobody is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder import children
from builder.health import health
from builder.settings import Settings
from builder.supervisor import Part, Supervisor, SupervisorError, alone, environment, parts_of
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CHILD = """
import os, socket, subprocess, sys, time
name, port, folder, *words = sys.argv[1:]
helper = subprocess.Popen(["sleep", "300"])
with open(f"{folder}/pids", "a") as file:
    file.write(f"{name} {os.getpid()} {helper.pid}\\n")
if "breaks" in words:
    sys.exit(3)
if int(port):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(port)))
    server.listen()
if "deaf" in words:
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(300)
"""
RUN = """
import sys
from pathlib import Path
from builder.settings import Settings
from builder.supervisor import Part, Supervisor
settings = Settings.from_env({"DATA_DIR": sys.argv[1] + "/var", "APPS_DIR": sys.argv[1] + "/apps"})
parts = []
for words in sys.argv[2:]:
    name, port, *more = words.split(",")
    argv = (sys.executable, sys.argv[1] + "/child.py", name, port, sys.argv[1], *more)
    parts.append(Part(name, argv, "127.0.0.1", int(port)))
sys.exit(Supervisor(settings, parts, grace=1.0).run())
"""


@pytest.fixture
def tree(tmp_path):
    made = Tree(tmp_path)
    yield made
    made.end()


def runs(pid):
    """Is the process there, and more than a zombie?"""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


class Tree:
    """A supervisor in a process of its own, and what it started."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder / "log"
        (folder / "child.py").write_text(CHILD)
        self.process = None

    def start(self, *parts):
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(self.folder), *parts], cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=self.log.open("ab"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        return self.process

    def said(self, words, seconds=60):
        found = children.wait_until(lambda: words in self.log.read_text(), seconds)
        assert found, self.log.read_text()

    def pids(self, name=""):
        path = self.folder / "pids"
        lines = path.read_text().splitlines() if path.exists() else []
        return [int(p) for line in lines if line.startswith(name) for p in line.split()[1:]]

    def both(self):
        """The first child and its helper."""
        assert children.wait_until(lambda: len(self.pids()) >= 2, 60)
        return self.pids()[:2]

    def alive(self):
        children.wait_until(lambda: not any(map(runs, self.pids())), 30)
        return [pid for pid in self.pids() if runs(pid)]

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_it_leaves_no_child_and_no_grandchild(tree, number):
    port = free_port()
    supervisor = tree.start(f"portal,{port}", "pekerja,0")
    tree.said("Rakit siap di http://127.0.0.1:")
    supervisor.send_signal(number)
    assert supervisor.wait(60) == 0
    assert len(tree.pids()) == 4 and tree.alive() == []
    assert "portal: siap" in tree.log.read_text()


def test_a_child_that_does_not_listen_to_reason_is_ended(tree):
    supervisor = tree.start("tuli,0,deaf")
    tree.said("Rakit siap")
    tree.both()
    time.sleep(0.2)
    supervisor.terminate()
    assert supervisor.wait(60) == 0
    assert tree.alive() == []


def test_what_dies_is_started_again_without_its_leftovers(tree):
    tree.start("pekerja,0")
    tree.said("Rakit siap")
    first, helper = tree.both()
    os.kill(first, signal.SIGKILL)
    tree.said("berhenti (kode -9), dimulai lagi dalam 0.5 detik")
    assert children.wait_until(lambda: len(tree.pids()) == 4, 60)
    assert not runs(helper)


def test_what_keeps_dying_is_started_less_and_less_often(tree):
    tree.start("rusak,0,breaks")
    tree.said("dimulai lagi dalam 2 detik")
    said = [
        line.rsplit("dalam ", 1)[1] for line in tree.log.read_text().splitlines() if "lagi" in line
    ]
    assert said == ["0.5 detik", "1 detik", "2 detik"]


def test_killed_itself_its_children_stop(tree):
    supervisor = tree.start("pekerja,0")
    tree.said("Rakit siap")
    child, helper = tree.both()
    supervisor.kill()
    supervisor.wait()
    gone = children.wait_until(lambda: not runs(child), 30)
    os.kill(helper, signal.SIGKILL)  # a plain `sleep` of our test child: it has no part in this
    assert gone


def test_a_second_start_on_the_same_data_is_refused_with_words(tree, tmp_path):
    first = tree.start("pekerja,0")
    tree.said("Rakit siap")
    settings = Settings.from_env({"DATA_DIR": f"{tmp_path}/var", "APPS_DIR": f"{tmp_path}/apps"})
    with pytest.raises(SupervisorError, match=r"sudah berjalan.*") as refused:
        Supervisor(settings, [Part("x", ("true",))]).run()
    assert str(first.pid) in str(refused.value)
    assert health(settings)["parts"]["supervisor"]["pid"] == first.pid


def test_a_lock_left_by_a_dead_process_stops_nobody(tmp_path):
    (tmp_path / "rakit.pid").write_text("999999\n")
    with alone(tmp_path):
        assert (tmp_path / "rakit.pid").read_text() == f"{os.getpid()}\n"


def test_a_port_in_use_is_said_before_anything_starts(tmp_path):
    settings = Settings.from_env({"DATA_DIR": f"{tmp_path}/var", "APPS_DIR": f"{tmp_path}/apps"})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SupervisorError, match=str(port)):
            Supervisor(settings, [Part("portal", ("true",), "127.0.0.1", port)]).run()


def test_children_read_the_settings_of_the_command_line(tmp_path):
    given = Settings.from_env({"DATA_DIR": str(tmp_path)}, port=9123)
    again = Settings.from_env(environment(given, {}))
    assert again == given


def test_a_machine_runs_portal_workers_and_gateway(tmp_path):
    settings = Settings.from_env({"DATA_DIR": str(tmp_path), "WORKERS": "2"})
    assert [part.name for part in parts_of(settings)] == [
        "portal", "pekerja 1", "pekerja 2", "pratinjau"
    ]  # fmt: skip


def test_health_asks_each_part_and_never_raises(tmp_path, engine):
    settings = Settings.from_env({"DATA_DIR": str(tmp_path)})
    found = health(settings, engine=engine, more={"preview": _away})
    assert found["status"] == "degraded"
    assert found["parts"]["database"]["status"] == "ok"
    assert found["parts"]["preview"] == {
        "status": "down", "words": "Tidak menjawab (ConnectionRefusedError).",
        "ms": found["parts"]["preview"]["ms"],
    }  # fmt: skip
    missing = Settings.from_env({"DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite:////no/x.db"})
    assert health(missing)["status"] == "down"


def _away():
    raise ConnectionRefusedError
