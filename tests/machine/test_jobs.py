"""The ledger: every job once, whoever dies; waits, retries, cancels; both databases."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from builder import jobs
from builder.storage.base import utc_now

effects = sa.Table("effect", sa.MetaData(), sa.Column("job", sa.Integer))


@pytest.fixture
def session(engine):
    effects.create(engine)
    with Session(engine) as opened:
        yield opened


def put(session, key="k", **more):
    made = jobs.enqueue(session, "kind", key, {"a": [1, "é"]}, **more)
    session.commit()
    return made


def expire(session, job_id):
    session.execute(sa.update(jobs.job).where(jobs.job.c.id == job_id).values(lease_until=1.0))
    session.commit()


def due_now(session, job_id):
    session.execute(sa.update(jobs.job).where(jobs.job.c.id == job_id).values(run_at=0.0))
    session.commit()


def mark(job_id):
    return lambda session: session.execute(effects.insert().values(job=job_id)) and "selesai"


def count(session):
    return session.execute(sa.select(sa.func.count()).select_from(effects)).scalar_one()


def test_the_same_key_is_the_same_job(session):
    assert put(session) == put(session)
    assert jobs.waiting(session)["queued"] == 1


def test_a_job_exists_exactly_when_its_cause_was_committed(session):
    jobs.enqueue(session, "kind", "gone")
    session.rollback()
    assert jobs.status(session, "gone") is None


def test_a_claim_carries_payload_and_fencing_number(session):
    job_id = put(session)
    held = jobs.claim(session, "a", 10)
    assert (held.id, held.payload, held.fence, held.attempt) == (job_id, {"a": [1, "é"]}, 1, 1)
    assert jobs.claim(session, "b", 10) is None


def test_end_and_effect_are_one_transaction(session):
    job_id = put(session)
    held = jobs.claim(session, "a", 10)

    def breaks(inner):
        mark(job_id)(inner)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        jobs.complete(session, held, breaks)
    assert count(session) == 0
    assert jobs.status(session, job_id).state == "running"
    assert jobs.complete(session, held, mark(job_id)) == "selesai"
    done = jobs.status(session, job_id)
    assert (count(session), done.state, done.result, done.percent) == (1, "done", "selesai", 100)


def test_who_lost_the_lease_changes_nothing(session):
    job_id = put(session)
    first = jobs.claim(session, "a", 10)
    expire(session, job_id)
    second = jobs.claim(session, "b", 10)
    assert second.fence == first.fence + 1
    with pytest.raises(jobs.LeaseLostError):
        jobs.complete(session, first, mark(job_id))
    with pytest.raises(jobs.LeaseLostError):
        jobs.progress(session, first, 50, "separuh")
    assert not jobs.renew(session, first, 10)
    jobs.complete(session, second, mark(job_id))
    with pytest.raises(jobs.LeaseLostError):
        jobs.complete(session, second, mark(job_id))
    assert count(session) == 1


def test_the_same_worker_after_a_pause_is_fenced_off_by_number(session):
    job_id = put(session)
    first = jobs.claim(session, "a", 10)
    expire(session, job_id)
    jobs.claim(session, "a", 10)
    with pytest.raises(jobs.LeaseLostError):
        jobs.complete(session, first, mark(job_id))


def test_a_heartbeat_keeps_the_job(session):
    put(session)
    held = jobs.claim(session, "a", 0.2)
    assert jobs.renew(session, held, 30)
    time.sleep(0.25)
    assert jobs.claim(session, "b", 10) is None


def test_failure_is_tried_again_later_and_given_up_at_the_end(session):
    job_id = put(session, max_attempts=2)
    assert jobs.fail(session, jobs.claim(session, "a", 10), "jaringan putus", trace="…")
    waits = jobs.status(session, job_id)
    assert (waits.state, waits.error, waits.attempts) == ("queued", "jaringan putus", 1)
    assert jobs.claim(session, "a", 10) is None, "it waits before it is tried again"
    due_now(session, job_id)
    assert not jobs.fail(session, jobs.claim(session, "a", 10), "putus lagi")
    assert jobs.status(session, job_id).state == "failed"


def test_a_final_failure_is_not_tried_again(session):
    job_id = put(session)
    assert not jobs.fail(session, jobs.claim(session, "a", 10), "spesifikasi salah", final=True)
    assert jobs.status(session, job_id).state == "failed"


def test_a_job_that_kills_its_workers_is_not_taken_for_ever(session):
    job_id = put(session, max_attempts=2)
    for owner in "ab":
        assert jobs.claim(session, owner, 10)
        expire(session, job_id)
    assert jobs.claim(session, "c", 10) is None
    assert jobs.sweep(session) == 1
    assert jobs.status(session, job_id).state == "failed"


def test_a_waiting_job_is_cancelled_at_once_a_running_one_by_its_worker(session):
    waits, runs = put(session, "waits", delay=60), put(session, "runs")
    held = jobs.claim(session, "a", 10)
    assert jobs.cancel(session, waits) and jobs.cancel(session, runs)
    session.commit()
    assert jobs.status(session, waits).state == "cancelled"
    assert not jobs.renew(session, held, 10)
    with pytest.raises(jobs.LeaseLostError):
        jobs.complete(session, held, mark(runs))
    jobs.drop(session, held)
    assert jobs.status(session, runs).state == "cancelled"
    assert not jobs.cancel(session, runs)
    assert count(session) == 0


def test_the_ledger_keeps_who_called_a_job_off_and_it_can_begin_anew(session):
    job_id = put(session, "waits", delay=60)
    assert jobs.cancel(session, job_id, "Sri Contoh")
    session.commit()
    seen = jobs.status(session, job_id)
    assert (seen.error, seen.cancelled_by) == ("Dibatalkan oleh Sri Contoh", "Sri Contoh")
    assert put(session, "waits", again=True) == job_id
    seen = jobs.status(session, job_id)
    assert (seen.state, seen.error, seen.cancelled_by) == ("queued", "", "")
    held = jobs.claim(session, "a", 10)
    assert held is not None and jobs.renew(session, held, 10)


def test_a_cancelled_job_whose_worker_died_is_not_taken_up_again(session):
    job_id = put(session)
    jobs.claim(session, "a", 10)
    jobs.cancel(session, job_id)
    expire(session, job_id)
    assert jobs.claim(session, "b", 10) is None
    jobs.sweep(session)
    assert jobs.status(session, job_id).state == "cancelled"


def test_a_job_handed_back_has_lost_no_attempt(session):
    job_id = put(session)
    jobs.release(session, jobs.claim(session, "a", 10))
    assert jobs.status(session, job_id).attempts == 0
    assert jobs.claim(session, "b", 10).attempt == 1


def test_jobs_of_one_lane_run_one_after_the_other(session):
    put(session, "1", lane="app"), put(session, "2", lane="app"), put(session, "3", lane="other")
    first, third = jobs.claim(session, "a", 10), jobs.claim(session, "b", 10)
    assert (first.key, third.key) == ("1", "3")
    assert jobs.claim(session, "c", 10) is None
    jobs.complete(session, first)
    assert jobs.claim(session, "c", 10).key == "2"


def test_the_database_itself_refuses_two_running_jobs_of_one_lane(session):
    put(session, "1", lane="app"), put(session, "2", lane="app")
    jobs.claim(session, "a", 10)
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(jobs.job).values(state="running"))


def test_urgent_first_then_by_age(session):
    put(session, "slow", priority=9), put(session, "first"), put(session, "second")
    put(session, "now", priority=1)
    assert [jobs.claim(session, "a", 10).key for _ in range(4)] == [
        "now", "first", "second", "slow"
    ]  # fmt: skip


def test_a_worker_takes_only_what_it_has_a_handler_for(session):
    put(session)
    assert jobs.claim(session, "a", 10, ["other"]) is None
    assert jobs.claim(session, "a", 10, ["other", "kind"])


def test_a_job_that_ended_may_start_anew(session):
    job_id = put(session)
    jobs.fail(session, jobs.claim(session, "a", 10), "salah", final=True)
    assert put(session) == job_id
    assert jobs.status(session, job_id).state == "failed", "the same key alone changes nothing"
    assert put(session, again=True) == job_id
    fresh = jobs.status(session, job_id)
    assert (fresh.state, fresh.error, fresh.attempts) == ("queued", "", 0)


def test_progress_is_seen_by_others(session, engine):
    job_id = put(session)
    held = jobs.claim(session, "a", 10)
    jobs.progress(session, held, 150, "Menata kode " + "x" * 600)
    with Session(engine) as page:
        seen = jobs.status(page, job_id)
    assert seen.percent == 100 and seen.note.startswith("Menata kode") and len(seen.note) == 500


def test_old_ended_jobs_are_forgotten_failed_ones_stay(session):
    put(session, "done"), put(session, "bad"), put(session, "waits")
    jobs.complete(session, jobs.claim(session, "a", 10))
    jobs.fail(session, jobs.claim(session, "a", 10), "x", final=True)
    assert jobs.forget(session, utc_now() - timedelta(days=1)) == 0
    assert jobs.forget(session, utc_now() + timedelta(days=1)) == 1
    assert {row.key for row in jobs.recent(session)} == {"bad", "waits"}
