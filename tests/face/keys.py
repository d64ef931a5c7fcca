"""Walking through a page with the keyboard alone; every stop is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const drawn = e.closest(".ts-control") ?? e, box = drawn.getBoundingClientRect();
  const seen = (one) => {
    const s = getComputedStyle(one);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
  };
  // What lies over its middle: a bar that sticks to the edge must not hide where one is.
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const labels = [...(e.labels ?? [])].map((one) => one.innerText);
  const by = (e.getAttribute("aria-labelledby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.innerText ?? "");
  const name = e.getAttribute("aria-label") || by.join(" ").trim() || labels.join(" ")
    || e.innerText || e.querySelector("img[alt]")?.alt || e.title || e.placeholder || "";
  return {
    name: name.replaceAll(/\\s+/g, " ").trim(), tag: e.tagName.toLowerCase(), id: e.id,
    ringed: [e, drawn, e.closest(".ts-wrapper")].some((one) => one && seen(one)),
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    covered: Boolean(over && !drawn.contains(over) && !over.contains(drawn)
      && !over.closest("label")?.contains(e)),
    hidden: Boolean(e.closest("[aria-hidden=true]")),
    group: e.closest("dialog, nav, form, main, header")?.tagName ?? "",
    top: box.top + scrollY, left: box.left,
  };
}"""


@dataclass
class Walker:
    """Presses keys in one page; `stops` is what had the focus, in order."""

    page: Any
    stops: list[dict[str, Any]] = field(default_factory=list)

    def here(self) -> dict[str, Any]:
        """The stop where the focus is now; it must be visible, with a name and a ring."""
        for _ in range(200):  # the page may still be scrolling there
            stop: dict[str, Any] | None = self.page.evaluate(STOP)
            if stop is None or (stop["inside"] and not stop["covered"]):
                break
            self.page.wait_for_timeout(50)
        assert stop is not None, f"the focus is nowhere, after {self.names()[-3:]}"
        assert stop["name"], f"a stop without a name: {stop}"
        assert stop["inside"] and not stop["hidden"], f"a stop that nobody sees: {stop}"
        assert not stop["covered"], f"something lies over {stop}"
        assert stop["ringed"], f"no ring around {stop}"
        return stop

    def to(self, name: str, most: int = 60, *, back: bool = False) -> None:
        """Tab until what has the focus is called so (its name begins with `name`)."""
        passed: list[str] = []
        for _ in range(most):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate("document.activeElement === document.body"):
                continue  # round the end of the page
            stop = self.here()
            self.stops.append(stop)
            passed.append(stop["name"])
            if stop["name"].startswith(name):
                return
        raise AssertionError(f"{name!r} is not among the stops: {passed}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def follow(self, name: str) -> None:
        """Go there and press Enter; the next page is there afterwards."""
        self.to(name)
        with self.page.expect_event("load"):
            self.press("Enter")
        self.stops.clear()

    def names(self) -> list[str]:
        return [stop["name"] for stop in self.stops]

    def in_reading_order(self) -> None:
        """Within one group a stop is below the one before, or on its line."""
        for one, two in zip(self.stops, self.stops[1:], strict=False):
            if one["group"] == two["group"] == "FORM":
                assert two["top"] > one["top"] - 60, (one["name"], two["name"])
