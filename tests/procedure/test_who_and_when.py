"""Every verb, at every step, by every role: who may and when, in one table."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from sop_workflow.apply import may
from sop_workflow.case import Case, Mandate, Stamp, Status
from sop_workflow.errors import NotAllowed, NotNow
from sop_workflow.ports import World
from sop_workflow.roles import VERBS, check_role, may_role
from sop_workflow.rules import check_rule, may_rule
from tests.procedure.office import PROCEDURE, START, Office

SEATS = {"kasi": "Kasim", "kabid": "Karta", "kadis": "Kadir"}
DECIDERS = {2: "kasi", 3: "kabid", 4: "kadis", 9: "kasi", 10: "kabid", 11: "kadis"}
WORK = (1, 5, 6, 7, 8, 12)
ALL = tuple(range(1, 13))
# verb: role -> steps at which it may, on an open case
TABLE: dict[str, dict[str, tuple[int, ...]]] = {
    "record": {
        "handler": (1, 12),
        **{s: tuple(n for n, d in DECIDERS.items() if d == s) for s in SEATS},
    },
    "attach": {
        "handler": ALL,
        "sistem": ALL,
        **{s: tuple(n for n, d in DECIDERS.items() if d == s) for s in SEATS},
    },
    "submit": {"handler": WORK},
    "approve": {s: tuple(n for n, d in DECIDERS.items() if d == s) for s in SEATS},
    "return": {
        "handler": (6, 7, 8),
        **{s: tuple(n for n, d in DECIDERS.items() if d == s) for s in SEATS},
    },
    "reject": {"kadis": (4,)},
    "withdraw": {"handler": ALL},
    "comment": dict.fromkeys(("handler", "prakom", *SEATS), ALL),
    "hand_over": dict.fromkeys(("handler", *SEATS), ALL),
    "change_spec": {"handler": (8, 9, 10, 11, 12), "sistem": (8, 9, 10, 11, 12)},
    "bind_deliverable": {"sistem": (8, 9, 10, 11, 12)},
    "call_presentation": {"handler": (6,)},
    "hold_presentation": {"handler": (6,)},
    "cancel_presentation": {"handler": (6,)},
    "add_remark": dict.fromkeys(("handler", "prakom", "tamu", "sistem", *SEATS), (6, 7)),
    "answer_remark": {"handler": (6, 7)},
    "tell_remark": {"handler": (6, 7), "sistem": (6, 7)},
    "open": dict.fromkeys(("handler", "prakom"), ALL),
}
ROLES = ("handler", "prakom", *SEATS, "tamu", "sistem", "tanpa jabatan")


@cache
def cases() -> dict[int, Case]:
    """One case that has walked up to each step."""
    office = Office(sa.create_engine("sqlite://", poolclass=StaticPool))
    found = {}
    case = office.open()
    while case.is_open:
        found[case.step] = case
        case = office.step(case)
    return found


def stamp(role: str) -> Stamp:
    if role == "handler":
        return Stamp(1, "Sari", "staf_prakom", "staf_prakom", "Staf Prakom", Mandate.DEFINITIVE)
    if role == "prakom":
        return Stamp(2, "Budi", "staf_prakom", "staf_prakom", "Staf Prakom", Mandate.DEFINITIVE)
    if role in SEATS:
        person = 3 + list(SEATS).index(role)
        return Stamp(person, SEATS[role], role, role, role, Mandate.DEFINITIVE)
    if role == "tanpa jabatan":
        return Stamp(9, "Orang lain")
    return Stamp(name="Sistem" if role == "sistem" else "Bu Ani", role=role)


@pytest.mark.parametrize("verb", VERBS)
def test_every_pair_of_role_and_step_is_as_the_table_says(verb: str) -> None:
    wrong = []
    for role, step in itertools.product(ROLES, ALL):
        if verb == "add_remark" and role == "tanpa jabatan":
            expected = step in (6, 7)
        else:
            expected = step in TABLE[verb].get(role, ())
        world = World(by=stamp(role), now=START)
        if may(PROCEDURE, cases()[step], verb, world) is not expected:
            wrong.append((role, step))
    assert wrong == []


def test_the_table_knows_every_verb() -> None:
    assert set(TABLE) == set(VERBS)


@pytest.mark.parametrize("status", [Status.FINISHED, Status.REJECTED, Status.WITHDRAWN])
def test_a_closed_case_takes_nothing_but_the_letter_of_refusal(status: Status) -> None:
    case = replace(cases()[4], status=status)
    allowed = {verb for verb in VERBS if verb != "open" and may_rule(PROCEDURE, case, verb)}
    assert allowed == ({"attach"} if status is Status.REJECTED else set())


def test_check_and_may_never_disagree() -> None:
    for verb, role, step in itertools.product(VERBS, ROLES, ALL):
        case, by = cases()[step], stamp(role)
        try:
            check_role(PROCEDURE, case, verb, by)
        except NotAllowed as refusal:
            assert not may_role(PROCEDURE, case, verb, by) and refusal.what
        else:
            assert may_role(PROCEDURE, case, verb, by)
        try:
            check_rule(PROCEDURE, case, verb)
        except NotNow as refusal:
            assert not may_rule(PROCEDURE, case, verb) and refusal.what
        else:
            assert may_rule(PROCEDURE, case, verb)


@pytest.mark.parametrize("step", sorted(DECIDERS))
def test_neither_proposer_nor_maker_decides_even_in_the_right_seat(step: int) -> None:
    seat = DECIDERS[step]
    for person in (1,):
        by = Stamp(person, "Sari", seat, seat, seat, Mandate.PLT, "SP-1")
        with pytest.raises(NotAllowed, match="Pengusul"):
            check_role(PROCEDURE, cases()[step], "approve", by)


@pytest.mark.parametrize(("step", "before"), [(3, "Kasim"), (4, "Karta"), (10, "Kasim")])
def test_two_levels_in_a_row_need_a_written_exception(step: int, before: str) -> None:
    person = {"Kasim": 3, "Karta": 4}[before]
    seat = DECIDERS[step]
    by = Stamp(person, before, seat, seat, seat, Mandate.PLT, "SP-1")
    with pytest.raises(NotAllowed, match="dua tingkat"):
        check_role(PROCEDURE, cases()[step], "approve", by)
    leave = Stamp(person, before, seat, seat, seat, Mandate.PLT, "SP-1", exception="Izin Bupati 1")
    check_role(PROCEDURE, cases()[step], "approve", leave)
