"""What the measures of loyalty are called and say: scores, segment, signs, who is falling away."""

from __future__ import annotations

from workbench.measures.measure import Measure, in_words, more

__all__ = ["LOYALTY"]

LOYALTY: tuple[Measure, ...] = (
    more(
        "recency_score",
        "Score: how recently",
        "of 5",
        "recency score (the R of RFM)",
        "How recently they bought, from 1 to the number of bins: the most recent have the most.",
        "recency",
    ),
    more(
        "frequency_score",
        "Score: how often",
        "of 5",
        "frequency score (the F of RFM)",
        "How often they bought in the window, from 1 to the number of bins.",
        "frequency",
    ),
    more(
        "monetary_score",
        "Score: how much",
        "of 5",
        "monetary score (the M of RFM)",
        "How much they bought in the window, from 1 to the number of bins.",
        "monetary",
    ),
    in_words(
        "rfm_segment",
        "Segment by purchases",
        "RFM segment",
        "The first rule of the segments' table that matches the three scores.",
        "recency_score",
        "frequency_score",
        "monetary_score",
    ),
    more(
        "loyalty",
        "Loyalty",
        "%",
        "loyalty score",
        "Weight of the signs of loyalty that are yes, over all nine; an unknown sign leaves a"
        " range, drawn at its middle.",
        "recency_score",
        "frequency_score",
        "monetary_score",
    ),
    more(
        "loyalty_known",
        "Loyalty, of what is known",
        "%",
        "loyalty score over known signs",
        "Weight of the signs of loyalty that are yes, over those that are known.",
        "recency_score",
        "frequency_score",
        "monetary_score",
    ),
    in_words(
        "falling_away",
        "Falling away",
        "churn warning",
        "Among the few that brought 80 % in the window before: silent for over twice their usual"
        " gap, or at least a quarter fewer orders.",
        "recency",
        "typical_gap",
        "order_trend",
    ),
)
