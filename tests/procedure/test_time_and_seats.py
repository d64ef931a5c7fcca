"""Working days, deadlines that pause, seats that do not overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sop_workflow.calendar import Duration, WorkingCalendar, long_date, spoken_date
from sop_workflow.case import Mandate
from sop_workflow.commands import Return, Submit
from sop_workflow.deadlines import deadline
from sop_workflow.desk import Actor
from sop_workflow.errors import BadInput, NotAllowed, NotFound, ProcedureError, SeatConflict
from sop_workflow.monitoring import monitoring_form, overview, trend
from tests.procedure.office import PROCEDURE, Office

XMAS = WorkingCalendar(frozenset({date(2026, 12, 24), date(2026, 12, 25)}))


@pytest.mark.parametrize(
    ("start", "time", "due"),
    [
        (date(2026, 11, 23), "1 hari", date(2026, 11, 24)),
        (date(2026, 11, 27), "1 hari", date(2026, 11, 30)),
        (date(2026, 11, 23), "1 minggu", date(2026, 11, 30)),
        (date(2026, 11, 23), "2 minggu", date(2026, 12, 7)),
        (date(2026, 11, 23), "1 bulan", date(2026, 12, 23)),
        (date(2026, 11, 25), "1 bulan", date(2026, 12, 28)),
        (date(2026, 12, 23), "1 hari", date(2026, 12, 28)),
        (date(2027, 1, 31), "1 bulan", date(2027, 3, 1)),
    ],
)
def test_standard_times_end_on_working_days(start: date, time: str, due: date) -> None:
    assert XMAS.due(start, Duration.parse(time)) == due


def test_six_day_weeks_and_the_offices_own_midnight() -> None:
    six = WorkingCalendar(week=6, zone="WIT")
    assert six.due(date(2026, 11, 27), Duration(1, "hari")) == date(2026, 11, 28)
    assert six.day(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)) == date(2026, 11, 24)
    assert WorkingCalendar(zone="WIB").day(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)).day == 23


def test_days_between_counts_working_days_both_ways() -> None:
    assert XMAS.between(date(2026, 12, 23), date(2026, 12, 28)) == 1
    assert XMAS.between(date(2026, 12, 28), date(2026, 12, 23)) == -1
    assert XMAS.between(date(2026, 12, 23), date(2026, 12, 23)) == 0


def test_dates_in_letters() -> None:
    assert long_date(date(2026, 11, 23)) == "23 November 2026"
    assert spoken_date(date(2026, 11, 23)) == "Senin, 23 November 2026"


@pytest.mark.parametrize("text", ["", "sehari", "1 jam", "1  tahun", "0,5 hari"])
def test_a_time_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ProcedureError):
        Duration.parse(text)


def test_a_late_case_carries_the_papers_warning_and_heads_the_inbox(office: Office) -> None:
    case = office.at(2)
    actor = office.actor("Kasim")
    assert office.service.inbox(actor).mine[0].name == "Minggu ini"
    assert office.service.page(actor, case.id).warning == ""
    office.clock.pass_days(5)
    page = office.service.page(actor, case.id)
    assert page.deadline.late and page.deadline.words.startswith("Terlambat 3 hari kerja")
    assert page.warning.startswith("Jika SOP tidak dilaksanakan")
    assert office.service.inbox(actor).mine[0].name == "Lewat tenggat"
    assert overview(office.service).late == 1


def test_the_clock_stands_still_while_returned_and_goes_on_with_what_was_left(
    office: Office,
) -> None:
    calendar = WorkingCalendar()
    case = office.at(4)
    office.clock.pass_days(7)
    before = deadline(PROCEDURE, case, calendar, office.clock.now())
    case = office.now("Kadir", case, Return, to=1, note="Lengkapi")
    office.clock.pass_days(28)
    paused = deadline(PROCEDURE, case, calendar, office.clock.now())
    assert paused.paused and not paused.late and paused.due is None
    case = office.now("Sari", case, Submit)
    assert case.step == 4
    after = deadline(PROCEDURE, case, calendar, office.clock.now())
    assert (after.left, after.late) == (before.left, False)


def test_holidays_come_from_the_table_only_and_each_has_its_source(office: Office) -> None:
    desk = office.service.office
    assert desk.calendar().works(date(2026, 12, 25))
    assert desk.seed_holidays("admin", 2026) > 10
    assert desk.seed_holidays("admin", 2026) == 0
    assert not desk.calendar().works(date(2026, 12, 25))
    desk.remove_holiday("admin", date(2026, 12, 24))
    desk.put_holiday("admin", date(2026, 12, 28), "Hari jadi daerah", "Keputusan Bupati 1/2026")
    assert desk.calendar().works(date(2026, 12, 24))
    assert not desk.calendar().works(date(2026, 12, 28))
    with pytest.raises(BadInput):
        desk.put_holiday("admin", date(2026, 12, 29), "Libur", "")
    assert all(h.source for h in desk.holidays(2026))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zona", "GMT"),
        ("hari_kerja", "7"),
        ("format_nomor", "{x}"),
        ("format_nomor", "{seq}"),
        ("kertas", "a5"),
        ("x", "1"),
    ],
)
def test_impossible_settings_are_refused(office: Office, key: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        office.service.office.set("admin", {key: value})
    assert refused.value.field == key


def test_common_applications_are_told_by_the_proposals_own_words(office: Office) -> None:
    desk = office.service.office
    desk.seed_common_apps("admin")
    desk.seed_common_apps("admin")
    assert len(desk.common_apps()) == 8
    assert [a.name for a in desk.common_apps_for("Aplikasi arsip surat dinas")] == ["SRIKANDI"]
    desk.put_common_app("admin", "Perpustakaan", "INLISLite", "buku pustaka", "kantor")
    assert [a.name for a in desk.common_apps_for("katalog buku")] == ["INLISLite"]
    case = office.open("Arsip surat")
    found = office.service.review(case.id)
    assert [a.name for a in found.common] == ["SRIKANDI"] and found.similar


def acting(office: Office, mandate: Mandate, start: date, end: date, **more: str) -> None:
    office.service.seats.assign(
        "admin", office.spare, "kasi", mandate=mandate, start=start, end=end, order="SP-1", **more
    )


def test_overlapping_holders_are_refused_and_named(office: Office) -> None:
    seats = office.service.seats
    with pytest.raises(SeatConflict, match="Kasim"):
        seats.assign("admin", office.spare, "kasi", start=date(2026, 6, 1))
    with pytest.raises(SeatConflict):
        acting(office, Mandate.PLT, date(2026, 6, 1), date(2026, 7, 1))
    acting(office, Mandate.PLH, date(2026, 11, 20), date(2026, 11, 30))
    with pytest.raises(SeatConflict):
        seats.assign(
            "admin",
            office.person["Budi"],
            "kasi",
            mandate=Mandate.PLH,
            start=date(2026, 11, 30),
            end=date(2026, 12, 5),
            order="SP-2",
        )


def test_while_a_plh_acts_the_holder_does_not(office: Office) -> None:
    acting(office, Mandate.PLH, date(2026, 11, 20), date(2026, 11, 30))
    seats = office.service.seats
    assert [s.role for s in seats.stamps(office.person["Kasim"], date(2026, 11, 23))] == []
    assert [a.person.name for a in seats.holders(date(2026, 11, 23), "kasi")] == ["Tamu Kantor"]
    assert [a.person.name for a in seats.holders(date(2026, 12, 1), "kasi")] == ["Kasim"]


def test_a_vacant_seat_takes_a_plt_who_is_warned_after_three_months(office: Office) -> None:
    seats = office.service.seats
    held = seats.assignments(seat="kasi")[0]
    seats.end("admin", held.id, date(2026, 11, 1))
    made = seats.assign(
        "admin",
        office.spare,
        "kasi",
        mandate=Mandate.PLT,
        start=date(2026, 11, 2),
        end=date(2027, 3, 1),
        order="SP-3",
    )
    assert any("tiga bulan" in warning for warning in made.warnings)
    longer = seats.extend("admin", made.assignment.id, date(2027, 4, 1), "SP-9")
    assert longer.assignment.order == "SP-9"
    with pytest.raises(BadInput):
        seats.assign("admin", office.spare, "kadis", mandate=Mandate.PLT, start=date(2027, 1, 1))


def test_a_prakom_without_one_of_the_five_qualifications_warns(office: Office) -> None:
    seats = office.service.seats
    person = seats.add_person("admin", "Tono", qualification="SMA")
    made = seats.assign("admin", person.id, "staf_prakom", start=date(2026, 11, 1))
    assert "kualifikasi" in made.warnings[0]
    assert office.service.seats.stamp_for(person.id, "staf_prakom", date(2026, 11, 2))


def test_two_levels_on_one_person_warn_unless_the_exception_is_written(office: Office) -> None:
    acting(office, Mandate.PLH, date(2026, 11, 20), date(2026, 11, 30))
    seats = office.service.seats
    args = {
        "mandate": Mandate.PLH,
        "start": date(2026, 11, 20),
        "end": date(2026, 11, 30),
        "order": "SP-2",
    }
    made = seats.assign("admin", office.spare, "kabid", **args)
    assert any("dua tingkat" in warning for warning in made.warnings)
    seats.end("admin", made.assignment.id, date(2026, 11, 20))
    args["start"] = date(2026, 11, 21)
    made = seats.assign("admin", office.spare, "kabid", exception="Izin 5", **args)
    assert made.warnings == ()


def test_an_actor_chooses_the_seat_he_holds_and_no_other(office: Office) -> None:
    case = office.at(2)
    with pytest.raises(NotAllowed):
        office.service.page(Actor(office.person["Kasim"], seat="kadis"), case.id)
    assert office.service.may(Actor(office.person["Kasim"], seat="kasi"), case, "approve").ok


@pytest.mark.parametrize("nip", ["123", "19700101200001100x"])
def test_a_nip_that_is_not_18_digits_is_refused(office: Office, nip: str) -> None:
    with pytest.raises(BadInput):
        office.service.seats.add_person("admin", "Tono", nip=nip)


def test_unknown_people_and_seats_are_not_found(office: Office) -> None:
    seats = office.service.seats
    with pytest.raises(NotFound):
        seats.person(99)
    with pytest.raises(NotFound):
        seats.assign("admin", office.spare, "camat", start=date(2026, 1, 1))
    assert seats.official_of_user(5) is None


def test_monitoring_counts_days_returns_and_lateness_per_step(office: Office) -> None:
    case = office.at(3)
    office.clock.pass_days(4)
    case = office.now("Karta", case, Return, to=1, note="Kurang")
    numbers = overview(office.service)
    step = numbers.steps[2]
    assert (step.visits, step.late, step.returned, step.median_days) == (1, 1, 1, 4.0)
    assert numbers.running == 1 and numbers.steps[0].waiting == 1
    start = office.clock.now().date() - timedelta(days=30)
    rows = monitoring_form(office.service, start, start + timedelta(days=60))
    assert rows[2].runs_well is False and "1 terlambat" in rows[2].note
    assert rows[11].runs_well is None


def test_the_last_twelve_months_are_counted_by_step_and_as_a_whole(office: Office) -> None:
    case = office.at(3)
    office.clock.pass_days(4)
    office.now("Karta", case, Return, to=1, note="Kurang")
    whole, third = trend(office.service), trend(office.service, 3)
    assert len(whole) == len(third) == 12
    assert [one.first.day for one in whole] == [1] * 12
    assert whole[-1].first == office.clock.now().date().replace(day=1)
    assert sum(one.came for one in whole) == 1 and sum(one.done for one in whole) == 0
    assert sum(one.done for one in third) == 1
    assert {one.median_days for one in third} == {None, 4.0}
    assert trend(office.service, 9)[-1].came == 0
