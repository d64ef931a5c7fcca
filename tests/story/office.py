"""The office of the story: a portal of its own, started as people start it, and its people."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ports import free_port

BIN = Path(sys.executable).parent
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass
class Portal:
    """A running portal. `url` is this machine's, `room` the address that phones use."""

    folder: Path
    host: str = "0.0.0.0"
    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def room(self) -> str:
        return f"http://127.0.0.2:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "portal.log"

    def prepare(self) -> None:
        """Choose the ports and the environment in which everything of this portal runs."""
        self.port = self.port or free_port(neighbours=2)
        self.environment = {
            **os.environ,
            "HOST": self.host,
            "PORT": str(self.port),
            "PUBLIC_URL": self.room,
            "GATEWAY_PUBLIC_URL": f"http://127.0.0.2:{self.port + 1}",
            "DATA_DIR": str(self.folder / "var"),
            "APPS_DIR": str(self.folder / "apps"),
            "DEMO": "1",
        }

    def start(self, command: str = "start") -> None:
        """`rakit start`, and wait until /health answers 200."""
        if not self.environment:
            self.prepare()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [BIN / "rakit", command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def rakit(self, *words: str) -> str:
        """Run one `rakit` command in the same environment; its output."""
        done = subprocess.run(
            [str(BIN / "rakit"), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def wait(self, seconds: float = 90) -> None:
        """Until /health says 200; the log is shown when it does not."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, urllib.error.URLError):
                if self.health()[0] == 200:
                    return
            time.sleep(0.2)
        raise AssertionError("the portal did not start:\n" + self.log.read_text()[-4000:])

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and body of /health."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def stop(self) -> int:
        """SIGINT, as Ctrl-C does; the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
