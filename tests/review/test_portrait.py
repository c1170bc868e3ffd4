"""«Our good customer …» and the message that would attract one."""

from __future__ import annotations

from workbench.customers import Column
from workbench.review.points import Bands, Bar, ByLevel, Linear, Points
from workbench.review.portrait import portrait

COLUMNS = {
    column.name: column
    for column in (
        Column("typical_gap", "Typical gap", "days", "less"),
        Column("days_to_pay", "Days to pay", "days", "less"),
        Column("referrals", "Referrals"),
        Column("frequency", "How often"),
        Column("order_trend", "Order trend"),
        Column("tenure", "Tenure", "days"),
        Column("gross_margin_share", "Gross margin", "%"),
        Column("days_late", "Days late", "days", "less"),
        Column("staff", "Staff", "people"),
        Column("fit", "Fit to needs", levels=("cannot", "meet", "exceed")),
        Column("IT_spend", "IT spend", "EUR"),
    )
}


def bar(column: str, worst: float, best: float, points: float = 5) -> Bar:
    return Bar(column=column, points=points, how=Linear(worst=worst, best=best))


def sentence(*bars: Bar) -> str:
    return portrait(COLUMNS, Points(bars=bars)).sentence


def test_the_sentence_of_the_domain() -> None:
    """Domain 5: «Our good customer orders monthly, pays within 30 days, brings others»."""
    result = portrait(
        COLUMNS,
        Points(
            bars=(
                bar("referrals", 0, 2, 6),
                bar("days_to_pay", 60, 30, 7),
                bar("typical_gap", 90, 30, 9),
            )
        ),
    )
    assert result.sentence == (
        "Our good customer orders every month, pays within 30 days and brings others."
    )
    assert result.phrases == ("orders every month", "pays within 30 days", "brings others")
    assert result.message == (
        "What you get from us: somebody who knows you whenever you order, clear prices and "
        "invoices without surprises and results you will gladly tell others about."
    )


def test_four_bars_with_the_most_points_speak_and_none_without() -> None:
    bars = (
        bar("referrals", 0, 1, 1),
        bar("frequency", 0, 12, 2),
        bar("days_late", 30, 0, 3),
        bar("gross_margin_share", 0, 0.38, 4),
        bar("tenure", 0, 1461, 5),
    )
    assert sentence(*bars) == (
        "Our good customer has been with us for 4 years or longer, "
        "leaves us 38 % or more of what it pays, pays on time and orders 12 times or more."
    )
    assert sentence(bar("referrals", 0, 1, 0)).startswith("Give an attribute points")
    assert sentence(bar("gone", 0, 1)).startswith("Give an attribute points")


def test_every_way_of_earning_can_be_told() -> None:
    """Bands from their best one, levels by name, an unusual direction in general words."""
    days = Bands(edges=(30, 60), shares=(1, 0.5, 0))
    assert sentence(Bar(column="days_to_pay", how=days)) == "Our good customer pays within 30 days."
    many = Bands(edges=(10, 20), shares=(0, 1, 1))
    assert "has staff of 10 people or more" in sentence(Bar(column="staff", how=many))
    between = Bands(edges=(10, 20), shares=(0, 1, 0))
    told = sentence(Bar(column="staff", how=between))
    assert "has staff between 10 people and 20 people" in told
    level = Bar(column="fit", how=ByLevel(shares={"cannot": 0, "meet": 1, "exceed": 1}))
    assert "has fit to needs «meet» or «exceed»" in sentence(level)
    assert "has how often of 2 or less" in sentence(bar("frequency", 12, 2))
    assert "has IT spend of 500 EUR or more" in sentence(bar("IT_spend", 0, 500))


def test_phrases_follow_the_value() -> None:
    said = {
        ("order_trend", 0.5, 1.2): "orders 20 % more than before",
        ("order_trend", 0.5, 1.0): "orders no less than before",
        ("order_trend", 0.5, 0.9): "orders 10 % less at most",
        ("typical_gap", 90, 7): "orders every week",
        ("typical_gap", 90, 45): "orders every 45 days or sooner",
        ("days_late", 30, 5): "pays at most 5 days late",
        ("tenure", 0, 200): "has been with us for 200 days or longer",
    }
    for (column, worst, best), phrase in said.items():
        assert sentence(bar(column, worst, best)) == f"Our good customer {phrase}."


def test_the_room_may_say_it_itself() -> None:
    points = Points(bars=(bar("referrals", 0, 1),)).say(sentence="They stay.", message="Come in.")
    result = portrait(COLUMNS, points)
    assert (result.sentence, result.message) == ("They stay.", "Come in.")
