"""The documentation of the command line, made of the helps: `make docs` writes it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from textwrap import fill
from typing import Any

import typer

from workbench.cli.app import app

_WIDE = 100
_HEAD = """# The command line

<!-- Written by `make docs` from the commands' own helps; a test compares. -->

A stable contract: every command ends with 0, or with 2 and one message on standard error that says
what is wrong, where, what is allowed and what to do next. Figures go to standard output.
"""


def manual() -> str:
    """Return the documentation of every command as Markdown."""
    group: Any = typer.main.get_command(app)  # typer's parts are not typed for others
    parts = [_HEAD]
    parts += [_chapter(name, command) for name, command in group.commands.items()]
    return "\n".join(parts)


def _chapter(name: str, command: Any) -> str:
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    usage = " ".join(["workbench", name, *filter(None, map(_usage, shown))])
    rows = [f"| `{_cell(_name(each))}` | {_cell(_meaning(each))} |" for each in shown]
    examples = re.findall(r"^  (workbench .*)$", command.epilog or "", re.MULTILINE)
    said = (command.help or "").split("\n\n")
    paragraphs = [fill(" ".join(part.split()), _WIDE, break_on_hyphens=False) for part in said]
    lines = [f"## {name}", "", "\n\n".join(paragraphs), "", f"`{usage}`", ""]
    lines += ["| | |", "| --- | --- |", *rows, ""]
    return "\n".join([*lines, "```sh", *examples, "```", ""])


def _usage(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"{parameter.metavar}…" if parameter.nargs == -1 else str(parameter.metavar)
    return f"{max(parameter.opts, key=len)} {parameter.metavar}" if parameter.required else ""


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    flag = max(parameter.opts, key=len)
    return flag if parameter.metavar is None else f"{flag} {parameter.metavar}"


def _meaning(parameter: Any) -> str:
    default = parameter.default
    usual = default not in (None, "", (), []) and not isinstance(default, bool)
    return f"{parameter.help} Default: {default}." if usual else str(parameter.help)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(manual(), encoding="utf-8")
