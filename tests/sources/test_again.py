"""Next quarter's file: nothing counted twice, corrections in place, two equal sales stay two."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.sources.again import Compared, together
from workbench.sources.ledger import Ledger

COLUMNS = ["invoice_id", "customer_id", "date", "amount", "product", "paid_on"]
JAN, FEB, MAR = "2024-01-31", "2024-02-29", "2024-03-31"


def sales(*rows: tuple[Any, ...]) -> Ledger:
    """Return a ledger of these sales."""
    return Ledger.from_frames(sales=pd.DataFrame(rows, columns=COLUMNS))


def amounts(ledger: Ledger) -> list[float]:
    """Return the amounts in the order of the lines."""
    return list(ledger.frame("sales")["amount"])


OLD = sales(
    ("1", "Ada", JAN, 10, "oil", None),
    ("1", "Ada", JAN, 5, "tar", None),
    (None, "Bo", FEB, 7, None, None),
    (None, "Bo", FEB, 7, None, None),
)


def test_new_changed_and_same_lines_are_told_apart() -> None:
    """By invoice and product; without invoice by content and count; a payment is a change."""
    whole, counts = together(
        OLD,
        sales(
            ("1", "Ada", JAN, 12, "oil", None),  # corrected
            ("1", "Ada", JAN, 5, "tar", FEB),  # paid since
            (None, "Bo", FEB, 7, None, None),  # there already
            (None, "Bo", MAR, 7, None, None),
            ("2", "Ada", MAR, 1, "oil", None),
        ),
    )
    assert counts == {"sales": Compared(new=2, changed=2, same=1)}
    assert amounts(whole) == [12, 5, 7, 7, 7, 1]
    assert whole.frame("sales")["paid_on"].notna().tolist() == [False, True] + [False] * 4


def test_two_equal_sales_stay_two_and_a_third_is_new() -> None:
    """Content is counted, not only recognised."""
    thrice = sales(*[(None, "Bo", FEB, 7, None, None)] * 3)
    whole, counts = together(OLD, thrice)
    assert counts["sales"] == Compared(new=1, changed=0, same=2)
    assert amounts(whole) == [10, 5, 7, 7, 7]


def test_mended_rows_correct_nothing() -> None:
    """A line brought back stands beside the lines of its invoice that were kept."""
    line = sales(("1", "Ada", JAN, 3, "oil", None))
    assert together(OLD, line, mended=True)[1]["sales"] == Compared(new=1)
    assert together(OLD, line)[1]["sales"] == Compared(changed=1)


def test_an_invoice_stated_anew_replaces_its_lines_whatever_the_product_is_called() -> None:
    """By amount; in turn where other lines agree; a part of an invoice, and a stranger's, adds."""
    whole, counts = together(
        OLD,
        sales(("1", "Ada", JAN, 10, "fine oil", None), ("1", "Ada", JAN, 6, "pitch", None)),
    )
    assert counts["sales"] == Compared(changed=2)
    assert amounts(whole) == [10, 6, 7, 7]
    whole, counts = together(OLD, sales(("1", "Ada", JAN, 6, "pitch", None)))
    assert counts["sales"] == Compared(new=1, mixed=("1",))
    assert amounts(whole) == [10, 5, 7, 7, 6]
    whole, counts = together(OLD, sales(("1", "Cy", MAR, 10, "oil", None)))
    assert counts["sales"] == Compared(new=1)


def test_customers_keep_what_the_new_file_does_not_say() -> None:
    """A value replaces, an empty cell does not; a column of words and numbers becomes words."""
    old = pd.DataFrame({"customer_id": ["A", "B"], "name": ["Ada", "Bo"], "size": [1.0, 2.0]})
    new = pd.DataFrame({"customer_id": ["A", "C"], "name": ["Ada Oy", None], "size": ["L", None]})
    whole, counts = together(Ledger.from_frames(customers=old), Ledger.from_frames(customers=new))
    frame = whole.frame("customers").set_index("customer_id")
    assert counts["customers"] == Compared(new=1, changed=1)
    assert list(frame.index) == ["A", "B", "C"]
    assert frame["name"].fillna("").tolist() == ["Ada Oy", "Bo", ""]
    assert frame["size"].fillna("").tolist() == ["L", "2.0", ""]


LINES = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", None]),
        st.sampled_from(["Ada", "Bo", None]),
        st.sampled_from([JAN, FEB]),
        st.sampled_from([1.0, 2.0]),
        st.sampled_from(["oil", None]),
        st.sampled_from([MAR, None]),
    ),
    min_size=1,
    max_size=8,
)


@given(old=LINES, new=LINES)
@settings(max_examples=60, deadline=None)
def test_the_same_file_again_changes_nothing(old: list[Any], new: list[Any]) -> None:
    """Every line of the new file is counted once; a second import finds all of them."""
    once, counts = together(sales(*old), sales(*new))
    told = counts["sales"]
    assert told.new + told.changed + told.same == len(new)
    assert len(amounts(once)) == len(old) + told.new
    again, counts = together(once, sales(*new))
    assert counts["sales"].new == 0
    assert len(amounts(again)) == len(amounts(once))
