"""A limit on how often somebody may do something, kept in this process."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import deque

from flask import request


def caller() -> str:
    """Where this request comes from; of IPv6 the network (/64), which one machine has as a whole.

    Whoever counts by address would else give a machine 2^64 times as many tries.
    """
    said = str(request.remote_addr)
    try:
        address = ipaddress.ip_address(said.partition("%")[0])
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv4Address):
        return said
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


class Rate:
    """At most `limit` times in `seconds` for each key; the oldest keys are forgotten."""

    def __init__(self, limit: int, seconds: float, most: int = 5000) -> None:
        self.limit, self.seconds, self.most = limit, seconds, most
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allows(self, key: str, now: float | None = None) -> bool:
        """True, and counted, while the limit is not reached."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            times = self._times.pop(key, deque())
            while times and times[0] <= moment - self.seconds:
                times.popleft()
            allowed = len(times) < self.limit
            if allowed:
                times.append(moment)
            self._times[key] = times  # newest last
            while len(self._times) > self.most:
                del self._times[next(iter(self._times))]
        return allowed

    def is_full(self, key: str, now: float | None = None) -> bool:
        """True when the limit is reached; asking does not count."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            times = self._times.get(key, ())
            return sum(one > moment - self.seconds for one in times) >= self.limit
