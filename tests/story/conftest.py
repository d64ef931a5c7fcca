"""The one portal, the one case and its people; a file begins where the one before it ended."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.story.office import Portal
from tests.story.people_at_work import Person

ROOT = Path(__file__).parent.parent.parent
ON_PHONES = ("ratna", "hasan", "dewi")
"""Officials decide on a phone."""


@dataclass
class Story:
    """What one step leaves for the next. `failed` is the test that broke off the story."""

    browser: Browser
    portal: Portal
    people: dict[str, Person] = field(default_factory=dict)
    guests: list[Person] = field(default_factory=list)
    case: int = 0
    refused: int = 0
    number: str = ""
    meeting: str = ""
    room: str = ""
    slug: str = ""
    package: str = ""
    done: int = 0
    failed: str = ""

    def person(self, name: str) -> Person:
        """The browser session of that person, logged in; the same one through all steps."""
        if name not in self.people:
            found = Person.sit_down(self.browser, self.portal, name, phone=name in ON_PHONES)
            self.people[name] = found
            found.log_in()
        return self.people[name]

    def at_case(self, name: str, case: int = 0) -> Person:
        """That person, looking at the case (the story's own when none is named) as it is now."""
        found = self.person(name)
        found.page.goto("about:blank")
        found.open(f"/usulan/{case or self.case}")
        return found

    @property
    def app(self) -> Path:
        """The folder of the generated application."""
        return self.portal.folder / "apps" / self.slug


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """An office with people and no case, started with `rakit start`."""
    made = Portal(tmp_path_factory.mktemp("story"))
    made.prepare()
    subprocess.run(
        [sys.executable, "-m", "tests.story.people"], env=made.environment, cwd=ROOT, check=True
    )
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def story(browser: Browser, portal: Portal) -> Iterator[Story]:
    told = Story(browser, portal)
    yield told
    for one in (*told.people.values(), *told.guests):
        one.context.close()


@pytest.fixture(autouse=True)
def follows(request: pytest.FixtureRequest) -> None:
    """A step can only be told when those before it went well."""
    told: Story = request.getfixturevalue("story")
    step = step_of(request.node.path)
    if told.failed:
        pytest.fail(f"The story broke off at {told.failed}.", pytrace=False)
    if told.done < step - 1:
        pytest.fail(f"Step {step} follows step {told.done + 1}: run tests/story.", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    """Remember the test that failed, and the step that is done."""
    report = yield
    told = getattr(item, "funcargs", {}).get("story")
    if told is not None:
        if report.failed and not told.failed:
            told.failed = item.name
            log = told.portal.log.read_text(errors="replace")
            report.sections.append(("portal.log, its end", log[-3000:]))
        elif report.when == "call" and report.passed:
            told.done = step_of(item.path)
    return report


def step_of(path: Path) -> int:
    """The number in a file's name."""
    found = re.match(r"test_(\d+)", path.name)
    return int(found.group(1)) if found else 0
