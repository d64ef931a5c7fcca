"""The record is append-only, chained, and the state is its fold, whatever people do."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa
from hypothesis import given, settings, strategies as st
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from sop_workflow.case import Case
from sop_workflow.commands import (
    AddRemark,
    AnswerRemark,
    Approve,
    ChangeSpec,
    Comment,
    HandOver,
    Record,
    Reject,
    Return,
    Submit,
    Withdraw,
)
from sop_workflow.desk import Actor
from sop_workflow.errors import ChainBroken, Refusal, Stale
from sop_workflow.events import Draft, Event, Kind
from sop_workflow.evolve import fold
from sop_workflow.storage import install_triggers, metadata
from sop_workflow.storage.chain import check_chain, verify
from sop_workflow.storage.store import Store
from sop_workflow.storage.triggers import GUARDED, missing_triggers
from tests.procedure.office import Office, bind

NAMES = ("Sari", "Budi", "Kasim", "Karta", "Kadir")


def fresh() -> Office:
    return Office(sa.create_engine("sqlite://", poolclass=StaticPool))


def guards_hold(engine: sa.Engine) -> None:
    """Update and delete of every guarded table are refused by the database."""
    for table in GUARDED:
        column = {"sop_note": "text", "sop_procedure": "sha256", "sop_office_log": "action"}
        name = column.get(table, "hash")
        for statement in (f"UPDATE {table} SET {name} = 'x'", f"DELETE FROM {table}"):
            with engine.connect() as connection:
                assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                with pytest.raises(sa.exc.DBAPIError, match="append-only"):
                    connection.exec_driver_sql(statement)
                connection.rollback()


def lived_in(office: Office) -> Case:
    """A case with notes, returns and approvals."""
    case = office.at(3)
    case = office.now("Karta", case, Return, to=1, note="Jelaskan")
    return office.now("Sari", case, Submit, note="Sudah")


def test_triggers_refuse_update_and_delete_on_sqlite(office: Office) -> None:
    lived_in(office)
    assert missing_triggers(office.session.connection()) == ()
    office.session.commit()
    guards_hold(office.engine)


def test_triggers_come_back_after_a_table_was_rebuilt(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER sop_event_update")
        assert missing_triggers(connection) == ("sop_event_update",)
        install_triggers(connection)
        install_triggers(connection)
        assert missing_triggers(connection) == ()


@pytest.mark.postgres
def test_the_same_on_postgresql(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    try:
        office = Office(engine)
        case = office.open()
        while case.is_open:
            case = office.step(case)
        assert verify(office.session) == ()
        assert missing_triggers(office.session.connection()) == ()
        office.session.rollback()
        guards_hold(engine)
        with (
            engine.connect() as connection,
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
        ):
            connection.exec_driver_sql("TRUNCATE sop_event CASCADE")
        office.session.close()
    finally:
        metadata.drop_all(engine)
        engine.dispose()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE sop_event SET data = '{}' WHERE seq = 3", "hash"),
        ("UPDATE sop_event SET previous = 'x' WHERE seq = 4", "previous"),
        ("DELETE FROM sop_event WHERE seq = 3", "sequence"),
        ("UPDATE sop_note SET text = 'lain'", "note"),
        ("UPDATE sop_case SET state = replace(state, 'Bantuan Alat', 'Lain')", "projection"),
    ],
)
def test_verify_finds_what_was_changed_behind_the_triggers(
    office: Office, statement: str, what: str
) -> None:
    case = lived_in(office)
    assert verify(office.session, case.id) == ()
    with office.engine.begin() as connection:
        for table in GUARDED:
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_{verb}")
        connection.exec_driver_sql(statement)
    office.session.expire_all()
    assert what in {fault.what for fault in verify(office.session)}
    with pytest.raises(ChainBroken):
        check_chain(office.session)


def test_two_writers_on_one_page_only_one_wins(office: Office) -> None:
    case = office.at(2)
    with Session(office.engine, expire_on_commit=False) as other:
        events = office.service.history(case.id)
        stale = Store(other).case(case.id)
        office.now("Sari", case, Comment, text="lebih cepat")
        draft = next(e for e in events if e.kind is Kind.SUBMITTED)
        with pytest.raises(Stale):
            Store(other).append(
                stale,
                (Draft(draft.kind, draft.data),),
                at=draft.at,
                by=draft.by,
                command_sha256="x",
            )
    assert verify(office.session) == ()


def press(office: Office, case: Case, draw: random.Random) -> None:
    """Somebody does something, sensible or not."""
    case = office.service.case(case.id)
    pages = {name: office.service.page(office.actor(name), case.id) for name in NAMES}
    turn = [name for name, page in pages.items() if page.my_turn]
    who = draw.choice(turn) if turn and draw.random() < 0.7 else draw.choice(NAMES)
    page = pages[who]
    base = {"case_id": case.id, "seen": case.version - (draw.random() < 0.1)}
    sha = page.subject_sha256 if draw.random() < 0.9 else "0" * 64
    choice = draw.randrange(13)
    if choice < 3 and case.is_open:
        office.step(case)
    elif choice == 4:
        targets = page.step.return_targets or (1, 5)
        office.do(who, Return(**base, to=draw.choice(targets), note="Kurang"))
    elif choice == 5:
        office.do(who, Approve(**base, sha256_seen=sha, confirmed=True))
    elif choice == 6:
        office.do(who, Comment(**base, text=draw.choice(["ya", "tidak"])))
    elif choice == 7:
        heir = office.person[draw.choice(("Sari", "Budi", "Kasim"))]
        office.do(who, HandOver(**base, to=heir))
    elif choice == 8:
        office.do(who, Record(**base, facts={"tujuan": f"Tujuan {draw.randrange(3)}"}))
    elif choice in (3, 9):
        name = office.specs.add(f"rev-{len(office.specs.revisions) + 1}").revision
        office.do("Sari", ChangeSpec(**base, revision=name))
    elif choice == 10 and case.spec:
        bind(office, case, str(draw.randrange(3)))
    elif choice == 11 and case.step in (6, 7):
        office.service.do(Actor.guest("Ani"), AddRemark(**base, text=f"Salah {draw.random()}"))
        remark = office.service.case(case.id).remarks[-1].id
        office.do(who, AnswerRemark(**base, remark=remark, answer="Baik", outcome="ditunda"))
    elif draw.random() < 0.1:
        office.do(who, draw.choice([Withdraw(**base), Reject(**base, note="Tidak perlu")]))


def walk(seed: int) -> tuple[Event, ...]:
    """Thirty presses on one case; what must hold is asked after each."""
    draw, office = random.Random(seed), fresh()
    case = office.at(draw.choice([1, 3, 7, 10, 11]))
    for _ in range(30):
        before = office.service.case(case.id)
        events = office.service.history(case.id)
        try:
            press(office, case, draw)
        except Refusal:
            office.session.rollback()
        after = office.service.case(case.id)
        assert office.service.history(case.id)[: before.version] == events
        holds(office, before, after)
    assert verify(office.session) == ()
    events = office.service.history(case.id)
    office.session.close()
    office.engine.dispose()
    return events


@settings(max_examples=6, derandomize=True, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_whatever_people_press_the_record_stays_whole(seed: int) -> None:
    assert walk(seed)


def test_the_walks_meet_returns_voidings_and_hand_overs() -> None:
    met = {event.kind for seed in range(4) for event in walk(seed)}
    assert {Kind.RETURNED, Kind.APPROVALS_VOIDED, Kind.HANDED_OVER, Kind.SPEC_CHANGED} <= met


def holds(office: Office, before: Case, after: Case) -> None:
    """What is true of every case at any time."""
    procedure = office.service.procedure_of(after)
    events = office.service.history(after.id)
    assert fold(events) == after
    for approval in after.approvals:
        if approval.valid:
            step = procedure.step(approval.step)
            assert approval.subject_sha256 == after.subject(step.binds)
        assert approval.by.person != after.proposer
        assert approval.by.person not in after.makers
    if not before.is_open:
        assert after.step == before.step and after.status is before.status
    if after.is_open and after.step > 9:
        assert all(after.valid_approval(n) for n in range(9, after.step))
