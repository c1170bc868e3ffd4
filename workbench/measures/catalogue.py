"""The table of measures (domain 3): what each is called, counted in, better, and made of.

`derive` computes exactly these, and the documentation's table of measures is written from here.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from workbench.measures.measure import MONEY, Measure, in_words, less, more
from workbench.measures.measures_of_loyalty import LOYALTY
from workbench.measures.measures_of_tiers import TIERS

_ALL = (
    more(
        "turnover",
        "Turnover",
        MONEY,
        "turnover",
        "Net amount of all sales in the window, returns taken off.",
        adds=True,
    ),
    more(
        "turnover_per_month",
        "Turnover a month",
        f"{MONEY}/month",
        "turnover per month",
        "Turnover divided by the months of the window that the sales cover.",
        "turnover",
        adds=True,
    ),
    more(
        "turnover_per_year",
        "Turnover a year",
        f"{MONEY}/year",
        "turnover per year, annualised",
        "Twelve times the turnover a month.",
        "turnover",
        adds=True,
    ),
    more(
        "orders",
        "Orders",
        "orders",
        "purchases",
        "Purchases in the window: invoices (without invoice numbers, days) above zero.",
        adds=True,
    ),
    more(
        "average_order",
        "Average order",
        MONEY,
        "average order value",
        "What a purchase in the window brings on average, before credit notes of their own.",
        "turnover",
        "orders",
    ),
    more(
        "units_per_month",
        "Units a month",
        "units/month",
        "usage per month",
        "Quantity sold in the window divided by its months.",
        adds=True,
    ),
    more(
        "units_per_region",
        "Units a region",
        "units/region",
        "usage per region",
        "Quantity sold in the window divided by the regions it went to.",
    ),
    less(
        "recency",
        "Days since the last order",
        "days",
        "recency",
        "Days from the last purchase to the as-of date.",
    ),
    more(
        "tenure",
        "Days as a customer",
        "days",
        "tenure",
        "Days from the first purchase on record to the as-of date.",
    ),
    more(
        "frequency",
        "How often they buy",
        "orders",
        "frequency (the F of RFM)",
        "Number of purchases in the window.",
        "orders",
        adds=True,
    ),
    more(
        "monetary",
        "How much they buy",
        MONEY,
        "monetary value (the M of RFM)",
        "Money of all sales in the window, returns and credit notes taken off.",
        "turnover",
        adds=True,
    ),
    more(
        "order_trend",
        "Orders against a year ago",
        "×",
        "order trend",
        "Orders in the window divided by orders in the window before: 1 is as many, 0.8 a fifth"
        " fewer.",
        "orders",
    ),
    more(
        "higher_margin_share",
        "Share of higher-margin products",
        "%",
        "higher-margin share",
        "Part of the turnover that comes from products with a higher margin.",
    ),
    more(
        "gross_margin",
        "Gross margin",
        MONEY,
        "gross margin",
        "Turnover less the direct cost of what was sold.",
        "turnover",
        adds=True,
    ),
    more(
        "gross_margin_share",
        "Gross margin share",
        "%",
        "gross margin share",
        "Gross margin divided by turnover.",
        "gross_margin",
        "turnover",
    ),
    less("hours", "Hours", "hours", "hours", "Our people's hours in the window.", adds=True),
    less(
        "cost_to_serve",
        "Cost of our time",
        MONEY,
        "cost to serve",
        "Hours of each person times what an hour of theirs costs.",
        "hours",
        adds=True,
    ),
    less(
        "support_cost",
        "Cost of support",
        MONEY,
        "support cost",
        "Money put on support and complaints in the window, our time not counted again.",
        adds=True,
    ),
    more(
        "non_sales_value",
        "Value beyond sales",
        MONEY,
        "non-sales value",
        "Money put on referrals, testimonials, case studies, advocacy and co-development.",
        adds=True,
    ),
    more(
        "credited_sales",
        "Sales of what they helped make",
        MONEY,
        "co-developed products, credited",
        "What other customers bought in the window of products made with this one; it is in"
        " nobody's profit twice.",
        adds=True,
    ),
    more(
        "profit",
        "Profit",
        MONEY,
        "customer profit",
        "Gross margin less the cost of our time and of support.",
        "gross_margin",
        "cost_to_serve",
        "support_cost",
        adds=True,
    ),
    more(
        "profit_margin",
        "Profit margin",
        "%",
        "profit margin",
        "Profit divided by turnover.",
        "profit",
        "turnover",
    ),
    more(
        "hours_allowance",
        "Hours they may take",
        "hours",
        "hours allowance",
        "Hours of ours that still leave the target margin, at what an hour costs for them.",
        "gross_margin",
        "support_cost",
        "turnover",
        "cost_to_serve",
        adds=True,
    ),
    less(
        "hours_over",
        "Hours beyond what they may take",
        "hours",
        "hours over allowance",
        "Hours spent less the hours they may take; below zero there is room.",
        "hours",
        "hours_allowance",
        adds=True,
    ),
    less(
        "rescue_fee",
        "Fee that would end the loss",
        MONEY,
        "fee to break even",
        "A fee in the window of as much as they cost more than they bring.",
        "profit",
        adds=True,
    ),
    less(
        "rescue_price_rise",
        "Price rise that ends the loss",
        "%",
        "price rise to break even",
        "How much higher prices would end the loss, if they buy as much as before.",
        "profit",
        "turnover",
    ),
    less(
        "rescue_hours",
        "Fewer hours that end the loss",
        "hours",
        "hours cut to break even",
        "Hours less that would end the loss, at what an hour costs for them; it may be more than"
        " they take.",
        "profit",
        "hours",
        "cost_to_serve",
        adds=True,
    ),
    less(
        "days_to_pay",
        "Days to pay",
        "days",
        "days to pay",
        "Days from an invoice to its payment, on average over the paid invoices of the window.",
    ),
    less(
        "days_late",
        "Days late",
        "days",
        "days beyond terms",
        "Days from the due date to the payment, on average; below zero is early.",
    ),
    less(
        "share_paid_late",
        "Paid late",
        "%",
        "share paid late",
        "Part of the paid invoices of the window that were paid after the due date.",
    ),
    less(
        "typical_gap",
        "Days between orders",
        "days",
        "typical gap, median interpurchase time",
        "Median number of days between days with a purchase, over all sales to the as-of date.",
    ),
    more(
        "potential",
        "Potential a year",
        f"{MONEY}/year",
        "potential",
        "What they could buy from us in a year, as the client says.",
        adds=True,
    ),
    more(
        "growth_gap",
        "Room to grow",
        f"{MONEY}/year",
        "growth gap",
        "Potential less turnover a year, never below zero.",
        "potential",
        "turnover_per_year",
        adds=True,
    ),
    more(
        "referrals",
        "Referrals",
        "referrals",
        "referrals",
        "New customers they brought us in the window, as far as recorded.",
        adds=True,
    ),
    less(
        "complaints",
        "Complaints",
        "complaints",
        "complaints",
        "Complaints in the window, as far as recorded.",
        adds=True,
    ),
    less(
        "gifts",
        "Gifts",
        MONEY,
        "rewards and gifts",
        "Money spent on gifts to them in the window.",
        adds=True,
    ),
    less(
        "gift_count",
        "Number of gifts",
        "gifts",
        "rewards and gifts, counted",
        "Gifts to them in the window, with or without money put on them, as far as recorded.",
        adds=True,
    ),
    less(
        "outreach",
        "Times we turned to them",
        "times",
        "outreach",
        "How often we turned to them in the window, as far as recorded.",
        adds=True,
    ),
    more(
        "responses",
        "Answers to us",
        "answers",
        "responses",
        "How often they answered in the window, as far as recorded.",
        adds=True,
    ),
    more(
        "profit_per_year",
        "Profit a year",
        f"{MONEY}/year",
        "profit per year, annualised",
        "Twelve times the profit a month, over the months of the window that the sales cover.",
        "profit",
        adds=True,
    ),
    more(
        "long_term_value",
        "Long-term value",
        MONEY,
        "customer lifetime value",
        "What today's yearly profit comes to over the years ahead.",
        "profit_per_year",
        adds=True,
    ),
    more(
        "growth_estimate",
        "Room to grow, estimated",
        f"{MONEY}/year",
        "growth gap, estimated",
        "What they would buy more a year if their orders go on growing; only where no potential is"
        " known.",
        "turnover_per_year",
        "order_trend",
        "higher_margin_share",
        adds=True,
    ),
    more(
        "value_at_potential",
        "Value at their potential",
        MONEY,
        "customer lifetime value at potential",
        "What they would be worth over the years ahead if they bought their potential at their own"
        " profit margin; where none is known, the potential that growing orders propose.",
        "profit_margin",
        "potential",
        "growth_estimate",
        adds=True,
    ),
    in_words(
        "value_group",
        "Value group",
        "value tier (MVC, MGC, BZ)",
        "Most valuable, most to gain, in between, or costing more than they bring.",
        "long_term_value",
    ),
    *LOYALTY,
    *TIERS,
)

MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}

ATTRIBUTES: Mapping[str, Measure] = {
    "marketing_spend": less(
        "marketing_spend",
        "Marketing spend",
        MONEY,
        "marketing spend",
        "What was spent on marketing to them, from the client's own list.",
        adds=True,
    )
}
"""Attributes whose meaning is known because the ledger names them (domain 2)."""


def table() -> str:
    """Return the documentation's page of measures, as Markdown: ``docs/measures.md``."""
    lines = [
        "# Measures",
        "",
        "What the workbench computes per customer, as of a date and over a window.",
        f"Money is in the client's own currency ({MONEY}); a share is kept as 0 to 1, said in %.",
        "Whatever can't be computed is missing, with",
        "the reason. The name in the first column is the one to use in code and formulas.",
        "",
        "This page is written by `python -m workbench.measures.catalogue docs/measures.md`.",
        "",
        "| name | on the page | unit | better | what it says | computed from |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for measure in [*MEASURES.values(), *ATTRIBUTES.values()]:
        needs = ", ".join(f"`{need}`" for need in measure.needs)
        lines.append(
            f"| `{measure.name}` | {measure.label} | {measure.unit} | {measure.better} |"
            f" {measure.meaning} | {needs} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(table(), encoding="utf-8")
