"""What a test needs and isn't here."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def not_here(reason: str) -> NoReturn:
    """Skip with the reason; where CI=true fail, so that nothing goes untested unseen."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
