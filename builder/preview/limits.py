"""How often and how many: token buckets that forget who has been quiet."""

from __future__ import annotations

import time
from collections import OrderedDict


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
    """How many connections each address holds open."""

    def __init__(self, total: int, each: int) -> None:
        self.total, self.each = total, each
        self.open: dict[str, int] = {}

    def enter(self, name: str) -> bool:
        if sum(self.open.values()) >= self.total or self.open.get(name, 0) >= self.each:
            return False
        self.open[name] = self.open.get(name, 0) + 1
        return True

    def leave(self, name: str) -> None:
        self.open[name] -= 1
        if not self.open[name]:
            del self.open[name]
