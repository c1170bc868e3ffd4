"""What is made to fit a needs group matches what its customers are worth (domain 8)."""

from __future__ import annotations

import pytest

from workbench.review.needs import NeedsGroup, degree, tailored

ALL = {"message": "m", "product": "p", "service": "s"}


@pytest.mark.parametrize(
    ("parts", "best", "fits", "said"),
    [
        (ALL, "most_valuable", True, "Matches"),
        ({"message": "m"}, "most_valuable", False, "Product and service are still due"),
        ({}, "most_valuable", False, "Message, product and service are still due"),
        ({"message": "m", "service": "s"}, "most_to_gain", True, "Matches"),
        (ALL, "most_to_gain", False, "Product is more than is due"),
        ({"message": "m"}, "between", True, "Matches"),
        (ALL, "below_zero", False, "Message, product and service are more than is due"),
        ({}, "", True, "Nobody is in it yet"),
    ],
)
def test_the_degree_matches_the_need(
    parts: dict[str, str], best: str, fits: bool, said: str
) -> None:
    """Everything for the few, service within limits for those with most to gain, else a word."""
    matches, sentence = degree(NeedsGroup(name="Fast answers", **parts), best)
    assert matches is fits
    assert sentence.startswith(said)


def test_a_blank_is_not_tailored() -> None:
    assert tailored(NeedsGroup(name="x", message="  ", product="p")) == ("product",)
