"""The command line: a stable contract, whose helps are its documentation."""

from workbench.cli.ending import main

__all__ = ["main"]
