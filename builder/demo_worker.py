"""What the pipeline asks for while the demo is told, done in a process of its own.

The teller typesets papers, and Typst's threads do not survive a fork: jobs that typeset must not
be forked from it. Called as `python -m builder.demo_worker MOMENT`, once whenever a step was sent.
"""

from __future__ import annotations

import sys
from datetime import datetime

from sqlalchemy.orm import Session

from builder import jobs, pipeline
from builder.app import worker
from builder.demo.clock import DemoClock
from builder.settings import Settings
from builder.storage.base import make_engine


def main() -> int:
    """The process: 0 when every job was done."""
    settings = Settings.from_env()
    helper = worker(settings, DemoClock(datetime.fromisoformat(sys.argv[1])))
    engine = make_engine(settings.database_url)
    while True:
        with Session(engine) as session:
            found = pipeline.follow(session)
        if not helper.run(until_idle=True) and not found:
            break
    with Session(engine) as session:
        failed = [one for one in jobs.recent(session) if one.state != "done"]
    for one in failed:
        print(f"{one.kind}: {one.state} {one.error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
