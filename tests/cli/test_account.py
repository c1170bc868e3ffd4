"""What a command says of itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.cli.account import measured


def test_one_customer_is_one_customer() -> None:
    frame = pd.DataFrame({"name": ["A"], "turnover": [1.0]})
    assert measured(frame, Path("m.csv"), "") == ["1 customer, 1 column. Written: m.csv"]
    assert measured(frame, Path("m.csv"), "Nothing yet.")[0] == "Nothing yet."
