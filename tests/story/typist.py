"""A specification typed into the editor's forms with keyboard and mouse, as a prakom does.

Every input saves itself when it is left; short forms and the table of rights have their buttons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, expect

from tests.demo_design import label, written
from tests.story.people_at_work import Person

Node = Mapping[str, Any]
FORM = "form.editor-form"
INPUTS = """form => [...form.elements].filter(e => e.name && e.type !== "hidden").map(e =>
    [e.name, e.type, e.type !== "checkbox" || e.checked ? e.value : null])"""
SHORT = {"name", "label", "type", "required", "definition", "options.target"}
"""What the short form of a field asks."""
RELOADING = ("type", "options.target")
"""A field with another type has other options: the page comes anew."""


class Typist:
    """A person at the forms of one draft."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    # What is typed, in an order in which what is referred to is there already

    def words(self, spec: Node) -> None:
        """Legal grounds and roles, which fields and flows name."""
        self.tab("Peran")
        for one in spec["exclusions"]:
            self.add("Tambah pengecualian", label=label(one), name=one["name"])
            self.part(label(one), one)
        for one in spec["roles"]:
            self.tab("Peran")
            self.add("Tambah peran", label=label(one), name=one["name"])

    def data(self, spec: Node) -> None:
        """Entities; what the application says of itself once its units are there."""
        for entity in spec["entities"]:
            self.entity(entity)
            if entity["name"] == spec["units"]:
                self.tab("Entitas")
                self.form(self.page.locator(FORM), spec)

    def entity(self, entity: Node) -> None:
        """An entity with its fields and the rules between them."""
        self.tab("Entitas")
        first = label(entity["fields"][0])
        self.add("Tambah entitas", label=label(entity), name=entity["name"], first=first)
        self.fields(entity)
        for check in entity.get("checks", ()):
            self.add("Tambah aturan", **{k: check[k] for k in ("name", "test", "message")})
            self.part(check["name"], check)
        self.form(self.page.locator(FORM).first, entity)
        self.person.look()

    def link(self, link: Node) -> None:
        self.tab("Relasi")
        first, second = link["between"]
        self.add("Tambah hubungan", label=label(link), name=link["name"], first=first,
                 second=second)  # fmt: skip
        self.fields(link)
        self.form(self.page.locator(FORM).first, link)
        self.person.look()

    def fields(self, table: Node) -> None:
        """All fields into the short form; those that say more on their own pages; and back."""
        there = self.page.locator(".editor-row code").all_inner_texts()
        for field in table["fields"]:
            if field["name"] not in there:
                self.add("Tambah isian", label=label(field), name=field["name"],
                         type=field.get("type", "text"), required=field.get("required", False),
                         target=field.get("options", {}).get("target", ""),
                         definition=field.get("definition", ""))  # fmt: skip
        for field in table["fields"]:
            if field["name"] not in there and {key for key, _ in written(field)} <= SHORT:
                continue
            self.follow(label(field), "#editor-aside .editor-items .editor-items")
            self.form(self.page.locator(FORM), {"type": "text", "required": False, **field})
        self.follow(label(table), "#editor-aside")

    def flow(self, flow: Node) -> None:
        """States a line each and the first step with the flow, the other steps after it."""
        self.tab("Alur")
        first = flow["transitions"][0]
        states = "\n".join(label(state) for state in flow["states"])
        self.add("Tambah alur", entity=flow["entity"], label=label(flow), name=flow["name"],
                 states=states, step=label(first))  # fmt: skip
        for state in flow["states"]:
            self.part(label(state), state)
        for step in flow["transitions"]:
            if step is not first:
                self.add("Tambah langkah", label=label(step), name=step["name"], at=step["at"][0],
                         to=step["to"], by=step["by"][0])  # fmt: skip
            self.part(label(step), step)
        self.person.look()

    def screen(self, screen: Node) -> None:
        """A screen comes with sections that show everything: the first is used, others go."""
        self.tab("Layar")
        self.add("Tambah layar", kind=screen["kind"], entity=screen["entity"], label=label(screen),
                 name=screen["name"])  # fmt: skip
        self.form(self.page.locator(FORM).first, screen)
        for view in screen.get("views", ()):
            self.add("Tambah tampilan", label=view["label"], where=view["where"])
        given = self.page.locator(".editor-part-name")
        for nth, section in enumerate(screen.get("sections", ())):
            while nth == 0 and given.count() > 1:
                self.unfold(self.page.locator(".editor-part").last)
                with self.page.expect_navigation():
                    self.page.locator('.editor-part[open] a[aria-label^="Hapus"]').click()
                self.press("Hapus")
            if nth:
                self.add("Tambah bagian", label=section["label"])
            self.part(given.nth(nth).inner_text(), section)
        self.person.look()

    def rights(self, spec: Node) -> None:
        """The table of each role, line by line."""
        for role in spec["roles"]:
            self.tab("Peran")
            self.follow(label(role))
            for grant in role["grants"]:
                for name in grant["entities"]:
                    self.right(name, grant)
            self.press("Simpan hak")
            self.person.look()

    def right(self, name: str, grant: Node) -> None:
        """One line: what may be done, in which rows, and with which fields less."""
        line = self.page.locator(f'table.editor-matrix tr:has([name="own.{name}"])')
        line.locator(f'[name="own.{name}"]').check()
        for box in line.locator(f'[name="can.{name}"]').all():
            box.set_checked(box.get_attribute("value") in grant.get("can", ["read"]))
        line.locator("select").select_option(grant.get("rows", "all"))
        for key in ("hide", "readonly"):
            for field in grant.get(key, ()):
                limit = line.locator(f'[name="{key}.{name}"][value="{field}"]')
                if limit.count():
                    self.unfold(line.locator("details").first)
                    limit.check()

    # Gestures

    def tab(self, name: str) -> None:
        self.follow(name, "#editor-tabs")

    def follow(self, link: str, within: str = "main") -> None:
        """Click a link that begins so. (Found by its words, not its role: that is ten times as
        much work for the browser.)"""
        found = self.page.locator(f"{within} a", has_text=re.compile(rf"^\s*{link}\b"))
        with self.page.expect_navigation():
            found.first.click()

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.button(button).last.click()
        self.nothing_wrong()

    def add(self, button: str, **values: Any) -> None:
        """Fill the short form below a list; a technical name only where another one is wanted."""
        form = self.page.locator("form.editor-add", has=self.button(button)).last
        name = values.pop("name", "")
        self.fill(form, values)
        if name and form.locator("[name=name]").get_attribute("placeholder") != name:
            self.fill(form, {"name": name})
        self.press(button)

    def button(self, words: str) -> Locator:
        return self.page.locator("button", has_text=re.compile(rf"^\s*{words}\s*$"))

    def part(self, words: str, node: Node) -> None:
        """Open a part of the page and fill its form."""
        summary = self.page.locator("summary", has=self.page.get_by_text(words, exact=True))
        part = self.page.locator("details.editor-part", has=summary).last
        self.unfold(part)
        self.form(part.locator(FORM).first, node)

    def form(self, form: Locator, node: Node) -> None:
        """Fill the inputs of a node's form; wait until all is saved."""
        self.fill(form, dict(written(node)))
        self.saved()
        self.nothing_wrong()

    def fill(self, form: Locator, values: Node) -> None:
        """Fill every input that does not say already what it shall."""
        shown, own = self.shown(form), "editor-form" in str(form.get_attribute("class"))
        for key, value in values.items():
            if key not in shown or said(shown[key], value):
                continue
            boxes = form.locator(f'[name="{key}"]:not([type=hidden])')
            if not boxes.first.is_visible():
                self.unfold(boxes.first.locator("xpath=ancestor::details[1]"))
            kind = shown[key][0][0]
            if kind == "checkbox" and isinstance(value, bool):
                boxes.first.set_checked(value)
            elif kind == "checkbox":
                self.tick(form, key, value)
            elif kind == "select-one":
                for nth, one in enumerate(value if isinstance(value, list) else [value]):
                    self.choose(boxes.nth(nth), one, anew=key in RELOADING and own)
            else:
                for nth, one in enumerate(value if len(shown[key]) > 1 else [as_text(value)]):
                    boxes.nth(nth).fill(one)
            if key in RELOADING:
                shown = self.shown(form)

    def shown(self, form: Locator) -> dict[str, list[tuple[str, str | None]]]:
        """Input -> (type, value) of each box of that name."""
        found: dict[str, list[tuple[str, str | None]]] = {}
        for name, kind, value in form.evaluate(INPUTS):
            found.setdefault(name, []).append((kind, value))
        return found

    def choose(self, select: Locator, value: str, *, anew: bool) -> None:
        select.focus()
        if anew:
            with self.page.expect_navigation():
                select.select_option(value)
        else:
            select.select_option(value)

    def tick(self, form: Locator, key: str, wanted: Sequence[str]) -> None:
        """What is ticked comes in the order in which it is ticked; a number moves it."""

        def ticked() -> list[str]:
            return [str(value) for _, value in self.shown(form)[key] if value is not None]

        def box(value: str) -> Locator:
            return form.locator(f'[name="{key}"][value="{value}"]')

        for value in ticked():
            if value not in wanted:
                box(value).uncheck()
        self.saved()
        missing = [value for value in wanted if value not in ticked()]
        written = form.locator(f'[name="{key}+"]')
        ordered = written.count() > 0
        if ordered and (len(missing) > 2 or any(not box(value).count() for value in missing)):
            written.fill(", ".join(missing))  # the quicker way, and the only one for long paths
            missing = []
        for value in missing:
            box(value).check()
            if ordered:
                self.saved()
        self.saved()
        for nth, value in enumerate(wanted if ordered else ()):
            if ticked()[nth] != value:
                form.locator(f'[name="{key}@{value}"]').fill(str(nth + 1))
                self.saved()

    def saved(self) -> None:
        """Leave the input; the page says when everything is kept."""
        self.page.keyboard.press("Tab")
        sending = self.page.locator(".editor-field.htmx-request")
        for _ in range(1000):
            if not sending.count():
                return
            self.page.wait_for_timeout(10)
        expect(sending).to_have_count(0)

    def nothing_wrong(self) -> None:
        """Nothing on the page was refused."""
        wrong = self.page.locator(".invalid-feedback, .alert-danger, #editor-status.text-danger")
        assert not wrong.count(), f"{self.page.url}: {wrong.all_inner_texts()}"

    def unfold(self, details: Locator) -> None:
        if not details.evaluate("e => e.open"):
            details.locator("> summary").click()


def said(boxes: Sequence[tuple[str, str | None]], value: Any) -> bool:
    """Do the boxes say that already?"""
    given = [one for _, one in boxes if one]
    if boxes[0][0] == "checkbox":
        return given == value if isinstance(value, list) else bool(given) is value
    return given == value if len(boxes) > 1 else (given or [""]) == [as_text(value)]


def as_text(value: Any) -> str:
    """A value as a person writes it into an input."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key} = {one}" for key, one in value.items())
    if isinstance(value, list):
        return "\n".join(
            one["name"] if isinstance(one, Mapping) else ", ".join(one) for one in value
        )
    return str(value)
