"""Commands that speak Indonesian: click's own words in usage, headings and errors."""

from __future__ import annotations

from typing import Any

import click

from .words import say

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(click.Command):
    """A command whose help page is in the language of the run."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", say("[PILIHAN]", "[OPTIONS]"))
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("Pemakaian: ", "Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (one for one in self.get_params(ctx) if isinstance(one, click.Option))
        records = [found for one in options if (found := one.get_help_record(ctx))]
        if records:
            with formatter.section(say("Pilihan", "Options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("Tampilkan bantuan ini.", "Show this help.")
        return option


class Group(Command, click.Group):
    """A group of such commands, listed in the order in which they were added."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", say("PERINTAH [ARGUMEN]...", "COMMAND [ARGS]..."))
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        rows = [
            (name, command.get_short_help_str(100))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        if rows:
            with formatter.section(say("Perintah", "Commands")):
                formatter.write_dl(rows)


def usage_words(error: click.UsageError) -> tuple[str, str]:
    """(what, way out) of a wrong call, in the language of the run."""
    context = error.ctx
    path = context.command_path if context is not None else "rakit"
    way_out = say(f"Lihat: {path} --help", f"See: {path} --help")
    if isinstance(error, click.NoSuchOption):
        what = say(
            f"Pilihan {error.option_name} tidak dikenal", f"No such option {error.option_name}"
        )
        near = ", ".join(error.possibilities or ())
        return what, say(f"Maksud Anda {near}?", f"Did you mean {near}?") if near else way_out
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(context) if error.param and context else ""
        if isinstance(error.param, click.Option):
            name = max(error.param.opts, key=len)
        return say(f"{name} belum ditulis", f"Missing {name}"), way_out
    if isinstance(error, click.BadParameter):
        name = ""
        if error.param is not None and context is not None:
            name = error.param.get_error_hint(context)
        return f"{name}: {_parameter_words(error)}", way_out
    said = error.format_message()
    if said.startswith("No such command"):
        name = said.split("'")[1] if "'" in said else ""
        return say(f"Perintah {name} tidak ada", said.rstrip(".")), way_out
    if "unexpected extra argument" in said:
        return say(
            f"Argumen berlebih: {said.partition('(')[2].rstrip(')')}", said.rstrip(".")
        ), way_out
    if "requires an argument" in said or "requires 1 argument" in said:
        return say(f"Pilihan perlu nilai: {said}", said), way_out
    return said, way_out


def _parameter_words(error: click.BadParameter) -> str:
    said = error.message
    if "does not exist" in said:
        path = said.split("'")[1] if "'" in said else ""
        return say(f"{path} tidak ada", f"{path} does not exist")
    if "is a directory" in said or "is a file" in said:
        kind = (
            say("bukan berkas", "is not a file")
            if "directory" in said
            else say("bukan folder", "is not a folder")
        )
        return f"{said.split(chr(39))[1] if chr(39) in said else ''} {kind}"
    if "is not readable" in said or "is not writable" in said:
        return say(f"tidak ada izin: {said}", said)
    if "is not one of" in said:
        return say(said.replace("is not one of", "bukan salah satu dari"), said)
    if "is not a valid integer" in said or "is not in the range" in said:
        return say(
            said.replace("is not a valid integer range", "bukan bilangan bulat")
            .replace("is not a valid integer", "bukan bilangan bulat")
            .replace("is not in the range", "di luar batas"),
            said,
        )
    return said
