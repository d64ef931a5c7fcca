"""'Periksa SOP': the paper's own faults, each with a proposal for amendment beside it.

The text prints as it is; nothing here changes it. Every finding names the row or the block it is
about, so that a page can show it there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sop_workflow.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: ``where`` is 'langkah 8' or a block's key, ``proposal`` what an amendment says."""

    code: str
    where: str
    text: str
    proposal: str


def findings(procedure: Procedure) -> tuple[Finding, ...]:
    """Every finding of the procedure, in the order of the paper."""
    return tuple(finding for check in _CHECKS for finding in check(procedure))


def _identity(procedure: Procedure) -> Iterator[Finding]:
    empty = [name.replace("_", " ") for name, value in procedure.identity.items() if not value]
    if empty:
        yield Finding(
            "identitas_kosong",
            "identitas",
            "Blok identitas belum diisi: " + ", ".join(empty) + ".",
            "Isi menurut keputusan pengesahan SOP.",
        )


def _slips(procedure: Procedure) -> Iterator[Finding]:
    for section in procedure.sections:
        for line in section.lines:
            if slip := re.search(r"\bN0\.", line):
                yield Finding(
                    "salah_ketik",
                    section.key,
                    f"“{line}” memuat angka nol pada “{slip.group()}”.",
                    line.replace("N0.", "No."),
                )
            if re.search(r"\b(untuk|dan|atau|dengan|yang|memahami)$", line):
                yield Finding(
                    "kalimat_terpotong",
                    section.key,
                    f"Kalimat “{line}” berhenti sebelum selesai.",
                    "Lengkapi kalimatnya, atau hapus.",
                )


def _requester(procedure: Procedure) -> Iterator[Finding]:
    names = " ".join(role.name for role in procedure.roles)
    mentioned = any("SKPD" in row.requirements for row in procedure.rows)
    if mentioned and "SKPD" not in names:
        yield Finding(
            "skpd_tanpa_kolom",
            "pelaksana",
            "SKPD mengajukan surat tetapi tidak punya kolom pelaksana.",
            "Tambahkan kolom SKPD, atau sebut SKPD pada Keterangan langkah 1.",
        )


def _units(procedure: Procedure) -> Iterator[Finding]:
    units = sorted({row.time.split()[-1] for row in procedure.rows if row.time})
    if units:
        yield Finding(
            "satuan_waktu",
            "waktu",
            "Satuan " + "/".join(units) + " tidak dijelaskan: hari kerja atau hari kalender.",
            "Tulis: hari = hari kerja; minggu = 5 hari kerja; bulan = bulan kalender.",
        )


def _performers(procedure: Procedure) -> Iterator[Finding]:
    rows = [str(row.number) for row in procedure.rows if not row.marks]
    if rows:
        yield Finding(
            "tanpa_pelaksana",
            "langkah " + ", ".join(rows),
            "Langkah " + ", ".join(rows) + " tidak bertanda di kolom pelaksana mana pun.",
            "Beri kotak proses pada kolom pelaksananya.",
        )


def _decisions(procedure: Procedure) -> Iterator[Finding]:
    decisions = [str(s.number) for s in procedure.steps if s.decides]
    written = any("Tidak" in mark for row in procedure.rows for mark in row.marks.values())
    if decisions and not written:
        yield Finding(
            "tanpa_cabang_tidak",
            "langkah " + ", ".join(decisions),
            "Tidak satu pun keputusan punya cabang Tidak.",
            "Gambar panah Tidak dari tiap keputusan ke langkah tujuannya.",
        )


def _outputs(procedure: Procedure) -> Iterator[Finding]:
    shared = Counter(row.output for row in procedure.rows)
    for output, count in shared.items():
        rows = [row.number for row in procedure.rows if row.output == output]
        if count > 1 and rows[0] == 1:
            yield Finding(
                "output_sama",
                f"langkah {rows[0]}-{rows[-1]}",
                f"Langkah {rows[0]} sampai {rows[-1]} punya satu output yang sama: “{output}”.",
                "Bedakan: usulan tercatat, disposisi, lembar telaah, keputusan.",
            )
    made: set[str] = set()
    for row in procedure.rows:
        wanted = [w.strip() for w in re.split(r"(?:^|\s)-\s", row.requirements) if w.strip()]
        # Only a written list ("- Laporan - Aplikasi") names things that some step must have made.
        lacking = [w for w in wanted if w.lower() not in made] if len(wanted) > 1 else []
        if lacking:
            before = procedure.rows[row.number - 2]
            yield Finding(
                "output_tidak_dibuat",
                f"langkah {row.number}",
                f"Langkah {row.number} meminta {' dan '.join(lacking)}, tetapi tidak ada langkah "
                f"sebelumnya yang menghasilkannya; langkah {before.number} menghasilkan "
                f"“{before.output}”.",
                f"Output langkah {before.number}: buku manual, laporan, aplikasi.",
            )
        made.update({row.output.lower(), *(w.lower() for w in lacking)})


def _evidence(procedure: Procedure) -> Iterator[Finding]:
    last = procedure.rows[-1]
    words = (last.requirements + last.output).lower()
    if not re.search(r"daftar hadir|laporan|undangan|berita acara|notulen", words):
        yield Finding(
            "tanpa_bukti",
            f"langkah {last.number}",
            f"Langkah {last.number} tidak menyebut bukti bahwa kegiatan dilaksanakan.",
            "Kelengkapan: undangan, daftar hadir, laporan sosialisasi, BAST.",
        )


_CHECKS = (
    _identity,
    _slips,
    _requester,
    _units,
    _performers,
    _decisions,
    _outputs,
    _evidence,
)
