"""Which pages there are: links are followed from each person's first page, one page per pattern.

A pattern is the endpoint that answers, and the value of one argument where the site says that it
makes a page of its own (the tab of an editor, the number of a case). So the pages are bounded, and
an endpoint to which nothing leads is seen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from tests.crawl.sites import Site, Visitor

LINKS = {"href", "src", "action", "hx-get", "data-url", "data-picture"}
LEAVE = {"AuthDBView.logout", "PortalLogin.logout", "LocaleView.index", "UtilView.back"}
"""Not followed: they end the session, change its language, or lead to where one was."""
TRIES = {"show": 5, "inbox": 3}
"""Not every row has the same buttons: of these so many are opened to find what they link to."""


def rules_map(rules: list[tuple[str, str]]) -> Any:
    """What says which endpoint an address belongs to."""
    return Map([Rule(rule, endpoint=endpoint) for rule, endpoint in rules]).bind("here")


class Links(HTMLParser):
    """Every address that a page names, without those of forms that send something.

    Those forms are told apart by '#id', '.class' and the end of their address; 'required' says that
    something has to be filled in.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.forms: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "get").lower() == "post":
            named = [f"#{given.get('id')}", *(f".{c}" for c in (given.get("class") or "").split())]
            self.forms |= {*named, "/" + (given.get("action") or "").rpartition("/")[2]}
            return
        if "required" in (given.get("class") or "").split():
            self.forms.add("required")
        for name in LINKS & set(given):
            value = given[name] or ""
            if name == "data-url" and tag != "select":
                continue  # a sentence for scripts
            if value and not value.startswith(("#", "data:", "mailto:", "tel:", "javascript:")):
                self.found.append(value)


@dataclass
class Seen:
    """What one person met: pattern -> address of its first page, and the forms on it."""

    pages: dict[str, str] = field(default_factory=dict)
    forms: dict[str, set[str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    """Endpoints that pages name."""
    broken: list[str] = field(default_factory=list)


def pattern_of(site: Site, path: str) -> str:
    """'endpoint', or 'endpoint value'; empty when no page of the site has that address."""
    try:
        endpoint, values = site.rules.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return ""
    value = str(values.get(site.apart.get(endpoint, ""), ""))
    if endpoint in site.kinds:
        value = site.kinds[endpoint].get(value, "")
    return f"{endpoint} {value}".strip()


def explore(visitor: Visitor, files: set[str]) -> Seen:
    """Follow every link that leads to a new pattern; `files`: patterns that are no pages.

    A file is fetched once, by the first who finds it: what everybody gets is looked at elsewhere.
    """
    site, seen = visitor.site, Seen()
    paths: set[str] = set()
    waiting = [(visitor.base + start, "") for start in site.begins(visitor.person)]
    asked: Counter[str] = Counter()
    while waiting:
        url, came_from = waiting.pop(0)
        path = visitor.path_of(url)
        if path is None:
            if urlsplit(url).netloc not in site.hosts:
                seen.broken.append(f"{url} on {came_from}: another host")
            continue
        pattern = pattern_of(site, path)
        if not pattern:
            seen.broken.append(f"{path} on {came_from}: no such page")
            continue
        endpoint = pattern.partition(" ")[0]
        seen.named.add(endpoint)
        if asked[pattern] >= TRIES.get(endpoint.rpartition(".")[2], 1) or path in paths:
            continue
        if endpoint in LEAVE or endpoint.endswith("static") or pattern in files:
            continue
        asked[pattern] += 1
        paths.add(path)
        answer = visitor.get(path)
        if answer.status in (301, 302, 303, 307, 308):
            waiting.append((urljoin(url, answer.headers["location"]), path))
        elif answer.status >= 400:
            seen.broken.append(f"{path} on {came_from}: {answer.status}")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            text = answer.text
            links = Links(text)
            if "<html" in text[:600] and pattern not in seen.pages:
                seen.pages[pattern], seen.forms[pattern] = path, links.forms
            waiting += [(urljoin(url, link), path) for link in links.found]
        else:
            files.add(pattern)
    return seen
