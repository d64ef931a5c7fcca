"""Fills an empty office with the story's people: accounts and seats, no case.

Run as `python -m tests.story.people` in the portal's environment, before it is started.
"""

from __future__ import annotations

from datetime import UTC, datetime

from builder.app import compose, create_portal
from builder.demo import BY, add_people
from builder.demo.people import OFFICE
from builder.settings import Settings
from builder.tables import prepare_database


def main() -> None:
    """Tables, people, letterhead, the national applications to compare with; holidays stay out,
    so that the story runs on any day."""
    settings = Settings.from_env()
    prepare_database(settings)
    house = compose(settings)
    add_people(house, create_portal(settings, house))
    house.office.set(BY, OFFICE)
    house.office.seed_holidays(BY, datetime.now(UTC).year)
    house.office.seed_common_apps(BY)
    house.session.commit()


if __name__ == "__main__":
    main()
