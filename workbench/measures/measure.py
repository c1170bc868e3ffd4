"""What a measure is: its names, its unit, which direction is better, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.customers import Better, Column

MONEY = "¤"  # stands for the client's currency until it is known


@dataclass(frozen=True)
class Measure:
    """One measure before the client's currency is known.

    ``unit`` may hold `MONEY`; a share is a fraction 0 to 1 with unit «%». ``needs`` names the
    measures it is computed from directly. A measure in ``words`` has no unit but ordered levels,
    known once it is computed.
    """

    name: str
    label: str
    unit: str
    better: Better
    additive: bool
    term: str
    meaning: str
    needs: tuple[str, ...] = ()
    words: bool = False

    def column(self, currency: str, levels: tuple[str, ...] = ()) -> Column:
        """Return the column of this measure in the client's currency, or with its levels."""
        return Column(
            name=self.name,
            label=self.label,
            unit=self.unit.replace(MONEY, currency),
            better=self.better,
            additive=self.additive,
            levels=levels,
            meaning=self.meaning,
            term=self.term,
            needs=self.needs,
        )


def more(
    name: str, label: str, unit: str, term: str, meaning: str, *needs: str, adds: bool = False
) -> Measure:
    """Return a measure of which more is better; ``adds`` when it adds up over customers."""
    return Measure(name, label, unit, "more", adds, term, meaning, needs)


def less(
    name: str, label: str, unit: str, term: str, meaning: str, *needs: str, adds: bool = False
) -> Measure:
    """Return a measure of which less is better; ``adds`` when it adds up over customers."""
    return Measure(name, label, unit, "less", adds, term, meaning, needs)


def in_words(name: str, label: str, term: str, meaning: str, *needs: str) -> Measure:
    """Return a measure that says a word of an ordered few instead of a number."""
    return Measure(
        name, label, "", "more", additive=False, term=term, meaning=meaning, needs=needs, words=True
    )
