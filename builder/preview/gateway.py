"""The preview gateway: a port of its own, in front of all previews.

    GET /p/<order>/…           the application, as the order says; started at the first click
    GET /r/<room link>         the roles of a room; /r/<room link>/<role> gives this device an order
    GET /health                always 200; says what runs and what is missing
    GET /-/kotak.css           the bar over a preview without a box

Run as `python -m builder.preview.gateway`; settings come from the environment. On SIGTERM it stops
taking connections, stops every preview (their data is kept), and leaves no child.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import ipaddress
import json
import logging
import re
import signal
import socket
from urllib.parse import urlsplit

from builder.preview import KEY, pages
from builder.preview.answer import Answer, Client
from builder.preview.box import Limits
from builder.preview.fleet import Fleet
from builder.preview.headers import preflight
from builder.preview.limits import Counted, Rate
from builder.preview.links import LinkError, Links, NoSuchRole
from builder.preview.proxy import Proxy
from builder.preview.trees import Trees
from builder.preview.wire import Bad, Request, parse_request, read_head
from builder.settings import Settings

log = logging.getLogger("rakit.preview")
HEAD_SECONDS = 15  # for a head to arrive, and for a connection to rest
_PREVIEW = re.compile(r"/p/([A-Za-z0-9_.=-]+)(/.*)?")
_ROOM = re.compile(r"/r/([A-Za-z0-9_.=-]+)(?:/([A-Za-z0-9_]+))?/?")


class Gateway:
    """Everything between a browser and a preview."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.trees = Trees(settings.previews_dir)
        key = settings.secret(KEY)
        self.links = Links(key, self.trees.revoked)
        self.fleet = Fleet(
            self.trees,
            key,
            private=settings.data_dir,
            most=settings.previews,
            limits=Limits(memory=settings.preview_memory_mb << 20),
            timezone=settings.timezone,
        )
        self.proxy = Proxy(self.fleet, self.trees, upload=settings.upload_mb << 20)
        self.connections = Counted(total=512, each=256 if settings.proxies else 96)
        self.guesses = Rate(per_second=0.5, burst=30)
        self.requests = Rate(per_second=30, burst=150)
        self.hosts = {
            urlsplit(settings.gateway_public_url).hostname or "",
            settings.host,
            "localhost",
        }
        self.server: asyncio.Server | None = None

    async def start(self, listening: socket.socket | None = None) -> int:
        """Listen and launch the zygote; the port (`listening` may bring its own socket)."""
        self.settings.previews_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.fleet.launch()
        if listening is None:
            self.server = await asyncio.start_server(
                self.serve, self.settings.host, self.settings.gateway_port, limit=32_768
            )
        else:
            self.server = await asyncio.start_server(self.serve, sock=listening, limit=32_768)
        self.sweeping = asyncio.create_task(self._sweep())
        return int(self.server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the port first, then the previews."""
        if self.server is not None:
            self.server.close()
        self.sweeping.cancel()
        await self.fleet.close()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(3)
            await self.fleet.sweep(self.settings.preview_minutes * 60)
            self.proxy.forget()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as many requests as its owner likes."""
        client = Client(reader, writer)
        if not self.connections.enter(client.address):
            await client.close()
            return
        try:
            while await self._one(client):
                pass
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the browser went away, or was too slow: nobody to tell
        finally:
            self.connections.leave(client.address)
            await client.close()

    async def _one(self, client: Client) -> bool:
        answer = Answer(client)
        try:
            with self.connections.rest(client.address, client.writer.close):
                async with asyncio.timeout(HEAD_SECONDS):
                    lines = await read_head(client.reader)
            if not lines:
                return False
            answer.request = request = parse_request(lines)
            await self._route(request, answer)
        except Bad as bad:
            words = pages.BROKEN.get(bad.status) or pages.page("Permintaan tidak dapat dibaca.")
            await answer.own(bad.status, words)
            return False
        return answer.may_go_on

    async def _route(self, request: Request, answer: Answer) -> None:
        host = request.headers.one("host")
        if not self._is_ours(host, answer.client):
            raise Bad(421, "host")
        answer.ancestors = self._portal(host)
        if request.path == "/health":
            await answer.json(200, self.health())
        elif request.path == "/-/kotak.css":
            await answer.own(200, pages.BAR_STYLE, "text/css")
        elif found := _PREVIEW.fullmatch(request.path):
            await self._preview(request, answer, found[1], found[2], host)
        elif found := _ROOM.fullmatch(request.path):
            await self._room(answer, found[1], found[2])
        else:
            await answer.own(404, pages.NOT_HERE)

    async def _preview(
        self, request: Request, answer: Answer, token: str, path: str | None, host: str
    ) -> None:
        origin = request.headers.one("origin")
        if origin not in ("", "null", f"http://{host}", f"https://{host}", answer.ancestors):
            await answer.own(403, pages.FOREIGN)
            return
        try:
            order = self.links.read(token)
        except LinkError as error:
            await self._refuse(answer, error)
            return
        answer.origin = origin
        if request.method == "OPTIONS":
            if not origin:
                raise Bad(405, "options")
            await answer.bare(204, preflight(origin))
        elif path is None:
            query = f"?{request.query}" if request.query else ""
            await answer.to(f"/p/{token}/{query}")
        elif not self.requests.take(f"{order.tree} {order.session}"):
            await answer.own(429, pages.TOO_FAST, extra=[("Retry-After", "5")])
        else:
            trusted = order.staff or not self.settings.is_public
            await self.proxy.answer(request, answer, order, f"/p/{token}", path, host, trusted)

    async def _room(self, answer: Answer, token: str, role: str | None) -> None:
        try:
            room = self.links.read_room(token)
            if role is not None:
                await answer.to(f"/p/{self.links.make(self.links.enter(room, role))}/")
                return
        except LinkError as error:
            await self._refuse(answer, error)
            return
        choices = "".join(
            f'<p><a href="/r/{token}/{name}">Masuk sebagai {html.escape(name)}</a></p>'
            for name in room.roles
        )
        words = "Setiap perangkat bekerja sendiri; data di sini hanya data percobaan."
        await answer.own(200, pages.page("Pilih peran Anda", words, more=choices))

    async def _refuse(self, answer: Answer, error: LinkError) -> None:
        if not isinstance(error, NoSuchRole) and not self.guesses.take(answer.client.address):
            await answer.own(429, pages.TOO_FAST, extra=[("Retry-After", "60")])
            return
        await answer.own(error.status, pages.page(error.what, error.way_out))

    def _is_ours(self, host: str, client: Client) -> bool:
        """A name that only an attacker's DNS gives this machine is refused (rebinding)."""
        name = (urlsplit(f"//{host}").hostname or "").lower()
        if name in self.hosts:
            return True
        with contextlib.suppress(ValueError):
            address = ipaddress.ip_address(name)
            return str(address) == client.own_address or address.is_loopback
        return False

    def _portal(self, host: str) -> str:
        """Who may frame a preview: the portal, under the name by which it was reached."""
        configured = urlsplit(self.settings.gateway_public_url).hostname
        name = urlsplit(f"//{host}").hostname or ""
        if name == configured:
            parts = urlsplit(self.settings.public_url)
            return f"{parts.scheme}://{parts.netloc}"
        shown = f"[{name}]" if ":" in name else name
        return f"http://{shown}:{self.settings.port}"

    def health(self) -> dict[str, object]:
        """For the supervisor and `rakit doctor`; names no tree and no link."""
        fleet = self.fleet
        tier = "boxed" if fleet.boxed else "starting" if fleet.missing is None else "unboxed"
        return {
            "status": "ok",
            "zygote": fleet.state,
            "restarts": max(0, fleet.restarts),
            "tier": tier,
            "missing": [
                {"layer": m.layer, "reason": m.reason, "way_out": m.way_out}
                for m in fleet.what_is_missing()
            ],
            "running": len(fleet.previews),
            "most": fleet.most,
        }


async def run(
    settings: Settings, listening: socket.socket | None = None, *, announce: bool = False
) -> None:
    """Until SIGTERM or SIGINT. `announce`: print one line of JSON with the port it listens on."""
    gateway = Gateway(settings)
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    port = await gateway.start(listening)
    if announce:
        print(json.dumps({"gateway": f"{settings.host}:{port}"}), flush=True)
    try:
        await over.wait()
    finally:
        await gateway.stop()


def main() -> None:
    """`python -m builder.preview.gateway`"""
    logging.basicConfig(level=logging.INFO, format="gateway: %(message)s")
    asyncio.run(run(Settings.from_env(), announce=True))


if __name__ == "__main__":
    main()
