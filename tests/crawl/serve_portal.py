"""Fills an office and serves its portal for the crawl: `python -m tests.crawl.serve_portal`.

Settings come from the environment, as those of any portal. When it is ready it says in one line of
JSON which addresses there are and what stands behind them.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from builder import app as composition
from builder.demo.people import ADMIN, PEOPLE
from builder.house import House
from builder.portal.previewing import links
from builder.portal.room import room_of
from builder.settings import Settings
from builder.tables import prepare_database
from tests.crawl.serve_application import add_errors, rules
from tests.crawl.specs import every_type
from tests.crawl.tales import fill


def main() -> None:
    settings = Settings.from_env()
    settings.prepare()
    prepare_database(settings)
    house = composition.compose(settings)
    portal = composition.create_portal(settings, house)
    said = fill(house, portal, every_type(house.plugins))
    said["rooms"] = rooms(house, portal, said)
    house.session.remove()
    with portal.app_context():
        portal.appbuilder.sm.add_group("umum", "Umum", "Semua orang")  # type: ignore[attr-defined]
    add_errors(portal)
    server = make_server("127.0.0.1", settings.port, portal, threaded=True)
    people = [one.username for one in (*PEOPLE, ADMIN)]
    print(json.dumps({**said, "people": people, "rules": rules(portal)}), flush=True)
    server.serve_forever()


def rooms(house: House, portal: Flask, said: dict[str, Any]) -> dict[str, str]:
    """The link of a room that is open, and of one that was closed."""
    found = {}
    for key in ("presenting", "review"):
        number, meeting = said[key]
        case = house.cases.case(number)
        room, _roles = room_of(house, case, case.presentation(meeting))
        found[key] = links(house).make_room(room)
        if key == "review":
            links(house).close(room.id)
    return found


if __name__ == "__main__":
    main()
