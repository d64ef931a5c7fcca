"""The demo's clock: it starts some weeks ago and moves as the replayed people work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sop_workflow.calendar import WorkingCalendar


class DemoClock:
    """`sop_workflow.ports.Clock`; every look at it is a minute later, a new day begins at eight."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def now(self) -> datetime:
        """The replayed moment."""
        self.moment += timedelta(minutes=1)
        return self.moment.astimezone(UTC)

    def next_day(self, calendar: WorkingCalendar, days: int = 1) -> None:
        """Morning of the working day so many days later."""
        local = calendar.local(self.moment)
        day = calendar.add(local.date(), days)
        self.moment = local.replace(
            year=day.year, month=day.month, day=day.day, hour=8, minute=10, second=0
        ).astimezone(UTC)
