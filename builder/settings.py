"""What an administrator may set: one table, read from the environment.

Everything has a default that works on one machine without a server. `Settings.from_env()` reads and
checks once, at the start; the rest of the house is handed the frozen result.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from builder.addresses import is_loopback, lan_address
from builder.errors import RakitError


class SettingsError(RakitError):
    """A setting that can't be used: which one, and what would be right."""


def _integer(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not low <= number <= high:
            raise SettingsError(
                f"Pengaturan {name} tidak dapat dipakai.",
                which=repr(text),
                way_out=f"Isi bilangan bulat dari {low} sampai {high}.",
            )
        return number

    return read


def _flag(name: str, text: str) -> bool:
    if text.lower() not in ("", "0", "1", "true", "false"):
        raise SettingsError(
            f"Pengaturan {name} tidak dapat dipakai.",
            which=repr(text),
            way_out="Isi 1 atau 0.",
        )
    return text.lower() in ("1", "true")


def _text(_: str, text: str) -> str:
    return text.strip()


def _folder(_: str, text: str) -> Path:
    return Path(text).expanduser().resolve()


def _address(name: str, text: str) -> str:
    """An address as written in links: scheme and host, no trailing slash."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(
            f"Pengaturan {name} bukan alamat.",
            which=repr(text),
            way_out="Tulis lengkap, misalnya https://rakit.example.go.id",
        )
    return text


def _zone(name: str, text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(
            f"Pengaturan {name} bukan zona waktu.",
            which=repr(text),
            way_out="Pakai Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura.",
        ) from error
    return text


@dataclass(frozen=True)
class Option:
    """One line of the table: environment name, default, reader, what it is for."""

    name: str
    default: str
    read: Callable[[str, str], Any]
    help: str


TABLE: tuple[Option, ...] = (
    Option("HOST", "127.0.0.1", _text, "Alamat yang didengar; 0.0.0.0 untuk seluruh jaringan."),
    Option("PORT", "8080", _integer(1, 65534), "Port portal."),
    Option("GATEWAY_PORT", "0", _integer(0, 65535), "Port pratinjau; 0 berarti PORT + 1."),
    Option("PUBLIC_URL", "", _address, "Alamat portal pada tautan dan kode QR."),
    Option("GATEWAY_PUBLIC_URL", "", _address, "Alamat pratinjau pada tautan dan QR."),
    Option("DATA_DIR", "var", _folder, "Basis data, kunci, unggahan, dan pratinjau."),
    Option("APPS_DIR", "generated_apps", _folder, "Aplikasi yang dibuat, satu git tiap aplikasi."),
    Option("DATABASE_URL", "", _text, "Kosong berarti SQLite di DATA_DIR; atau postgresql://…"),
    Option("SECRET_KEY", "", _text, "Kunci sesi; kosong berarti dibuat sendiri di DATA_DIR/keys."),
    Option("DEMO", "0", _flag, "1 mengizinkan akun contoh pada alamat yang terbuka ke jaringan."),
    Option("TIMEZONE", "Asia/Jakarta", _zone, "Zona waktu kantor."),
    Option("SESSION_HOURS", "10", _integer(1, 720), "Masuk lagi setelah sekian jam."),
    Option("UPLOAD_MB", "25", _integer(1, 2048), "Ukuran terbesar satu unggahan, dalam MB."),
    Option("THREADS", "8", _integer(1, 128), "Banyaknya permintaan yang dilayani sekaligus."),
    Option("WORKERS", "1", _integer(0, 32), "Banyaknya proses kerja latar di mesin ini."),
    Option("PROXIES", "0", _integer(0, 8), "Banyaknya reverse proxy tepercaya di depan portal."),
    Option("PREVIEWS", "30", _integer(1, 500), "Pratinjau yang boleh hidup bersamaan."),
    Option("PREVIEW_MEMORY_MB", "512", _integer(128, 8192), "Memori terbesar satu pratinjau."),
    Option("PREVIEW_MINUTES", "30", _integer(1, 1440), "Pratinjau diam selama ini dihentikan."),
    Option("LINK_HOURS", "24", _integer(1, 720), "Tautan ruang berlaku sedikitnya sekian jam."),
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """The checked values of `TABLE`, lower-case, and what follows from them."""

    host: str
    port: int
    gateway_port: int
    public_url: str
    gateway_public_url: str
    data_dir: Path
    apps_dir: Path
    database_url: str
    secret_key: str
    demo: bool
    timezone: str
    session_hours: int
    upload_mb: int
    threads: int
    workers: int
    proxies: int
    previews: int
    preview_memory_mb: int
    preview_minutes: int
    link_hours: int

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Read the table; `given` (as from the command line) wins over the environment.

        Fills in what follows: gateway port, SQLite address, and the two public addresses, so
        that `settings.public_url` is always a full address that may stand in a link.
        """
        env = os.environ if env is None else env
        unknown = set(given) - {option.name.lower() for option in TABLE}
        if unknown:
            raise SettingsError("Pengaturan tidak dikenal.", which=", ".join(sorted(unknown)))
        values: dict[str, Any] = {}
        for option in TABLE:
            key = option.name.lower()
            text = str(given[key]) if given.get(key) is not None else env.get(option.name, "")
            values[key] = option.read(option.name, text or option.default)
        values["gateway_port"] = values["gateway_port"] or values["port"] + 1
        if values["gateway_port"] == values["port"]:
            raise SettingsError(
                "PORT dan GATEWAY_PORT sama.",
                which=str(values["port"]),
                way_out="Pratinjau harus di port sendiri; kosongkan GATEWAY_PORT.",
            )
        values["host"] = values["host"].strip("[]")
        values["database_url"] = (
            values["database_url"] or f"sqlite:///{values['data_dir']}/rakit.db"
        )
        for key, port in (("public_url", "port"), ("gateway_public_url", "gateway_port")):
            values[key] = values[key] or _own_address(values["host"], values[port], key.upper())
        return cls(**values)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_public(self) -> bool:
        """May others in the network reach the portal?"""
        return not is_loopback(self.host) or not is_loopback(
            urlsplit(self.public_url).hostname or ""
        )

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / "keys"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @property
    def previews_dir(self) -> Path:
        return self.data_dir / "previews"

    def prepare(self) -> None:
        """Make the folders; private to the account that runs Rakit."""
        for folder in (self.data_dir, self.keys_dir, self.uploads_dir, self.previews_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.apps_dir.mkdir(parents=True, exist_ok=True)

    def check_demo(self) -> None:
        """Known passwords must not stand open to a network by accident."""
        if self.is_public and not self.demo:
            raise SettingsError(
                "Akun contoh tidak dibuka ke jaringan.",
                which=f"HOST={self.host}",
                way_out="Pakai HOST=127.0.0.1, atau DEMO=1 untuk peragaan di jaringan ini.",
            )

    def may_demo(self) -> bool:
        return not self.is_public or self.demo

    def secret(self, name: str = "secret-key") -> str:
        """A key of this installation, made on first use in a file only its owner may read.

        `SECRET_KEY` stands for `secret-key`. Several processes may ask at once: the first file
        stays. A file that others may read is refused.
        """
        if name == "secret-key" and self.secret_key:
            return self.secret_key
        path = self.keys_dir / name
        if not path.exists():
            self.keys_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.keys_dir)  # mkstemp gives 0600
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(draft, path)
            except FileExistsError:
                return self.secret(name)
            finally:
                os.unlink(draft)
        if path.stat().st_mode & 0o077:
            raise SettingsError(
                "Kunci dapat dibaca akun lain.",
                which=str(path),
                way_out=f"Jalankan: chmod 600 {path}; ganti kuncinya bila mungkin sudah terbaca.",
            )
        key = path.read_text().strip()
        if len(key) < 32:
            raise SettingsError(
                "Kunci kosong atau terpotong.",
                which=str(path),
                way_out="Pulihkan dari cadangan, atau hapus agar dibuat baru.",
            )
        return key


def _own_address(host: str, port: int, name: str) -> str:
    """The address for links: never this machine's loopback when others are meant to follow it."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104
        found = lan_address()
        if not found:
            raise SettingsError(
                "Alamat mesin ini di jaringan tidak ditemukan.",
                which=f"HOST={host}",
                way_out=f"Isi {name} dengan alamat yang dibuka orang, misalnya http://10.1.2.3:{port}",
            )
        host = found
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
