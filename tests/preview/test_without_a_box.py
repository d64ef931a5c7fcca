"""Where the kernel forbids namespaces: closed, but for our own output, and said on the page.

The gateway under test is really forbidden to make namespaces, by a seccomp filter put on before it
starts; nothing in it is told to pretend.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.preview.conftest import HERE, Running, until

FORBIDDEN = """
import ctypes, errno, struct
from builder.preview import kernel, seccomp
here = kernel.machine()
number = seccomp.REFUSED["unshare"][here.index]
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number)]
steps += [(6, 0, 0, 0x50000 | errno.EPERM), (6, 0, 0, 0x7fff0000)]
code = b"".join(struct.pack("HBBI", *step) for step in steps)
kept = ctypes.create_string_buffer(code, len(code))
head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(kept)), 16)
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
kernel.call("seccomp", here.seccomp, 1, 0, head)
"""


@pytest.fixture(scope="module")
def closed(tiny: Path) -> Iterator[Running]:
    folder = Path(tempfile.mkdtemp(prefix="rakit-uji-"))
    running = Running(folder, before=FORBIDDEN)
    running.trees.place("milik", tiny, own=True)
    running.trees.place("suntingan", tiny, own=False)
    running.trees.place("jahat", HERE / "hostile_app", own=True)
    yield running
    running.stop()
    shutil.rmtree(folder)


def test_health_stays_200_and_says_what_is_missing(closed: Running) -> None:
    said = closed.get("/health")
    assert said.status == 200
    assert said.json["tier"] == "unboxed"
    (missing,) = said.json["missing"]
    assert missing["layer"] == "namespaces"
    assert "unshare" in missing["reason"]
    assert missing["way_out"]


def test_a_tree_with_hand_edits_is_refused_even_to_staff(closed: Running) -> None:
    for staff in (False, True):
        said = closed.get(closed.order("suntingan", staff=staff) + "/page")
        assert said.status == 503
        assert "rakit doctor" in said.text
        assert "Halaman" not in said.text
    assert closed.get("/health").json["running"] == 0


def test_our_own_output_runs_under_a_bar(closed: Running) -> None:
    said = closed.get(closed.order("milik") + "/page")
    assert said.status == 200
    assert "tanpa kotak" in said.text
    assert "<h1>Halaman</h1>" in said.text
    assert int(said.headers["content-length"]) == len(said.body)
    assert closed.get("/-/kotak.css").headers["content-type"].startswith("text/css")
    assert closed.get(closed.order("milik") + "/").json["rows"] == ["contoh"]


def test_even_without_a_box_there_are_no_programs_sockets_or_endless_memory(
    closed: Running,
) -> None:
    base, targets = closed.order("jahat", ""), quote(json.dumps({"address": "127.0.0.1", "tcp": 1}))
    for name in ("execute", "fork", "listen", "raw", "memory", "threads", "environment"):
        said = closed.get(f"{base}/try/{name}?targets={targets}")
        assert said.status == 502 or not said.json["won"], name


def test_guests_in_the_network_are_refused_and_staff_are_not(tmp_path: Path, tiny: Path) -> None:
    running = Running(tmp_path, before=FORBIDDEN, public="http://rakit.example.go.id")
    try:
        running.trees.place("milik", tiny, own=True)
        guest = running.get(running.order("milik") + "/page")
        assert guest.status == 503
        assert "hanya untuk petugas" in guest.text
        assert running.get(running.order("milik", staff=True) + "/page").status == 200
    finally:
        running.stop()


def test_rows_are_kept_without_a_box_too_and_nothing_is_left_in_the_temporary_folder(
    closed: Running, tiny: Path
) -> None:
    closed.trees.place("simpan", tiny, own=True)
    base = closed.order("simpan")
    closed.post(base + "/note", "isi=tetap")
    closed.get(base + "/exit")
    until(lambda: closed.trees.keep("simpan").exists())
    assert closed.get(base + "/").json["rows"] == ["contoh", "tetap"]
    mark = hashlib.sha256(os.fsencode(closed.folder.resolve())).hexdigest()[:12]
    # Not this process's TMPDIR: the zygote has an empty environment.
    folder = Path("/tmp") / f"rakit-pratinjau-{mark}"
    assert len(list(folder.iterdir())) == closed.get("/health").json["running"]
    closed.stop()
    until(lambda: not folder.exists())
