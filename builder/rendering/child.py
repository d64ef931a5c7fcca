"""The process in which templates run: one order of trees per line, one answer per tree.

Templates change the working directory and are a plugin's code; neither belongs into the process
that serves people. cookiecutter is driven by its documented `generate_files` alone.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from cookiecutter.generate import generate_files
from jinja2 import TemplateError

from builder.rendering.environment import ENVIRONMENT, frozen


def render(order: dict[str, Any]) -> None:
    """Render one tree of stubs: `stubs`, `output`, `slug`, `common`, `views`.

    Everything from the specification is a private value: cookiecutter passes these on as they
    are, while a public one would be rendered as a template itself.
    """
    context = {
        "cookiecutter": {
            "slug": order["slug"],
            "_app": frozen(order["common"]),
            "_views": frozen(order["views"]),
            "_extensions": ["builder.rendering.environment.Rakit"],
            "_jinja2_env_vars": ENVIRONMENT,
            "_new_lines": "\n",
        }
    }
    generate_files(
        Path(order["stubs"]),
        context=context,
        output_dir=order["output"],
        overwrite_if_exists=False,
        accept_hooks=False,
    )


def explain(error: BaseException) -> str:
    """One line: what went wrong, in which template, on which line."""
    place = ""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, TemplateError) and getattr(seen, "name", None):
            place = f" ({getattr(seen, 'name', '')}, baris {getattr(seen, 'lineno', '?')})"
        trace = seen.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if "templates/" in file or file.endswith((".j2", ".md", ".toml")):
                place = f" ({file.rpartition('templates/')[2]}, baris {trace.tb_lineno})"
            trace = trace.tb_next
        inner = getattr(seen, "error", None)
        seen = inner if isinstance(inner, BaseException) else seen.__cause__ or seen.__context__
    return f"{type(error).__name__}: {error}".split("\n")[0][:500] + place


def serve(orders: TextIO, answers: TextIO) -> None:
    """Until stdin closes."""
    home = os.getcwd()
    for line in orders:
        for tree in json.loads(line):
            answer: dict[str, Any] = {"error": None}
            try:
                render(tree)
            except Exception as error:
                # A template is a plugin's code: whatever it raises becomes an answer.
                answer["error"] = explain(error)
            os.chdir(home)
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def main() -> None:
    """Keep stdout for answers: whatever else prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main()
