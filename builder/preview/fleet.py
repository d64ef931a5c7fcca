"""The gateway's side of the processes: starts the zygote, starts, watches and stops previews."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import secrets
import socket
import sys
import time
from dataclasses import asdict
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import Any

from builder import children
from builder.preview.box import Limits
from builder.preview.probe import Missing, way_out
from builder.preview.running import Preview, Refused, TooMany
from builder.preview.trees import Tree, Trees
from builder.preview.zygote import BOXED, MESSAGE_BYTES, UNBOXED

LOG_BYTES = 65_536
START = (
    "import sys; sys.path.append({root!r}); "
    "from builder.preview.zygote import main; main(*{args!r})"
)


class Fleet:
    """All previews of this machine.

    `key` makes the applications' cookie keys, so that a restarted preview knows its cookies again.
    """

    def __init__(
        self, trees: Trees, key: str, *, private: Path, most: int, limits: Limits, timezone: str
    ) -> None:
        self.trees, self.key, self.private = trees, key, private
        self.most, self.limits, self.timezone = most, limits, timezone
        self.previews: dict[str, Preview] = {}
        self.missing: list[tuple[str, str]] | None = None
        self.zygote: Popen[bytes] | None = None
        self.restarts = -1
        self.last_words: dict[str, str] = {}
        self._by_number: dict[int, Preview] = {}
        self._leaving: dict[str, Preview] = {}
        self._numbers = iter(range(1, sys.maxsize))
        self._hello = asyncio.Event()
        self._closing = False
        self._again: asyncio.Task[None] | None = None

    @property
    def boxed(self) -> bool:
        return self.missing == []

    @property
    def state(self) -> str:
        if self.zygote is None or self.zygote.poll() is not None:
            return "down"
        return "up" if self._hello.is_set() else "starting"

    def what_is_missing(self) -> list[Missing]:
        return [Missing(layer, why, way_out(layer, why)) for layer, why in self.missing or []]

    def launch(self) -> None:
        """Start the zygote with an empty environment; what it needs is in its arguments."""
        self.restarts += 1
        self._hello.clear()
        self.trees.stage.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = str(Path(__file__).parents[2])
        arguments = (theirs.fileno(), str(self.trees.stage.resolve()), str(self.private.resolve()))
        self.zygote = children.spawn(
            [sys.executable, "-I", "-c", START.format(root=root, args=arguments)],
            env={"LANG": "C.UTF-8", "TZ": self.timezone, "MALLOC_ARENA_MAX": "2"},
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()
        ours.setblocking(False)
        self.control = ours
        asyncio.get_running_loop().add_reader(ours, self._heard)

    async def get(self, tree: Tree, *, trusted: bool) -> Preview:
        """The preview of a tree, started if it is not; it may not be ready yet.

        `trusted`: the one who asks may see our own output without a box. Raises `Refused`,
        `TooMany`.
        """
        while leaving := self._leaving.get(tree.name):  # what it packs is what the next one unpacks
            await leaving.ended.wait()
        known = self.previews.get(tree.name)
        if known and known.tree.generation != tree.generation:
            await self.stop(known)
            known = None
        if known and not (known.ready.is_set() and known.error is not None):
            self._admit(tree, trusted=trusted)
            known.used = time.monotonic()
            return known
        if known and time.monotonic() - known.used < 2:  # a broken one is not started in a loop
            return known
        async with asyncio.timeout(30):
            await self._hello.wait()
        tier = self._admit(tree, trusted=trusted)
        await self._make_room()
        if (meanwhile := self.previews.get(tree.name)) and meanwhile is not known:
            return meanwhile
        return self._start(tree, tier)

    async def connect(
        self, preview: Preview, note: dict[str, str]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """An open connection to the application, which is told who asks before the first byte."""
        ours, theirs = socket.socketpair()
        try:
            said = json.dumps(note).encode()
            for _ in range(200):
                try:
                    socket.send_fds(preview.channel, [said], [theirs.fileno()])
                    break
                except BlockingIOError:
                    await asyncio.sleep(0.02)
            else:
                raise ConnectionError("queue full")
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return await asyncio.open_unix_connection(sock=ours, limit=65_536)

    async def stop(self, preview: Preview) -> None:
        """Stop it and keep its data; returns when it is gone."""
        if self.previews.get(preview.tree.name) is preview:
            del self.previews[preview.tree.name]
        if preview.ended.is_set():
            return
        self._leaving[preview.tree.name] = preview
        self._say({"do": "stop", "id": preview.number})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                await preview.ended.wait()

    async def sweep(self, idle: float) -> None:
        """Stop what nobody has used for `idle` seconds, and what was dropped or replaced."""
        for preview in list(self.previews.values()):
            now = self.trees.find(preview.tree.name)
            gone = now is None or now.generation != preview.tree.generation
            if gone or (not preview.busy and time.monotonic() - preview.used > idle):
                await self.stop(preview)

    async def close(self) -> None:
        """Stop everything, keep what is to be kept, leave no child."""
        self._closing = True
        await asyncio.gather(*(self.stop(p) for p in list(self.previews.values())))
        if self.zygote is None:
            return
        asyncio.get_running_loop().remove_reader(self.control)
        self.control.close()
        await asyncio.to_thread(self._bury)

    def _bury(self) -> None:
        if self.zygote is None:
            return
        try:
            self.zygote.wait(5)
        except TimeoutExpired:
            self.zygote.kill()
            self.zygote.wait()

    def _admit(self, tree: Tree, *, trusted: bool) -> str:
        if self.boxed:
            return BOXED
        if self.missing is None or not tree.own:
            raise Refused(guest=False)
        if not trusted:
            raise Refused(guest=True)
        return UNBOXED

    async def _make_room(self) -> None:
        if len(self.previews) < self.most:
            return
        resting = [p for p in self.previews.values() if not p.busy]
        resting = [p for p in resting if time.monotonic() - p.used > 60 or p.error is not None]
        if not resting:
            raise TooMany("Terlalu banyak pratinjau berjalan.")
        await self.stop(min(resting, key=lambda p: p.used))

    def _start(self, tree: Tree, tier: str) -> Preview:
        number = next(self._numbers)
        channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        reader, writer = os.pipe()
        part = self.trees.keep(tree.name).with_name(f"keep-{secrets.token_hex(4)}.part")
        keep_to = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        handles = [theirs.fileno(), writer, keep_to]
        with contextlib.suppress(FileNotFoundError):
            handles.append(os.open(self.trees.keep(tree.name), os.O_RDONLY | os.O_CLOEXEC))
        channel.setblocking(False)
        preview = Preview(tree, number, tier, channel, part)
        self.previews[tree.name] = self._by_number[number] = preview
        loop = asyncio.get_running_loop()
        loop.add_reader(channel, self._reported, preview)
        os.set_blocking(reader, False)
        loop.add_reader(reader, self._logged, preview, reader)
        order = {
            "do": "start",
            "id": number,
            "tree": str(self.trees.root(tree.name).resolve()),
            "package": tree.package,
            "tier": tier,
            "key": hmac.new(self.key.encode(), tree.name.encode(), hashlib.sha256).hexdigest(),
            "limits": asdict(self.limits),
        }
        self._say(order, handles)
        theirs.close()
        for handle in handles[1:]:
            os.close(handle)
        return preview

    def _say(self, message: dict[str, Any], handles: list[int] | None = None) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], handles or [])
        except OSError:  # the zygote is gone; `_heard` sees it and starts the next one
            self._lost()

    def _heard(self) -> None:
        try:
            data = self.control.recv(MESSAGE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lost()
            return
        message = json.loads(data)
        if message["is"] == "hello":
            self.missing = [(layer, why) for layer, why in message["missing"]]
            self._hello.set()
        elif found := self._by_number.get(message["id"]):
            if message["is"] == "started":
                found.pid = message["pid"]
            else:
                self._ended(found)

    def _lost(self) -> None:
        """The zygote died, and its children with it: start again, ever more slowly."""
        asyncio.get_running_loop().remove_reader(self.control)
        for preview in list(self._by_number.values()):
            self._ended(preview)
        if not self._closing and (self._again is None or self._again.done()):
            self._again = asyncio.create_task(self._relaunch())

    async def _relaunch(self) -> None:
        await asyncio.sleep(min(30, 0.2 * 2 ** min(self.restarts + 1, 8)))
        if self.zygote is not None:
            await asyncio.to_thread(self._bury)
        self.launch()

    def _ended(self, preview: Preview) -> None:
        self._by_number.pop(preview.number, None)
        asyncio.get_running_loop().remove_reader(preview.channel)
        preview.channel.close()
        if not preview.ready.is_set() or preview.error is None:
            said = preview.log.decode("utf-8", "replace")[-16_000:]
            self.last_words[preview.tree.name] = said
            preview.error = said or "Prosesnya berhenti (mungkin melewati batas memori)."
        if not preview.ready.is_set():
            preview.keep.unlink(missing_ok=True)
            preview.ready.set()
        elif self.previews.get(preview.tree.name) is preview:
            del self.previews[preview.tree.name]
        self._store(preview)
        if self._leaving.get(preview.tree.name) is preview:
            del self._leaving[preview.tree.name]
        preview.ended.set()

    def _store(self, preview: Preview) -> None:
        """What was packed becomes what is kept, unless the tree was dropped or replaced."""
        try:
            now = self.trees.find(preview.tree.name)
            same = now is not None and now.generation == preview.tree.generation
            if same and preview.keep.stat().st_size:
                preview.keep.replace(self.trees.keep(preview.tree.name))
            preview.keep.unlink(missing_ok=True)
        except FileNotFoundError:
            return

    def _reported(self, preview: Preview) -> None:
        """One message from the application's process: ready, or why not. Nothing else counts."""
        try:
            data = preview.channel.recv(65_536)
            message = json.loads(data) if data else None
        except (BlockingIOError, ValueError):
            return
        except OSError:
            message = None
        if message is None:
            asyncio.get_running_loop().remove_reader(preview.channel)
        elif not preview.ready.is_set() and isinstance(message, dict):
            if "error" in message:
                preview.error = str(message["error"])
                preview.keep.unlink(missing_ok=True)
            preview.ready.set()

    def _logged(self, preview: Preview, reader: int) -> None:
        try:
            data = os.read(reader, 65_536)
        except BlockingIOError:
            return
        if not data:
            asyncio.get_running_loop().remove_reader(reader)
            os.close(reader)
            return
        preview.log += data
        del preview.log[:-LOG_BYTES]
