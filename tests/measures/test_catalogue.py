"""The table of measures is whole: every one can be told, compared and traced."""

from __future__ import annotations

from workbench.measures.catalogue import ATTRIBUTES, MEASURES
from workbench.measures.measure import MONEY

DOMAIN = """
turnover turnover_per_month turnover_per_year orders average_order units_per_month
units_per_region recency tenure frequency monetary order_trend higher_margin_share gross_margin
gross_margin_share hours cost_to_serve support_cost non_sales_value profit profit_margin
days_to_pay days_late share_paid_late typical_gap potential growth_gap referrals complaints
hours_allowance hours_over rescue_fee rescue_price_rise rescue_hours gifts gift_count outreach
responses profit_per_year long_term_value growth_estimate value_at_potential value_group
recency_score frequency_score monetary_score rfm_segment loyalty loyalty_known falling_away
co_developments credited_sales fit_to_needs feeling tier_proposed tier
"""


def test_the_table_holds_the_measures_of_domain_3() -> None:
    assert set(MEASURES) == set(DOMAIN.split())


def test_each_has_a_short_label_a_sentence_and_the_field_s_word() -> None:
    for measure in [*MEASURES.values(), *ATTRIBUTES.values()]:
        assert 0 < len(measure.label) <= 32, measure.name
        assert measure.meaning.endswith("."), measure.name
        assert measure.term, measure.name
        assert bool(measure.unit) is not measure.words, measure.name


def test_labels_are_told_apart() -> None:
    labels = [measure.label for measure in MEASURES.values()]
    assert len(set(labels)) == len(labels)


def test_each_needs_measures_that_there_are() -> None:
    for measure in MEASURES.values():
        assert set(measure.needs) <= set(MEASURES) - {measure.name}


def test_shares_days_and_averages_do_not_add_up() -> None:
    assert not any(m.additive for m in MEASURES.values() if m.unit in ("%", "days", "×"))


def test_money_takes_the_client_s_currency() -> None:
    assert MEASURES["growth_gap"].column("NOK").unit == "NOK/year"
    assert all(MONEY not in m.column("NOK").unit for m in MEASURES.values())
