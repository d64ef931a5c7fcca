"""The first page of a PDF as a picture.

Uploaded papers come from outside, so the PDF reader runs in a child of its own with limits on time
and memory; what it cannot read gets an empty page instead of an error. Pictures are kept by the
hash of the paper.
"""

from __future__ import annotations

import io
import resource
import secrets
import subprocess
import sys
from pathlib import Path

WIDTH, COLOURS = 216, 16
"""Shown 72 px wide, also on screens with three dots a pixel; a page of a case has several."""
PROCESSOR, SECONDS, MEMORY = 5, 15, 1 << 30
"""Seconds of the processor: more is the paper's fault. Seconds of the clock: the machine's."""


def first_page(pdf: bytes, sha256: str, data_dir: Path) -> bytes:
    """PNG of the first page, small; made once per content.

    What cannot be read is an empty page for good; what took too long is tried again next time.
    """
    kept = data_dir / "pictures" / sha256[:2] / f"{sha256}-{WIDTH}.png"
    if kept.is_file():
        return kept.read_bytes()
    try:
        picture = _ask(pdf) or _blank()
    except subprocess.TimeoutExpired:
        return _blank()
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{secrets.token_hex(4)}.part")  # two may look at it at once
    part.write_bytes(picture)
    part.replace(kept)
    return picture


def _ask(pdf: bytes) -> bytes:
    done = subprocess.run(
        [sys.executable, "-I", str(Path(__file__))],
        input=pdf,
        capture_output=True,
        timeout=SECONDS,
        env={},
        check=False,
    )
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else b""


def _blank() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (WIDTH, int(WIDTH * 1.414)), "white").save(out, "PNG")
    return out.getvalue()


def main() -> None:
    """The child: a PDF comes in, a PNG goes out."""
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[0]
    picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    picture.quantize(COLOURS).save(sys.stdout.buffer, "PNG", optimize=True)


if __name__ == "__main__":
    main()
