"""Nobody can be recognised: no name, no id, no free text, two digits, no group under five."""

from __future__ import annotations

import stat
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.review.axes import Axis, Matrix
from workbench.sharing import html, pptx, xlsx
from workbench.sharing.anonymise import anonymised, code, key_of
from workbench.sharing.silent_picture import FEWEST, two_digits
from workbench.sharing.snapshot import Absent, Said, Snapshot
from workbench.sharing.taking import snapshot

KEY = b"k" * 32


def test_no_name_id_or_word_of_the_clients_is_left(told: Snapshot) -> None:
    """Names, ids, owners, actions, reasons and the client's own name are gone."""
    text = anonymised(told, KEY).model_dump_json()
    names = {row.name for group in told.groups for row in group.rows}
    ids = {row.customer_id for group in told.groups for row in group.rows}
    free = {"Northgate", "Quarterly review", "Own company", "Customer 29"}
    assert not [word for word in names | ids | free if word in text]


def test_codes_are_stable_and_the_key_stays(told: Snapshot, tmp_path: Path) -> None:
    """The same folder gives the same codes; another one gives others; no report holds a key."""
    first, again = key_of(tmp_path), key_of(tmp_path)
    assert first == again != key_of(None)
    assert stat.S_IMODE((tmp_path / "anonymise.key").stat().st_mode) == 0o600
    kept = anonymised(told, first)
    assert anonymised(told, first) == kept
    codes = {row.name for group in kept.groups for row in group.rows}
    assert code(first, "K001") in codes
    assert code(key_of(None), "K001") not in codes
    for content in (html.page(kept).encode(), xlsx.workbook(kept), pptx.slides(kept)):
        assert first not in content
        assert first.hex().encode() not in content


def test_no_part_of_the_base_is_named_in_somebodys_words(told: Snapshot) -> None:
    """A segment's and a needs group's name, and who several customers are, were typed."""
    line = told.decisions[0]
    typed = [
        line.model_copy(update={"kind": kind, "about": "x", "whom": "Friends of Ann"})
        for kind in ("quadrant", "needs", "segment", "several", "customer")
    ]
    text = anonymised(told.model_copy(update={"decisions": tuple(typed)}), KEY).model_dump_json()
    assert "Friends of Ann" not in text


@given(st.integers(-(10**14), 10**14).map(lambda cents: cents / 100))
def test_money_has_two_digits(value: float) -> None:
    """Never more than two digits that say something, and never further off than a twentieth."""
    rounded = two_digits(value)
    assert rounded is not None
    assert len(f"{abs(rounded):.12e}".partition("e")[0].replace(".", "").rstrip("0")) <= 2
    assert abs(rounded - value) <= abs(value) * 0.0500001


def test_all_money_of_a_report_is_rounded(told: Snapshot) -> None:
    """Rows, groups, accounts, plan: two digits each."""
    it = anonymised(told, KEY)
    amounts = [it.turnover, it.profit]
    amounts += [m for g in it.groups for r in g.rows for m in (r.turnover, r.profit)]
    amounts += [m for group in it.groups for m in (group.turnover, group.profit)]
    amounts += [m for a in it.accounts for m in (a.total, *(line.money for line in a.lines))]
    amounts += [m for line in it.decisions for m in (line.cost, line.expected)]
    assert all(money == two_digits(money) for money in amounts)


def test_why_a_tier_names_nobody_and_tells_no_small_group(told: Snapshot) -> None:
    """Rules stay with two digits of every figure; a person's words and a few's tier go."""
    good, *others = told.groups
    assert [len(group.rows) for group in others] == [1, 10]
    first, second = ("Costs 98,765 EUR and brings no turnover.", "Ann said so")
    rows = (
        good.rows[0].model_copy(update={"why_tier": Said(text=first)}),
        good.rows[1].model_copy(update={"why_tier": Said(text=second, own=True)}),
        *good.rows[2:],
    )
    groups = (good.model_copy(update={"rows": rows}), *others)
    kept, together = anonymised(told.model_copy(update={"groups": groups}), KEY).groups
    whys = {row.why_tier.text for row in kept.rows}
    assert "Costs 99,000 EUR and brings no turnover." in whys
    assert any(why.startswith("Profit margin 50 %") for why in whys)
    assert second not in whys
    assert {row.why_tier.text for row in together.rows} == {""}


def test_no_group_is_smaller_than_five(tmp_path: Path) -> None:
    """Groups of a few are put together; nobody who had a group is lost."""
    demo = Engagement.demo(tmp_path / "demo")
    told = snapshot(demo)
    demo.store.close()
    small = [group for group in told.groups if len(group.rows) < FEWEST]
    assert small, "the demo has a group of four"
    it = anonymised(told, KEY)
    assert min(len(group.rows) for group in it.groups) >= FEWEST
    assert sum(len(group.rows) for group in it.groups) == told.customers
    assert not [group for group in it.groups if group.name == small[0].name]
    assert it.assumptions


def test_a_kind_of_whom_there_are_few_is_not_listed(told: Snapshot) -> None:
    """Four customers beside 25 prospects are four: counted by kind, in every format."""
    few = Absent(customer_id="X", name="Nettle & Plum", kind="customer", turnover=0.0, why="Gone")
    many = few.model_copy(update={"kind": "prospect", "name": "Larch & Ember"})
    it = anonymised(told.model_copy(update={"not_placed": (few,) * 4 + (many,) * 25}), KEY)
    assert [one.kind for one in it.not_placed] == ["prospect"] * 25
    assert {one.why for one in it.not_placed} == {"A prospect has bought nothing yet"}
    said = "fewer than 5 customers, 25 prospects"
    assert it.how_many(it.not_placed) == said
    assert f"Not placed: {said}" in html.page(it)
    assert "So few are not listed" in html.page(it)
    five = anonymised(told.model_copy(update={"not_placed": (few,) * 5}), KEY)
    assert five.how_many(five.not_placed) == "5 customers, fewer than 5 prospects"
    assert {one.why for one in five.not_placed} == {"A fact is missing"}


def test_the_picture_names_nobody_and_stands_on_a_grid(told: Snapshot) -> None:
    """Dots have no name and lie on hundredths; a quadrant of fewer than five has none."""
    it = anonymised(told, KEY)
    assert told.picture
    assert it.picture
    assert it.picture.whose == ()
    small = {corner.place for corner in told.picture.quadrants if corner.customers < FEWEST}
    assert small
    for view in (it.picture.wide, it.picture.narrow, it.picture.slide):
        points = view.layers["points"]
        assert set(points["name"]) <= {""}
        assert all(round(float(x or 0), 2) == x for x in points["x"])
        assert not small & set(points["q"])
        notes = Counter(view.layers["corners"]["note"])
        assert notes["fewer than 5"] == len(small)
    quadrants = Counter(row.quadrant for group in it.groups for row in group.rows)
    assert min(n for name, n in quadrants.items() if name) >= FEWEST


def test_the_whale_curve_is_of_rounded_profits_and_names_nobody(told: Snapshot) -> None:
    """A bar each, as high as the list says anyway; no name, no code, no amount in words."""
    it = anonymised(told, KEY)
    assert it.earning
    assert (it.earning.finding, it.earning.whose) == ("", ())
    rounded = sorted((r.profit or 0.0 for g in it.groups for r in g.rows), reverse=True)
    for view in (it.earning.wide, it.earning.narrow, it.earning.slide):
        assert set(view.layers["bars"]["said"]) == {""}
        assert view.layers["names"]["text"] == ()
        assert view.layers["texts"]["text"] == ("total", "peak")
        tops = [float(y or 0.0) for y in view.layers["bars"]["y2"]]
        assert len(tops) == len(rounded)
        assert [a == b for a, b in pairwise(tops)] == [a == b for a, b in pairwise(rounded)]


def test_no_axis_says_an_amount(told: Snapshot) -> None:
    """Ticks would tell what dots and bars no longer say."""
    assert told.picture
    assert told.picture.money == ("x",)
    it = anonymised(told, KEY)
    assert it.picture
    assert it.earning
    for view in (it.picture.wide, it.picture.narrow, it.picture.slide):
        assert set(view.signals["labels_x"]) == {""}
        assert any(view.signals["labels_y"])
    for view in (it.earning.wide, it.earning.narrow, it.earning.slide):
        assert all(said.endswith("%") for said in view.signals["labels_y"] if said)


def test_an_axis_of_the_clients_own_tells_no_level(engagement: Engagement) -> None:
    """Levels and names made of them are the client's words."""
    matrix = Matrix(x=Axis(column="turnover"), y=Axis(column="falling_away"))
    review = engagement.review.model_copy(update={"matrix": matrix})
    told = snapshot(engagement, review)
    assert told.picture
    own = told.model_copy(update={"picture": told.picture.model_copy(update={"own": True})})
    it = anonymised(own, KEY)
    assert it.picture
    assert set(it.picture.wide.signals["labels_y"]) == {""}
    assert it.picture.wide.signals["title_y"] == "Up"
    assert {corner.name for corner in it.picture.quadrants} == {
        "Better on both",
        "Better up alone",
        "Better across alone",
        "Worse on both",
    }


def test_a_client_of_four_is_refused(told: Snapshot) -> None:
    """Of four everybody could be found out."""
    with pytest.raises(WorkbenchError, match="4 customers can't be made anonymous"):
        anonymised(told.model_copy(update={"customers": 4}), KEY)
