"""Replays a case through the procedure's door: commands of people, never rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from builder.demo.clock import DemoClock
from builder.house import House
from builder.spec import load, plain
from sop_workflow import commands
from sop_workflow.case import Attendee, Case
from sop_workflow.desk import Actor
from sop_workflow.papers.words import letter_date

HERE = Path(__file__).parent
LETTER = HERE / "surat.typ"


@dataclass
class Teller:
    """One case being told. `people`: username -> person id; `work` does what the pipeline asks."""

    house: House
    clock: DemoClock
    people: Mapping[str, int]
    work: Callable[[], None]
    case: Case
    prakom: str = "sri"
    letters: int = 0
    say: Callable[[str], None] = field(default=lambda words: None)
    """Told what takes long."""

    @classmethod
    def begin(
        cls,
        house: House,
        clock: DemoClock,
        people: Mapping[str, int],
        work: Callable[[], None],
        **facts: str,
    ) -> Teller:
        """Step 1: the request with its letter."""
        command = commands.Open(title=facts["judul"], organisation=facts["skpd"], facts=facts)
        case = house.cases.do(Actor(person=people["sri"]), command).case
        told = cls(house, clock, people, work, case)
        letter = house.typeset(
            LETTER, facts | {"surat_tanggal": letter_date(facts["surat_tanggal"])}
        )
        told.do("sri", commands.Attach, kind="surat_usulan", content=letter,
                filename="surat-usulan.pdf", number=facts["surat_nomor"])  # fmt: skip
        told.paper("tanda_terima")
        return told

    def do(self, who: str, command: type[commands.Command], **values: Any) -> Case:
        """One command of one person, who looked at the case just now."""
        made = command(case_id=self.case.id, seen=self.case.version, **values)
        self.case = self.house.cases.do(Actor(person=self.people[who]), made).case
        return self.case

    def day(self, days: int = 1) -> None:
        """Some working days pass."""
        self.clock.next_day(self.house.office.calendar(), days)

    def paper(self, kind: str, meeting: str = "") -> None:
        """A paper of the case; letters and minutes get the next number of the year."""
        number = ""
        if kind.startswith(("undangan", "berita_acara")):
            self.letters += 1
            number = f"005/{self.case.id:02}{self.letters:02}/CONTOH"
        self.do(self.prakom, commands.MakePaper, kind=kind, number=number, presentation=meeting)

    def submit(self, **values: Any) -> None:
        """The prakom finishes the current step; then whatever the pipeline has to do is done."""
        self.do(self.prakom, commands.Submit, **values)
        self._work()

    def approve(self, who: str, **facts: Any) -> None:
        """An official's yes over what he sees now."""
        step = self.house.cases.procedure_of(self.case).step(self.case.step)
        subject = self.case.subject(step.binds)
        signs = step.binds == "deliverable"
        self.do(who, commands.Approve, sha256_seen=subject, facts=facts, confirmed=signs)

    def to_design(self) -> None:
        """Steps 1 to 4: sent, passed on, found necessary."""
        self.submit()
        self.day()
        self.approve("ratna", disposisi_instruksi="Untuk diteruskan")
        self.day()
        self.approve("hasan", disposisi_instruksi="Untuk diteruskan")
        self.day(3)
        self.approve(
            "dewi",
            telaah_serupa="Tidak ada aplikasi serupa di katalog.",
            telaah_umum="Bidang ini tidak tercakup aplikasi umum nasional.",
            telaah_simpulan="perlu",
            disposisi_instruksi="Untuk dirancang",
        )
        for kind in ("lembar_disposisi", "lembar_telaah"):
            self.paper(kind)
        self.day()

    def design(self, name: str) -> None:
        """Step 5: the specification of that file becomes the case's design."""
        text = (HERE / f"{name}.yaml").read_text(encoding="utf-8")
        spec = load(text, self.house.plugins.types)
        self.house.specs.create(
            self.case.title, author=self._name(), slug=name, case_id=self.case.id, raw=plain(spec)
        )
        self.house.session.commit()

    def submit_design(self) -> None:
        """Steps 5 and 7: freeze the design and send it."""
        app = self.house.specs.of_case(self.case.id)
        assert app is not None
        frozen = self.house.specs.freeze(app.id, author=self._name())
        revision = self.house.specs.submit(frozen.id, self.case.step)
        design = self.case.step == 5
        self.say(f"    {'membuat aplikasinya' if design else 'mengujinya dan menyusun dokumen'}")
        self.submit(revision=str(revision.id))
        if not design:
            self.paper("berita_acara_review")

    def change(self, path: tuple[str, str], key: str, value: Any) -> None:
        """Change one field (entity, field) of the design in the editor."""
        from builder.spec.edit import Change

        app = self.house.specs.of_case(self.case.id)
        assert app is not None
        draft = self.house.specs.draft(app.id)
        spec = draft.spec(self.house.plugins.types)
        node = spec.entity(path[0]).field(path[1]).id
        change = Change(op="set", node=node, key=key, value=value)
        self.house.specs.change(app.id, [change], author=self._name(), seen=draft.version)
        self.house.session.commit()

    def call(self, place: str, *, in_days: int = 2) -> str:
        """Step 6: a presentation is called, so many working days ahead, and its invitation
        written; its id."""
        calendar = self.house.office.calendar()
        day = calendar.add(calendar.local(self.clock.now()).date(), in_days)
        at = calendar.local(self.clock.moment).replace(
            year=day.year, month=day.month, day=day.day, hour=9, minute=0, second=0, microsecond=0
        )
        self.do(self.prakom, commands.CallPresentation, at=at.astimezone(UTC), place=place,
                agenda="Mencoba rancangan bersama", invited=(self.case.organisation,))  # fmt: skip
        meeting = self.case.presentations[-1].id
        self.paper("undangan_presentasi", meeting)
        return meeting

    def meet(self, meeting: str) -> None:
        """It is that day, and people are in the room."""
        held = self.case.presentation(meeting)
        assert held is not None
        self.clock.moment = held.at + timedelta(minutes=40)

    def remark(
        self, meeting: str, name: str, unit: str, text: str, at: tuple[str, str] | None = None
    ) -> None:
        """A guest in the room points at a field (entity, field), or says something."""
        app = self.house.specs.of_case(self.case.id)
        node = ""
        if at and app is not None:
            spec = self.house.specs.draft(app.id).spec(self.house.plugins.types)
            node = spec.entity(at[0]).field(at[1]).id
        command = commands.AddRemark(
            case_id=self.case.id, seen=0, text=text, node=node, presentation=meeting
        )
        self.case = self.house.cases.do(Actor.guest(name, unit), command).case

    def hold(self, meeting: str) -> None:
        """The presentation took place."""
        people = (Attendee("Rina Misalnya", self.case.organisation, "Operator"),
                  Attendee("Joko Umpamanya", self.case.organisation, "Kepala seksi"))  # fmt: skip
        self.do(
            self.prakom,
            commands.HoldPresentation,
            presentation=meeting,
            attendance=people,
            minutes="Peserta mencoba aplikasi di ponsel masing-masing dan memberi catatan.",
            previewed=True,
            no_remarks=not any(r.presentation == meeting for r in self.case.remarks),
        )
        for kind in ("daftar_hadir", "notulen", "berita_acara_presentasi"):
            self.paper(kind, meeting)

    def answer_all(self) -> None:
        """Step 7: every remark is answered, its author told."""
        for one in self.case.remarks:
            if one.answered is None:
                self.do(self.prakom, commands.AnswerRemark, remark=one.id,
                        answer="Sudah diperbaiki pada rancangan.", outcome="diterima")  # fmt: skip
            self.do(self.prakom, commands.TellRemark, remark=one.id, how="halaman presentasi")

    def check(self, who: str) -> None:
        """Steps 9 to 11: looked at, and signed."""
        self.approve(who, periksa_laporan=True, periksa_aplikasi=True)

    def finish(self) -> None:
        """Step 12: invited, two days later the sosialisasi and the hand-over."""
        calendar = self.house.office.calendar()
        day = calendar.add(calendar.local(self.clock.now()).date(), 2).isoformat()
        facts = {
            "sosialisasi_tanggal": day,
            "sosialisasi_pukul": f"09.00 {calendar.zone}",
            "sosialisasi_tempat": "Aula Dinas Contoh",
        }
        self.do(self.prakom, commands.Record, facts=facts)
        for kind in ("lembar_pemeriksaan", "undangan_sosialisasi"):
            self.paper(kind)
        self.day(2)
        held = {
            "sosialisasi_hadir": [
                {"name": "Rina Misalnya", "unit": self.case.organisation, "role": "Operator"},
                {"name": "Joko Umpamanya", "unit": self.case.organisation, "role": "Kepala seksi"},
            ],
            "sosialisasi_catatan": "Peserta mencoba seluruh alur dan menerima buku manual.",
            "bast_nomor": f"030/{self.case.id:02}01/CONTOH",
            "bast_tanggal": day,
            "bast_penerima": "Joko Umpamanya",
            "bast_penerima_jabatan": "Kepala seksi",
        }
        self.do(self.prakom, commands.Record, facts=held)
        for kind in ("daftar_hadir_sosialisasi", "laporan_sosialisasi", "bast"):
            self.paper(kind)
        self.submit()

    def _work(self) -> None:
        self.work()
        self.case = self.house.cases.case(self.case.id)
        # The work took time: what follows did not happen before it was done.
        last = max((one.at for one in self.case.papers), default=self.clock.moment)
        self.clock.moment = max(self.clock.moment, last + timedelta(minutes=5))

    def _name(self) -> str:
        return self.house.seats.person(self.people[self.prakom]).name
