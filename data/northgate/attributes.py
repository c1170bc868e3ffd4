"""What the firm has written down about its customers and about those it would like to win."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace

import numpy as np

from northgate.firms import REGIONS, Firm
from northgate.names import SECOND_NAMES, SEGMENT_OF
from northgate.staff import MANAGER_OF

FIT = ("cannot", "will not", "meet", "exceed")
UNKNOWN = {
    "payment_method": 0.03, "region": 0.0, "segment": 0.02, "contract": 0.03,
    "account_manager": 0.05, "fit": 0.15, "employees": 0.06, "potential": 0.12,
    "marketing_spend": 0.04,
}  # fmt: skip
UNKNOWN_OF_PROSPECTS = {
    "payment_method": 0.5, "region": 0.0, "segment": 0.04, "contract": 0.4,
    "account_manager": 0.3, "fit": 0.35, "employees": 0.15, "potential": 0.3,
    "marketing_spend": 0.1,
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One row of customers or prospects, named as the files name their columns; None: unknown."""

    customer_id: str
    name: str
    segment: str | None
    region: str | None
    contract: str | None
    payment_method: str | None
    account_manager: str | None
    fit: str | None
    employees: int | None
    potential: float | None
    marketing_spend: float | None
    email_domain: str
    phone: str
    vat_number: str


def contract_of(rng: np.random.Generator, firm: Firm) -> str:
    """How a firm has agreed to buy; steady and larger accounts sign for longer."""
    weights = (0.2, 0.5, 0.3) if firm.regular else (0.75, 0.2, 0.05)
    return str(rng.choice(("per order", "one year", "three years"), p=weights))


def make_customers(
    rng: np.random.Generator, firms: list[Firm], contracts: dict[str, str]
) -> list[Card]:
    """One row per name in the order of ids, so three firms stand in two rows each."""
    cards = []
    for firm in firms:
        whole = _card(rng, firm, contracts[firm.customer_id])
        cards.append(_forget(rng, whole, UNKNOWN))
        if firm.second_id:
            cards.append(_second(rng, whole, firm.second_id))
    return sorted(cards, key=lambda card: card.customer_id)


def make_prospects(rng: np.random.Generator, names: list[str]) -> list[Card]:
    """One row per firm not yet a customer; much of what one would like to know is missing."""
    cards = []
    for number, name in enumerate(names, start=1):
        region = str(rng.choice(REGIONS))
        potential = float(rng.lognormal(10.0, 0.9))
        card = Card(
            customer_id=f"P{number:02d}",
            name=name,
            segment=SEGMENT_OF[name],
            region=region,
            contract=str(rng.choice(("per order", "one year", "three years"), p=(0.4, 0.4, 0.2))),
            payment_method=str(rng.choice(("direct debit", "e-invoice", "bank transfer"))),
            account_manager=MANAGER_OF[region],
            fit=str(rng.choice(FIT, p=(0.1, 0.15, 0.5, 0.25))),
            employees=_employees(rng, potential),
            potential=round(potential, -2),
            marketing_spend=round(float(rng.uniform(50, 900)), -1),
            **_contact(rng, name),
        )
        cards.append(_forget(rng, card, UNKNOWN_OF_PROSPECTS))
    return cards


def _card(rng: np.random.Generator, firm: Firm, contract: str) -> Card:
    kind = firm.kind
    weights = np.array(kind.fit) / sum(kind.fit)
    return Card(
        customer_id=firm.customer_id,
        name=firm.name,
        segment=firm.segment,
        region=firm.region,
        contract=contract,
        payment_method=firm.payment_method,
        account_manager=MANAGER_OF[firm.region],
        fit=str(rng.choice(FIT, p=weights)),
        employees=_employees(rng, firm.turnover),
        potential=round(firm.turnover * rng.uniform(*kind.potential), -2),
        marketing_spend=round(150 + firm.turnover * rng.uniform(*kind.marketing), -1),
        **_contact(rng, firm.name),
    )


def _second(rng: np.random.Generator, card: Card, customer_id: str) -> Card:
    """Give the same firm its second row: little is filled in, one trace of sameness is left."""
    other = SECOND_NAMES[card.name]
    trace = list(SECOND_NAMES).index(card.name)
    strange = _contact(rng, other)
    return replace(
        card,
        customer_id=customer_id,
        name=other,
        contract="per order",
        fit=None,
        employees=None,
        potential=None,
        marketing_spend=None,
        email_domain=card.email_domain if trace == 1 else strange["email_domain"],
        phone=card.phone if trace in {1, 2} else strange["phone"],
        vat_number=card.vat_number if trace == 0 else "",
    )


def _forget(rng: np.random.Generator, card: Card, unknown: dict[str, float]) -> Card:
    gone = {name: None for name, share in unknown.items() if rng.random() < share}
    return replace(card, **gone)  # type: ignore[arg-type]  # each of these fields may be None


def _employees(rng: np.random.Generator, money: float) -> int:
    return max(2, round(math.pow(money, 0.6) / 6 * rng.lognormal(0, 0.5)))


def _contact(rng: np.random.Generator, name: str) -> dict[str, str]:
    """Addresses nobody can have: a reserved domain, a country code and a country not in use."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return {
        "email_domain": "".join(c for c in plain if c.isalnum()) + ".example",
        "phone": f"+999 {rng.integers(200, 900)} {rng.integers(1000, 10_000)}",
        "vat_number": f"XX{rng.integers(10_000_000, 100_000_000)}",
    }
