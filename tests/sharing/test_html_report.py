"""The HTML file: whole, harmless whatever a name says, and silent towards any network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from workbench.charts import tiers, value
from workbench.pages import owner_parts
from workbench.sharing.html import page
from workbench.sharing.snapshot import Snapshot


class Read(HTMLParser):
    """What a browser would find: tags, attributes, text, and what stands in scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes."""
        self._inside = tag
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag."""
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        """Keep scripts and text apart."""
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.texts.append(data.replace("\N{NO-BREAK SPACE}", " "))


def test_every_part_is_there(told: Snapshot) -> None:
    """Finding, date, decisions, customers, totals, assumptions, not placed."""
    text = " ".join(Read(page(told)).texts)
    for said in (told.finding, "as of 15 Jun 2026", "30 Nov 2026", "Customer 7 & Sons"):
        assert said in text
    assert "made 1 Nov 2026" in text
    assert text.count("! overdue") == 1
    for heading in ("Decisions", "Next dates", "Totals", "What this rests on", "Not placed: "):
        assert heading in text
    assert all(row.name in text for group in told.groups for row in group.rows)


def test_why_a_tier_stands_before_why_a_quadrant(told: Snapshot) -> None:
    """The rule that matched, or who chose the tier; on paper too."""
    why = "Profit margin −20 %, below −5 %."
    for paper in (False, True):
        text = " ".join(Read(page(told, paper=paper)).texts)
        assert text.count(why) == 10
        assert text.count("Chosen by Ann: Quarterly review") == 1
    row = page(told).partition('data-id="K003"')[2].partition("</tr>")[0]
    assert row.index("Profit margin −20") < row.index("Turnover is ")


def test_a_colour_means_the_same_in_files_as_on_the_pages(told: Snapshot) -> None:
    """Tiers and value groups have one set of tokens each, in charts, pages and reports."""
    style = page(told).partition("<style>")[2].partition("</style>")[0]
    drawn = {f"tier-{n}": shade.lower() for n, shade in enumerate(tiers.SHADES, 1)}
    drawn |= {f"value-{n}": shade.lower() for n, shade in enumerate(value.SHADES[:0:-1], 1)}
    assert dict(re.findall(r"--wb-((?:tier|value)-\d): (#\w+);", style)) == drawn
    owners = (Path(owner_parts.__file__).parents[1] / "widgets/owner.css").read_text("utf-8")
    for name in drawn:
        assert f".{name} {{\n  --shade: var(--wb-{name});" in style
        assert f".wb-owner-{name} {{\n  border-color: var(--wb-{name});" in owners
    groups = [
        value
        for tag, name, value in Read(page(told)).attributes
        if tag == "details" and name == "class"
    ]
    assert groups == ["group tier-2", "group tier-3", "group tier-4"]


def test_both_pictures_are_drawn_already_and_can_come_alive(told: Snapshot) -> None:
    """The matrix, and who adds and who takes back: at two sizes, with whose each mark is."""
    text = page(told)
    read = Read(text)
    drawn = [value for _, name, value in read.attributes if name == "data-view"]
    assert drawn == ["matrix-wide", "matrix-narrow", "whale-wide", "whale-narrow"]
    assert [tag for tag, name, _ in read.attributes if (tag, name) == ("svg", "viewbox")] == [
        "svg"
    ] * 4
    assert told.earning
    assert "10 of 29 customers take back" in told.earning.finding
    assert told.earning.finding in " ".join(read.texts)
    whose = [json.loads(script) for script in read.scripts if script.startswith("[")]
    assert [len(ids) for ids in whose] == [30, 29]
    assert whose[1][-1] == "K027"  # loses most: every third loses a fifth of a growing turnover


@pytest.mark.parametrize("paper", [False, True])
def test_hostile_words_stay_words(hostile: Snapshot, *, paper: bool) -> None:
    """No tag, attribute or script comes of a name, a decision or a reason; none on paper."""
    read = Read(page(hostile, paper=paper))
    tags = {tag for tag, _, _ in read.attributes}
    assert tags <= {
        *("html", "meta", "link", "a", "h1", "h2", "h3", "bdi", "dd", "dt", "span", "section"),
        *("div", "p", "details", "summary", "table", "caption", "th", "td", "tr", "label", "li"),
        *("input", "figure", "svg", "g", "path", "text", "line", "small", "script", "strong", "dl"),
        *("ol", "clippath", "rect"),
    }
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    links = [value for _, name, value in read.attributes if name in {"href", "src"}]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert "<img src=x onerror=alert(1)>" in " ".join(read.texts)
    specs = [script for script in read.scripts if script.startswith("{")]
    assert len(specs) == (0 if paper else 4)  # two pictures at two sizes
    assert all(json.loads(spec) for spec in specs)
    assert not (paper and read.scripts)


def test_the_policy_lets_only_its_own_script_run(told: Snapshot) -> None:
    """Nothing is fetched, nothing but the one script with this very sum runs."""
    read = Read(page(told))
    policy = next(v for t, name, v in read.attributes if t == "meta" and "default-src" in v)
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    digest = base64.b64encode(hashlib.sha256(read.scripts[-1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy


def test_paper_has_no_scripts_and_hides_nothing(told: Snapshot) -> None:
    """What is printed is open and small."""
    text = page(told, paper=True)
    assert "<script" not in text
    assert len(text) < 400_000
    assert not re.search(r'<details class="group', text)


def test_no_amount_breaks_before_its_unit(told: Snapshot) -> None:
    """Neither in a card of a customer nor in a sentence."""
    text = re.sub(r"<script.*?</script>", "", page(told), flags=re.DOTALL)
    assert not re.findall(r"\d (?:EUR|%)", re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL))
