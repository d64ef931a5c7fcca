"""Tells the runner (run.py) what pytest is doing, a line for each thing: `passed tests/…::test_x`.

A plugin, `-p tests.progress`; the lines go to the descriptor RAKIT_PROGRESS, since pytest's capture
swallows what is written during a test.
"""

from __future__ import annotations

import os

import pytest

OUTPUT = int(os.environ.get("RAKIT_PROGRESS", "0"))


def tell(word: str, what: str) -> None:
    if OUTPUT:
        os.write(OUTPUT, f"{word} {what}\n".encode())


def pytest_sessionstart() -> None:
    tell("opened", "")


def pytest_sessionfinish() -> None:
    tell("closed", "")


def pytest_runtest_logstart(nodeid: str) -> None:
    tell("began", nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.outcome != "passed":
        tell(report.outcome, report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.outcome == "failed":
        tell("failed", report.nodeid)
