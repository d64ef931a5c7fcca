"""Every command, verb, event and error is documented and reachable; files keep their bytes."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from sop_workflow import commands, errors, evolve, sentences, service
from sop_workflow.commands import Command
from sop_workflow.errors import NotFound, SopError
from sop_workflow.events import Kind
from sop_workflow.ports import FolderFiles
from sop_workflow.roles import VERBS
from tests.procedure.office import PDF, Office

COMMANDS = [
    kind
    for _, kind in inspect.getmembers(commands, inspect.isclass)
    if issubclass(kind, Command) and kind is not Command
]


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_every_command_has_a_verb_and_a_line_in_the_doors_own_table(kind: type[Command]) -> None:
    assert kind.verb in VERBS and kind.__doc__
    assert service.__doc__ is not None
    line = [row for row in service.__doc__.splitlines() if row.startswith(kind.__name__ + " ")]
    assert len(line) == 1


def test_every_verb_has_a_command() -> None:
    assert {kind.verb for kind in COMMANDS} == set(VERBS)


def test_every_event_folds_and_has_a_sentence(office: Office) -> None:
    assert set(evolve._FOLDS) == set(Kind)
    case = office.at(12)
    for event in office.service.history(case.id):
        assert sentences.sentence(event).startswith(event.by.name)


def test_every_error_belongs_to_the_family_and_joins_its_parts() -> None:
    found = [e for _, e in inspect.getmembers(errors, inspect.isclass) if issubclass(e, Exception)]
    assert all(issubclass(e, SopError) and e.__doc__ for e in found)
    error = SopError("Gagal", which="surat", way_out="Coba lagi.")
    assert str(error) == "Gagal (surat) Coba lagi."


def test_a_folder_of_files_keeps_bytes_by_hash_and_nothing_else_is_read(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "berkas")
    sha256 = files.put(PDF)
    assert files.put(PDF) == sha256 and files.get(sha256) == PDF
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [sha256]
    for wrong in ("0" * 64, "../../etc/passwd", sha256.upper()):
        with pytest.raises(NotFound):
            files.get(wrong)
