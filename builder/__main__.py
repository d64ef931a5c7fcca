"""`rakit` and `python -m builder`: the one place where errors become words and an exit status."""

from __future__ import annotations

import os
import sys

import click

from builder.cli import cli
from builder.cli.base import usage_words
from builder.cli.words import FAILED, PROBLEMS, complain, complain_about, say
from builder.errors import RakitError


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0: done; 1: problems were found; 2: wrong use, or it could not be done."""
    try:
        result = cli.main(arguments, prog_name="rakit", standalone_mode=False)
        return int(result) if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return int(done.exit_code)
    except click.UsageError as error:
        what, way_out = usage_words(error)
        complain(what, way_out=way_out)
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        complain(say("Dihentikan.", "Stopped."))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except RakitError as error:
        complain_about(error)
        return PROBLEMS if getattr(error, "problems", None) else FAILED
    except Exception as error:  # the last door: a traceback is for us, never for a user
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    if _is_family(error):
        complain_about(error)
        return FAILED
    if isinstance(error, click.ClickException):
        complain(error.format_message())
        return FAILED
    if isinstance(error, OSError) and error.strerror:
        complain(
            say(f"Berkas atau jaringan: {error.strerror}", f"File or network: {error.strerror}"),
            which=str(error.filename or ""),
            way_out=say(
                "Periksa nama, izin, dan ruang disk.", "Check name, permission, disk space."
            ),
        )
        return FAILED
    complain(
        say("Kesalahan di dalam Rakit", "A fault inside Rakit"),
        which=f"{type(error).__name__}: {error}",
        way_out=say(
            "Jalankan lagi dengan RAKIT_DEBUG=1 dan laporkan keluarannya.",
            "Run again with RAKIT_DEBUG=1 and report what it prints.",
        ),
    )
    if os.environ.get("RAKIT_DEBUG"):
        raise error
    return FAILED


def _is_family(error: Exception) -> bool:
    """sop_workflow has a family of the same shape, which this room does not import."""
    return all(isinstance(getattr(error, part, None), str) for part in ("what", "which", "way_out"))


if __name__ == "__main__":
    sys.exit(main())
