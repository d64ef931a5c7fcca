"""Signed, expiring links to previews: the only way in, and the order that starts one.

Two kinds, never exchangeable (each has its own salt):

- an **order** names one tree, one role and one session; the gateway starts the tree on first use;
- a **room link** (the QR code of a presentation) names one tree and its roles; each device that
  opens it is given a session of its own, and from then on uses orders.

Closing a room shuts its link and every order that came from it. Orders are carried in the path,
because a page in an opaque origin sends no cookies.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from builder.errors import RakitError

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a short code is written with: nothing that looks like something else on a wall."""
CODE_LENGTH = 8
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
ROLE = re.compile(r"[A-Za-z0-9_]{0,63}")
ASK_AGAIN = "Minta tautan atau kode QR yang baru kepada petugas yang memberikannya."


class LinkError(RakitError):
    """A link that opens nothing; `status` is what HTTP says about it.

    `room`: the room of a link that was right once, and is over."""

    status = 403
    room: Room | None = None


class Forged(LinkError):  # noqa: N818
    """Cut off, changed, made elsewhere, or of the other kind."""


class Expired(LinkError):  # noqa: N818
    """Right, but its time is over."""

    status = 410


class Closed(LinkError):  # noqa: N818
    """Its room was closed."""

    status = 410


@dataclass(frozen=True)
class Order:
    """What a preview link says. `expiry` is in seconds since 1970.

    `role` is the name of a role of the application; empty: nobody is logged in. `session` is one
    device. `room` is the room it came from, if any. `staff` may see tracebacks; it is only ever set
    for a person who is logged in at the portal.
    """

    tree: str
    role: str
    session: str
    expiry: int
    room: str = ""
    staff: bool = False


@dataclass(frozen=True)
class Room:
    """One presentation: everybody who has its link may try the tree in these roles."""

    id: str
    tree: str
    roles: tuple[str, ...]
    expiry: int


def new_session() -> str:
    """A name for one device, not to be guessed."""
    return secrets.token_urlsafe(12)


class Links:
    """Makes and reads links with one key.

    `revoked` is the folder where closed rooms are noted; portal and gateway share it.
    """

    def __init__(self, key: str, revoked: Path) -> None:
        self._orders = _serializer(key, "rakit-preview-order")
        self._rooms = _serializer(key, "rakit-preview-room")
        self._revoked = revoked
        self._codes = revoked.with_name(".rooms")
        self._key = key.encode()

    def make(self, order: Order) -> str:
        """The token of one order; `LinkError` if a name in it could not be read back."""
        _check(order.tree, order.role)
        body: list[Any] = [order.tree, order.role, order.session, order.expiry, order.room]
        return str(self._orders.dumps([*body, 1] if order.staff else body))

    def read(self, token: str, now: float | None = None) -> Order:
        """The order behind a token; raises `Forged`, `Expired` or `Closed`."""
        body = _load(self._orders, token)
        if not (isinstance(body, list) and len(body) in (5, 6)):
            raise _forged()
        tree, role, session, expiry, room = body[:5]
        order = Order(tree, role, session, expiry, room, staff=len(body) == 6)
        _in_time(order.expiry, now)
        if order.room:
            self._open(order.room)
        return order

    def make_room(self, room: Room) -> str:
        """The token of a room link, short enough for a QR code."""
        _check(room.tree, *room.roles, room_id=room.id)
        return str(self._rooms.dumps([room.id, room.tree, list(room.roles), room.expiry]))

    def read_room(self, token: str, now: float | None = None) -> Room:
        """The room behind a token; raises `Forged`, `Expired` or `Closed`."""
        body = _load(self._rooms, token)
        if not (isinstance(body, list) and len(body) == 4):
            raise _forged()
        room = Room(body[0], body[1], tuple(body[2]), body[3])
        try:
            _in_time(room.expiry, now)
            self._open(room.id)
        except (Expired, Closed) as over:
            over.room = room
            raise
        return room

    def short(self, token: str) -> str:
        """A code for a room link that people can type from a wall, `K7M2-9QPX`; always the same."""
        number = int.from_bytes(hmac.digest(self._key, b"room-code " + token.encode(), "sha256"))
        letters = []
        for _ in range(CODE_LENGTH):
            number, place = divmod(number, len(LETTERS))
            letters.append(LETTERS[place])
        code = "".join(letters)
        self._codes.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self._codes / code).exists():
            draft = self._codes / f".{secrets.token_hex(4)}"
            draft.write_text(token)
            draft.replace(self._codes / code)
        return f"{code[:4]}-{code[4:]}"

    def long(self, code: str) -> str:
        """The room link behind a short code, however it was typed; `Forged` if there is none."""
        plain = code.upper().replace("-", "").replace(" ", "")
        if len(plain) == CODE_LENGTH and set(plain) <= set(LETTERS):
            file = self._codes / plain
            if file.is_file():
                return file.read_text()
        raise _forged()

    def enter(self, room: Room, role: str, session: str = "") -> Order:
        """The order of one device in a room; a device that changes its role keeps its session."""
        if role not in room.roles:
            raise NoSuchRole(
                "Peran ini tidak ada di presentasi tersebut.",
                which=role,
                way_out="Kembali ke halaman presentasi dan pilih salah satu peran di sana.",
            )
        return Order(room.tree, role, session or new_session(), room.expiry, room.id)

    def close(self, room_id: str) -> None:
        """From now on the room's link and all its orders are refused; may be called again."""
        _check(room_id=room_id)
        self._revoked.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._revoked / room_id).touch(mode=0o600)

    def reopen(self, room_id: str) -> None:
        """A room that was closed too early: its link and orders hold again, in their time."""
        _check(room_id=room_id)
        (self._revoked / room_id).unlink(missing_ok=True)

    def is_closed(self, room_id: str) -> bool:
        """Whether somebody closed that room."""
        return (self._revoked / room_id).exists()

    def _open(self, room_id: str) -> None:
        if not NAME.fullmatch(room_id):
            raise _forged()
        if self.is_closed(room_id):
            raise Closed("Presentasi ini sudah ditutup.", way_out=ASK_AGAIN)


class NoSuchRole(LinkError):  # noqa: N818
    """The room does not offer this role."""

    status = 404


def expires_in(hours: float) -> int:
    return int(time.time() + hours * 3600)


def _serializer(key: str, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        key,
        salt=salt,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def _load(serializer: URLSafeSerializer, token: str) -> Any:
    if len(token) > 1000:
        raise _forged()
    try:
        return serializer.loads(token)
    except BadSignature as error:
        raise _forged() from error


def _forged() -> Forged:
    return Forged("Tautan ini tidak dikenal: mungkin terpotong atau diubah.", way_out=ASK_AGAIN)


def _in_time(expiry: int, now: float | None) -> None:
    if (time.time() if now is None else now) >= expiry:
        raise Expired("Masa berlaku tautan ini sudah habis.", way_out=ASK_AGAIN)


def _check(tree: str = "x", *roles: str, room_id: str = "x") -> None:
    bad = [name for name in (tree, room_id) if not NAME.fullmatch(name)]
    bad += [role for role in roles if not ROLE.fullmatch(role)]
    if bad:
        raise Forged("Nama ini tidak dapat dipakai dalam tautan.", which=repr(bad[0]))
