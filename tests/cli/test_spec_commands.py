"""check, fmt, diff: a specification as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL, Run


def test_check_of_a_good_file_is_0(run: Run, spec: Path) -> None:
    said = run("check", str(spec))
    assert said.status == 0
    assert "1 entitas; 0 galat" in said.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rakit: 1\nname: x\n", "entities"),
        (SMALL.replace("type: year", "type: yer"), "tidak dikenal"),
        (SMALL.replace("required: true", "requird: true"), "required"),
        ("a: [", "YAML"),
        (SMALL.replace("display: [judul]", "display: [jdul]"), "jdul"),
    ],
)
def test_check_of_a_bad_file_is_1_with_place(
    run: Run, spec: Path, text: str, expected: str
) -> None:
    spec.write_text(text)
    said = run("check", str(spec))
    assert said.status == 1
    assert expected in said.err and "spec.yaml" in said.err
    assert "Traceback" not in said.err


def test_check_for_programs(run: Run, spec: Path) -> None:
    spec.write_text(SMALL.replace("type: year", "type: yer"))
    said = run("check", str(spec), "--json")
    found = json.loads(said.out)
    assert said.status == 1
    assert found["fine"] is False
    assert found["problems"][0]["severity"] == "error"
    assert found["problems"][0]["line"] == 10


def test_fmt_writes_ids_once_and_keeps_the_rest(run: Run, spec: Path) -> None:
    spec.write_text("# catatan\n" + SMALL)
    assert run("fmt", str(spec), "--check").status == 1
    assert spec.read_text() == "# catatan\n" + SMALL
    assert run("fmt", str(spec)).status == 0
    first = spec.read_text()
    assert first.startswith("# catatan\n") and first.count("id: ") == 4
    assert run("fmt", str(spec)).status == 0
    assert spec.read_text() == first
    assert run("fmt", str(spec), "--check").status == 0


def test_fmt_to_stdout_writes_nothing(run: Run, spec: Path) -> None:
    said = run("fmt", str(spec), "--stdout")
    assert said.out.count("id: ") == 4
    assert spec.read_text() == SMALL


def test_diff_says_sentences_and_1(run: Run, spec: Path, tmp_path: Path) -> None:
    run("fmt", str(spec))
    other = tmp_path / "lain.yaml"
    other.write_text(
        spec.read_text().replace("name: judul", "name: nama").replace("[judul]", "[nama]")
    )
    same = run("diff", str(spec), str(spec))
    assert (same.status, same.out.strip()) == (0, "Tidak ada perubahan.")
    said = run("diff", str(spec), str(other))
    assert said.status == 1 and len(said.out.splitlines()) == 1
    found = json.loads(run("diff", str(spec), str(other), "--json").out)
    assert [one["kind"] for one in found] == ["renamed"]
