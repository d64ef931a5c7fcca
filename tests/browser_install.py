"""Finds Chromium for the browser tests, or installs it: Debian's as root, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
WAY_OUT = (
    "Chromium was not found and could not be installed. Install it with your system's packages "
    "(Debian: apt-get install chromium), then run make test again."
)


def chromium() -> str | None:
    """Path of a Chromium of the system, or None: then Playwright's own is tried."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return None


def main() -> int:
    if chromium():
        return 0
    print("Installing Chromium for the browser tests", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in ("update -q", "install -y -q chromium"):
            command = ["apt-get", *words.split()]
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if chromium():
            return 0
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if done.returncode:
        print(WAY_OUT, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
