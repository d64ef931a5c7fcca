"""Sentences of the procedure in English: found by their patterns, the rest stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from builder.kit.frontend import sentences
from builder.portal.spoken import refused, spoken
from sop_workflow.errors import BadInput, NotNow


@pytest.fixture
def english(portal: Flask) -> Iterator[None]:
    with portal.test_request_context("/"), force_locale("en"):
        yield


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Tenggat hari ini", "Due today"),
        (
            "Terlambat 2 hari kerja (tenggat 3 Agustus 2026)",
            "2 working days late (due 3 August 2026)",
        ),
        ("Menyetujui langkah 4, lanjut ke langkah 5", "Approved step 4, on to step 5"),
        (
            "Rina (Plt Kabid) menyetujui dan menandatangani langkah 9, lanjut ke langkah 10",
            "Rina (Plt Kabid) approved and signed step 9, on to step 10",
        ),
        (
            "Pelaksanaan presentasi 13-11-2026 belum dicatat",
            "What came of the presentation of 13-11-2026 is not recorded yet",
        ),
        ("Surat usulan (PDF) belum ada", "Surat usulan (PDF) is not there yet"),
        ("Undangan rapat dinas", "Undangan rapat dinas"),
        ("135 pengujian lulus.", "135 tests passed."),
        ("", ""),
    ],
)
def test_what_the_procedure_says_is_heard_in_english(english: None, said: str, heard: str) -> None:
    assert spoken(said) == heard


def test_every_sentence_of_the_procedure_has_english(english: None) -> None:
    for said in sentences.spoken():
        whole = said
        for place in sentences.PLACES:
            whole = whole.replace(f"%({place})s", f"«{place}»")
        heard = spoken(whole)
        assert heard != whole or whole in ("%(s1)s: %(s2)s",), said
        assert all(f"«{p}»" in heard for p in sentences.PLACES if f"%({p})s" in said), said


def test_a_refusal_is_one_sentence(english: None) -> None:
    error = NotNow("Usulan ini sudah selesai", which="7", way_out="Ajukan usulan baru bila perlu.")
    assert refused(error) == (
        "This request is done already (7). Open a new request if there is need."
    )
    whole = BadInput("Kata sandi terlalu pendek atau terlalu panjang.", field="password")
    assert refused(whole) == "The password is too short or too long."


def test_one_day_is_no_days(english: None) -> None:
    late = spoken("Terlambat 1 hari kerja (tenggat 30 November 2026)")
    assert late == "1 working day late (due 30 November 2026)"
    assert spoken("Terlambat 11 hari kerja (tenggat 30 November 2026)").startswith(
        "11 working days"
    )


def test_indonesian_is_what_was_said(portal: Flask) -> None:
    with portal.test_request_context("/"), force_locale("id"):
        assert spoken("Tenggat hari ini") == "Tenggat hari ini"


def test_sentences_are_read_out_of_the_sources() -> None:
    import ast

    made = ast.parse('f"{label} belum ada {n!r}"', mode="eval").body
    assert sentences.pattern(made) == "%(s1)s belum ada %(s2)s"
    assert len(sentences.spoken()) > 200
