"""How often and how many: token buckets that forget who has been quiet."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Rate:
    """`per_second` on average, `burst` at once, for each name; at most `names` are remembered."""

    def __init__(self, per_second: float, burst: float, names: int = 5000) -> None:
        self.per_second, self.burst, self.names = per_second, burst, names
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, now: float | None = None) -> bool:
        """Is there one left for this name? Takes it."""
        now = time.monotonic() if now is None else now
        left, at = self._left.pop(name, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.per_second)
        self._left[name] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > self.names:
            self._left.popitem(last=False)
        return left >= 1


class Counted:
    """How many connections each address holds open, and which of them only rest.

    A page of opaque origin gets connections of its own from its browser, and they rest until they
    are shut: so whoever is at the limit, or all together, lose one that rests for one that asks.
    """

    def __init__(self, total: int, each: int) -> None:
        self.total, self.each = total, each
        self.open: dict[str, int] = {}
        self.resting: dict[Callable[[], None], str] = {}
        """What shuts a connection that rests -> its address; the oldest first."""

    def enter(self, name: str) -> bool:
        """Count one more; False when there is no place and nothing rests."""
        mine = self.open.get(name, 0) >= self.each
        if (mine or sum(self.open.values()) >= self.total) and not self._make_room(name, mine):
            return False
        self.open[name] = self.open.get(name, 0) + 1
        return True

    def leave(self, name: str) -> None:
        self.open[name] -= 1
        if not self.open[name]:
            del self.open[name]

    @contextmanager
    def rest(self, name: str, shut: Callable[[], None]) -> Iterator[None]:
        """While a connection waits for its next request, `shut` may be called to end it."""
        self.resting[shut] = name
        try:
            yield
        finally:
            self.resting.pop(shut, None)

    def _make_room(self, name: str, mine: bool) -> bool:
        shut = next((s for s, at in self.resting.items() if at == name or not mine), None)
        if shut is None:
            return False
        del self.resting[shut]
        shut()
        return True
