"""Every page, looked at: in `make test` once, in `make prove` by everybody in both languages."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest

from tests.crawl.conftest import Places
from tests.crawl.look import Looker
from tests.crawl.sites import PREVIEW, Visitor, come_in
from tests.crawl.turns import LANGUAGES, Sight, Turn, Way, by_visitor, pairwise, whole

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
SITES = ("umkm", "chinook", "semua_jenis", "portal")


def crawl(places: Places, name: str, turns: Sequence[Turn], *, thorough: bool = False) -> list[str]:
    """What is wrong with these pages, page by page."""
    site, wrong = places.site(name), []
    known: set[str] = set()
    start = time.monotonic()
    for (person, language, door), own in by_visitor(turns):
        visitor = come_in(site, person, language, door)
        context = visitor.open(places.browser)
        looker = Looker(context.new_page(), site.hosts, known, thorough)
        for turn in own:
            found = looker.visit(
                visitor.base + turn.way.path, status=turn.sight.status, send=turn.sight.send,
                shot=f"{name} {turn}",
            )  # fmt: skip
            wrong += [f"{turn}: {one}" for one in found]
        context.close()
    seconds = time.monotonic() - start
    print(f"{name}: {len(turns)} looks, {len(turns) / seconds:.1f} a second, {len(wrong)} findings")
    return wrong


@pytest.mark.parametrize("name", SITES)
def test_every_page(places: Places, name: str) -> None:
    wrong = crawl(places, name, pairwise(places.sights(name)))
    assert not wrong, report(wrong)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SITES)
def test_every_page_for_everybody(places: Places, name: str) -> None:
    wrong = crawl(places, name, whole(places.sights(name, whole=True)), thorough=True)
    assert not wrong, report(wrong)


def report(wrong: list[str]) -> str:
    return f"{len(wrong)} findings:\n" + "\n".join(wrong[:200])


@pytest.mark.parametrize("name", SITES)
def test_no_link_leads_nowhere(places: Places, name: str) -> None:
    broken = [f"{who}: {one}" for who, seen in places.known(name).items() for one in seen.broken]
    assert not broken, report(broken)


NOT_PAGES = {
    r"static|appbuilder\.static|kit\.(office|logo)|LogoView\.logo": "files",
    r".*Api\.(get|get_list|get_menu_data|info)|HealthView\.health": "JSON for programs",
    r"SwaggerView\.show|OpenApi\.get": "opened by those who write programs, from the README",
    r".*View\.(choices|file|export|import_template_file)": "asked for by scripts and as files",
    r".*ModelView\.(action|delete|download)": "Flask-AppBuilder's own GET doors, closed or files",
    r"UtilView\.back|LocaleView\.index|.*\.logout": "lead elsewhere",
    r"ResetPasswordView\.this_form_get": "reached by a form of the account's page",
    r"ShortView\.go": "typed from the screen of a room",
}
"""Endpoints that no page has to link to, and why."""


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_forgotten(places: Places, name: str) -> None:
    """To every page somebody comes by links; one to which nobody comes opens to nobody."""
    known, site = places.known(name), places.site(name)
    named = {endpoint for seen in known.values() for endpoint in seen.named}
    alone = {rule.endpoint: rule.rule for rule in site.rules.map.iter_rules()}
    alone = {one: rule for one, rule in alone.items() if one not in named}
    rest = {o: rule for o, rule in alone.items() if not any(re.fullmatch(p, o) for p in NOT_PAGES)}
    people = [come_in(site, person) for person in site.people if rest]
    forgotten = {
        one for one, rule in rest.items() if "<" in rule or any(opens(p, rule) for p in people)
    }
    assert not forgotten, report(sorted(forgotten))


def opens(visitor: Visitor, path: str) -> bool:
    """Whether there is something at that address for this person."""
    return visitor.get(path).status == 200


def test_the_turns_meet_in_pairs() -> None:
    """Person, language and door are not always the same together."""
    people = ("a", "b", "c")
    ways = (*(Way(one, "/") for one in people), Way("a", "/", PREVIEW))
    sights = [Sight(f"{n:02}", ways) for n in range(24)]
    turns = pairwise(sights)
    assert [turn.sight for turn in turns] == sights
    assert {(t.way.person, t.language) for t in turns} == {
        (p, g) for p in people for g in LANGUAGES
    }
    doors = {(t.way.door, t.language) for t in turns}
    assert doors == {(w.door, g) for w in ways for g in LANGUAGES}
    assert len(whole(sights)) == len(sights) * len(ways) * len(LANGUAGES)
