"""The same customer twice: candidates with evidence, found among public pairs that are known."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from workbench.sources.identity import Candidate, candidates

SHARED = Path(
    os.environ.get("WORKBENCH_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")
)
Pairs = set[frozenset[str]]


def public(name: str) -> pd.DataFrame:
    """Return a public table as text, or skip where the data is not there."""
    if not (SHARED / name).is_file():
        pytest.skip(f"public data is not here: {name}")
    return pd.read_csv(SHARED / name, dtype=str, skipinitialspace=True)


def firms(**columns: list[str | None]) -> pd.DataFrame:
    """Return customers A, B, C … with these columns."""
    ids = [chr(65 + place) for place in range(len(columns["name"]))]
    return pd.DataFrame(columns, index=pd.Index(ids, name="customer_id"), dtype=object)


def said(found: tuple[Candidate, ...]) -> dict[str, set[str]]:
    """Return pair → kinds of evidence."""
    return {c.one + c.other: {each.kind for each in c.evidence} for c in found}


@pytest.mark.parametrize(
    ("customers", "expected"),
    [
        (firms(name=["Alder Oy", "Oy Alder Ab", "Birch Oy"]), {"AB": {"legal form"}}),
        (firms(name=["Müller GmbH & Co. KG", "MÜLLER GMBH"]), {"AB": {"legal form"}}),
        (firms(name=["Northgate Services", "Nortgate Services Ltd"]), {"AB": {"spelling"}}),
        (
            firms(name=["Alder", "Cedar Holding"], vat_no=["FI 1234567-8", "FI12345678"]),
            {"AB": {"number"}},
        ),
        (
            firms(name=["Alder", "Alder Roofs"], phone=["+358 9 123 4567", "09/123-4567"]),
            {"AB": {"phone", "spelling"}},
        ),
        (
            firms(name=["Alder", "Alder Roofs"], email=["a@alder.example", "b@alder.example"]),
            {"AB": {"mail", "spelling"}},
        ),
        (firms(name=["Alder", "Birch"], email=["ada@gmail.com", "bo@gmail.com"]), {}),
        (
            firms(name=["Palm", "Palm Too"], address=["837 Second Ave.", "837 second avenue"]),
            {"AB": {"address", "spelling"}},
        ),
        # neighbours in a street, and two branches of one name in two towns
        (firms(name=["Palm", "Pond"], address=["837 Second Ave.", "840 Second Ave."]), {}),
        (firms(name=["Palm Oy", "Palm"], city=["Espoo", "Vantaa"]), {}),
        (firms(name=["", ""]), {}),
    ],
)
def test_each_kind_of_evidence(customers: pd.DataFrame, expected: dict[str, set[str]]) -> None:
    """Every pair says why; likeness of a street or of a provider says nothing."""
    assert said(candidates(customers)) == expected


def test_leaders_come_first_and_decided_pairs_are_not_asked_again() -> None:
    """Pairs among the customers that bring most are looked at first, the rest later."""
    customers = firms(name=["Alder", "Alder Oy", "Birch", "Birch Ltd"])
    found = candidates(customers, leaders=["D"])
    assert [(c.one, c.other, c.first) for c in found] == [("C", "D", True), ("A", "B", False)]
    assert [c.one for c in candidates(customers, decided=[("D", "C")])] == ["A"]


def _rated(found: tuple[Candidate, ...], true: Pairs) -> tuple[int, float, float]:
    pairs = {frozenset((c.one, c.other)) for c in found}
    right = len(pairs & true)
    return len(pairs), right / len(pairs), right / len(true)


def test_restaurants() -> None:
    """112 true pairs in 864 rows of two guides: a person looks at 128 pairs and misses none.

    What is no pair is mostly two restaurants in one hotel, with its telephone and address.
    """
    fodors, zagats = public("er_restaurants/fodors.csv"), public("er_restaurants/zagats.csv")
    both = pd.concat([fodors.assign(id="f" + fodors["id"]), zagats.assign(id="z" + zagats["id"])])
    known = public("er_restaurants/matches_fodors_zagats.csv")
    true = {frozenset((f"f{a}", f"z{b}")) for a, b in known.itertuples(index=False)}
    looked_at, precision, recall = _rated(candidates(both.set_index("id")), true)
    assert (len(true), looked_at) == (112, 128)
    assert (round(precision, 3), recall) == (0.875, 1.0)


@pytest.mark.parametrize(
    ("name", "of", "looked_at", "recall"),
    [("dataset1", 500, 493, 0.986), ("dataset2", 1934, 1895, 0.980)],
)
def test_people_with_slips_in_every_field(
    name: str, of: int, looked_at: int, recall: float
) -> None:
    """Names, streets and numbers misspelled by Febrl's generator: no wrong pair is shown."""
    people = public(f"er_febrl/{name}.csv").set_index("rec_id")
    groups = defaultdict(list)
    for row in people.index:
        groups[row.split("-")[1]].append(row)
    true = {frozenset((a, b)) for g in groups.values() for k, a in enumerate(g) for b in g[k + 1 :]}
    found = _rated(candidates(people), true)
    assert (len(true), found[0]) == (of, looked_at)
    assert (found[1], round(found[2], 3)) == (1.0, recall)
