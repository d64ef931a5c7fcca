"""The procedure as data: one YAML file, readable as the table it is on paper.

The paper's own words stay apart from what the office assumes: ``paper`` parts print as they are,
``assumptions`` fill what the paper leaves open and carry ``assumed=True``. A `Step` joins both.

>>> procedure = load(DEFAULT)
>>> procedure.step(2).performer, procedure.step(2).no_targets, procedure.step(5).assumed
('kasi', (1,), ('pelaksana',))
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sop_workflow import canonical
from sop_workflow.errors import ProcedureError

DEFAULT = Path(__file__).parent / "procedures" / "pembuatan_aplikasi_database.yaml"
END = 0
"""The target of a 'Tidak' that ends the case."""

Kind = Literal["start", "process", "decision", "end"]
InputKind = Literal[
    "teks", "paragraf", "tanggal", "angka", "pilihan", "centang", "daftar", "daftar_hadir"
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


class Role(_Frozen):
    """One column of Pelaksana: who may hold a step is a seat of this role."""

    key: str = Field(alias="kunci")
    name: str = Field(alias="nama")


class Section(_Frozen):
    """One block above the table (Dasar Hukum, Peringatan …), with its heading as on paper."""

    title: str = Field(alias="judul")
    key: str = Field(alias="kunci")
    separator: str = Field(alias="pemisah")
    lines: tuple[str, ...] = Field(alias="isi")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for one in text.splitlines() if (line := " ".join(one.split())))


class Row(_Frozen):
    """One row of the table, word for word; ``marks`` holds the label in each performer's column."""

    number: int = Field(alias="nomor")
    activity: str = Field(alias="kegiatan")
    marks: dict[str, str] = Field(alias="tanda")
    requirements: str = Field(alias="kelengkapan")
    time: str = Field(alias="waktu")
    output: str
    remark: str = Field(alias="ket")


class Assumption(_Frozen):
    """What the paper leaves open and the office decides; shown as 'asumsi kantor'."""

    key: str = Field(alias="kunci")
    step: int | None = Field(default=None, alias="langkah")
    about: Literal["pelaksana", "tidak", "kembali", "waktu"] = Field(alias="tentang")
    value: Any = Field(alias="nilai")
    assumed: Literal[True]
    reason: str = Field(alias="alasan")


class Input(_Frozen):
    """One value that a step asks for (isian); ``each_visit`` asks again after a return."""

    key: str = Field(alias="kunci")
    label: str
    kind: InputKind = Field(alias="jenis")
    required: bool = Field(default=False, alias="wajib")
    each_visit: bool = Field(default=False, alias="setiap_kali")
    choices: tuple[str, ...] = Field(default=(), alias="pilihan")


class RequiredPaper(_Frozen):
    """One paper (berkas) that a step asks for; ``media`` is the content type it must have."""

    key: str = Field(alias="kunci")
    label: str
    required: bool = Field(default=False, alias="wajib")
    media: str = ""


class Checks(_Frozen):
    """What the system checks before a step is left: inputs, papers and named conditions."""

    step: int = Field(alias="langkah")
    assumed: Literal[True]
    binds: Literal["", "usulan", "deliverable"] = Field(default="", alias="mengikat")
    inputs: tuple[Input, ...] = Field(default=(), alias="isian")
    papers: tuple[RequiredPaper, ...] = Field(default=(), alias="berkas")
    conditions: tuple[str, ...] = Field(default=(), alias="syarat")


class Step(_Frozen):
    """A row of the paper joined with the office's assumptions: what the rules read."""

    number: int
    activity: str
    performer: str
    performer_name: str
    kind: Kind
    mark: str
    requirements: str
    time: str
    output: str
    remark: str
    no_targets: tuple[int, ...]
    return_targets: tuple[int, ...]
    binds: str
    inputs: tuple[Input, ...]
    papers: tuple[RequiredPaper, ...]
    conditions: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def decides(self) -> bool:
        """True for the six diamonds: an official approves; other steps are submitted."""
        return self.kind == "decision"

    @property
    def may_end(self) -> bool:
        """True where 'Tidak' ends the case (step 4)."""
        return END in self.no_targets


class Procedure(_Frozen):
    """One version of one office's procedure; hashed, and kept by every case that runs on it."""

    sop: Literal[1]
    key: str = Field(alias="kunci")
    version: int = Field(alias="versi")
    title: str = Field(alias="judul")
    identity: dict[str, str] = Field(alias="identitas")
    sections: tuple[Section, ...] = Field(alias="bagian")
    roles: tuple[Role, ...] = Field(alias="pelaksana")
    rows: tuple[Row, ...] = Field(alias="langkah")
    assumptions: tuple[Assumption, ...] = Field(alias="asumsi")
    checks: tuple[Checks, ...] = Field(alias="kelengkapan_sistem")

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The rows in order, joined with assumptions and checks."""
        return tuple(self._join(row) for row in self.rows)

    def step(self, number: int) -> Step:
        """The step of that number; ProcedureError when the procedure has none."""
        for step in self.steps:
            if step.number == number:
                return step
        raise ProcedureError("Langkah tidak ada dalam prosedur", which=f"langkah {number}")

    @property
    def last(self) -> int:
        """The number of the step that closes the case."""
        return self.rows[-1].number

    def role_name(self, key: str) -> str:
        """The heading of a performer's column; the key itself when unknown."""
        return next((role.name for role in self.roles if role.key == key), key)

    def section(self, key: str) -> tuple[str, ...]:
        """The lines of one block above the table, empty when the paper has none."""
        return next((s.lines for s in self.sections if s.key == key), ())

    def for_office(self, settings: Mapping[str, str]) -> Procedure:
        """As the office shows it: blocks of which the office keeps its own lines hold those.

        Only to be read and printed; what cases run on, and its hash, stay the paper's.
        """
        own = {s.key: _lines(settings.get(s.key, "")) for s in self.sections}
        return self.model_copy(
            update={
                "sections": tuple(
                    s.model_copy(update={"lines": own[s.key]}) if own[s.key] else s
                    for s in self.sections
                )
            }
        )

    def own_lines(self, key: str, text: str) -> str:
        """What the office keeps of a block that it filled in; nothing when it is as on paper."""
        lines = _lines(text)
        return "" if lines == self.section(key) else "\n".join(lines)

    @property
    def maker(self) -> str:
        """The role that starts a case and does its work: the performer of the first step."""
        return self.steps[0].performer

    def input(self, key: str, step: int) -> Input | None:
        """The input of that key at that step, if it asks for one."""
        return next((i for i in self.step(step).inputs if i.key == key), None)

    @cached_property
    def sha256(self) -> str:
        """Hash of the whole document; two equal documents have one hash."""
        return canonical.sha256(self.plain())

    def plain(self) -> dict[str, Any]:
        """The document as JSON-ready values, under the names that the YAML uses."""
        return self.model_dump(mode="json", by_alias=True)

    def _assumed(self, about: str, step: int) -> Assumption | None:
        return next((a for a in self.assumptions if a.about == about and a.step == step), None)

    def _join(self, row: Row) -> Step:
        performer_by_paper = next(iter(row.marks), "")
        assumed_performer = self._assumed("pelaksana", row.number)
        no, back = self._assumed("tidak", row.number), self._assumed("kembali", row.number)
        performer = performer_by_paper or (assumed_performer.value if assumed_performer else "")
        checks = next((c for c in self.checks if c.step == row.number), None)
        mark = row.marks.get(performer_by_paper, "")
        no_targets = tuple(no.value) if no else ()
        back_targets = tuple(back.value) if back else ()
        used = [
            a.about
            for a in (None if performer_by_paper else assumed_performer, no, back)
            if a is not None
        ]
        return Step(
            number=row.number,
            activity=row.activity,
            performer=performer,
            performer_name=self.role_name(performer),
            kind=_KINDS.get(mark, "process"),
            mark=mark,
            requirements=row.requirements,
            time=row.time,
            output=row.output,
            remark=row.remark,
            no_targets=no_targets,
            return_targets=tuple(sorted({t for t in (*no_targets, *back_targets) if t != END})),
            binds=checks.binds if checks else "",
            inputs=checks.inputs if checks else (),
            papers=checks.papers if checks else (),
            conditions=checks.conditions if checks else (),
            assumed=tuple(used),
        )


_KINDS: dict[str, Kind] = {"Mulai": "start", "Ya": "decision", "Selesai": "end"}


def from_plain(raw: Any) -> Procedure:
    """A procedure from plain values; ProcedureError lists every wrong key with its place."""
    try:
        procedure = Procedure.model_validate(raw)
    except ValidationError as error:
        places = "; ".join(
            f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        raise ProcedureError(
            "Berkas prosedur tidak dapat dibaca", which=places, way_out="Perbaiki bagian itu."
        ) from error
    _check(procedure)
    return procedure


def load_text(text: str) -> Procedure:
    """A procedure from YAML text (no tags, safe loader); ProcedureError when it is none."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ProcedureError(
            "Berkas prosedur bukan YAML yang sah", which=str(error).replace("\n", " ")
        ) from error
    return from_plain(raw)


def load(path: Path = DEFAULT) -> Procedure:
    """The procedure in that file; by default the office's SOP that comes with the package."""
    return load_text(path.read_text(encoding="utf-8"))


def _check(procedure: Procedure) -> None:
    """A procedure that the rules can walk: numbered 1..n, performed, with targets behind it."""
    numbers = [row.number for row in procedure.rows]
    if numbers != list(range(1, len(numbers) + 1)):
        raise ProcedureError("Langkah harus bernomor urut mulai 1", which=str(numbers))
    known = {role.key for role in procedure.roles}
    for step in procedure.steps:
        which = f"langkah {step.number}"
        if step.performer not in known:
            raise ProcedureError(
                "Pelaksana tidak dikenal",
                which=f"{which}: {step.performer or 'kosong'}",
                way_out="Isi asumsi pelaksana dengan salah satu: " + ", ".join(sorted(known)) + ".",
            )
        for target in (*step.no_targets, *step.return_targets):
            if not END <= target < step.number:
                raise ProcedureError(
                    "Tujuan Tidak harus langkah sebelumnya, atau 0 untuk berakhir",
                    which=f"{which} ke {target}",
                )
    ends = [step.number for step in procedure.steps if step.kind == "end"]
    if procedure.steps[0].kind != "start" or ends != [procedure.last]:
        raise ProcedureError("Prosedur harus dibuka oleh Mulai dan ditutup oleh Selesai")
