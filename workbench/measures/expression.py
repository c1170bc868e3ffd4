"""Own measures: a formula over other columns, in which nothing but arithmetic is possible.

A formula is read by Python's own parser and then walked; every node that is not on the short
list below is refused with the place it stands at. Nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, reduce
from graphlib import CycleError, TopologicalSorter

import numpy as np

from workbench.customers import Better, Column, Floats, Missing
from workbench.errors import WorkbenchError
from workbench.measures.catalogue import MEASURES
from workbench.measures.workings import Workings

_LONGEST = 500
_ALLOWED = "+ - * / and parentheses, numbers, names of columns, abs, sqrt, log, min and max"
_OPERATORS: Mapping[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
_OF_ONE: Mapping[str, Callable[[Floats], Floats]] = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    "log": np.log,
}
_OF_SEVERAL: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "min": np.minimum,
    "max": np.maximum,
}


@dataclass(frozen=True)
class Formula:
    """A measure somebody defined.

    Parameters
    ----------
    name
        What it is called in code: small letters, digits, underscores.
    expression
        `+ - * /`, parentheses, numbers, names of other columns, `abs sqrt log min max`.
    label, unit, better
        As for any column; without a label the name is said as words.

    Raises
    ------
    WorkbenchError
        When the name or the expression can't be used, naming the character it fails at.

    Examples
    --------
    >>> Formula("margin_per_hour", "gross_margin / hours", unit="EUR/h").needs
    ('gross_margin', 'hours')
    """

    name: str
    expression: str
    label: str = ""
    unit: str = ""
    better: Better = "more"

    def __post_init__(self) -> None:
        allowed = "small letters, digits and _, a letter first, 40 at most, like margin_per_hour"
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", self.name):
            raise WorkbenchError(f"«{self.name}» can't be the name of a measure", allowed=allowed)
        if self.name in _OF_ONE or self.name in _OF_SEVERAL:
            raise WorkbenchError(f"«{self.name}» is the name of a function", allowed=allowed)
        if self.better not in ("more", "less"):
            raise WorkbenchError(f"«{self.better}» is no direction", allowed="more, less")
        _check(self, self._tree)
        if self.name in self.needs:
            raise WorkbenchError("The measure needs itself", where=self.name)

    @property
    def text(self) -> str:
        """The expression on one line."""
        return " ".join(self.expression.split())

    @cached_property
    def _tree(self) -> ast.expr:
        return _parse(self.name, self.text)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Columns the expression names, in order of appearance."""
        called = {id(n.func) for n in ast.walk(self._tree) if isinstance(n, ast.Call)}
        names = [n for n in ast.walk(self._tree) if isinstance(n, ast.Name) and id(n) not in called]
        names.sort(key=lambda n: (n.lineno, n.col_offset))
        return tuple(dict.fromkeys(n.id for n in names))

    def values(self, columns: Mapping[str, Floats], n: int) -> Floats:
        """Compute it for ``n`` rows; NaN where a part is missing or it can't be computed."""
        with np.errstate(all="ignore"):
            values = np.broadcast_to(_value(self._tree, columns), n).astype(np.float64)
        return np.where(np.isfinite(values), values, np.nan)

    def column(self, known: Mapping[str, Column]) -> Column:
        """Return its column, given the columns it is computed from."""
        return Column(
            name=self.name,
            label=self.label or self.name.replace("_", " ").capitalize(),
            unit=self.unit,
            better=self.better,
            additive=_adds_up(self._tree, known),
            meaning=f"Own measure: {self.text}.",
            term="own measure",
            needs=self.needs,
        )


def arranged(formulas: Iterable[Formula]) -> tuple[Formula, ...]:
    """Return formulas so that each comes after those it needs.

    Raises
    ------
    WorkbenchError
        When two share a name, one has a measure's name, or they need each other in a circle.
    """
    by_name: dict[str, Formula] = {}
    for formula in formulas:
        if formula.name in by_name or formula.name in MEASURES:
            raise WorkbenchError(
                f"There is a measure «{formula.name}» already", then="Choose another name."
            )
        by_name[formula.name] = formula
    graph = {name: [n for n in f.needs if n in by_name] for name, f in by_name.items()}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise WorkbenchError(
            f"Own measures need each other in a circle: {circle}",
            then="Take one of them out of the other's formula.",
        ) from None


def check(formulas: Sequence[Formula], columns: Mapping[str, Column]) -> None:
    """Refuse formulas that don't fit the columns there are, before they are saved.

    Raises
    ------
    WorkbenchError
        As `arranged`, and for a name that is no column or a column of words.
    """
    own = {formula.name for formula in formulas}
    for formula in arranged(formulas):
        for need in formula.needs:
            if need in own:
                continue
            if need not in columns:
                near = get_close_matches(need, [*columns, *own], n=2)
                meant = f"; did you mean {' or '.join(f'«{n}»' for n in near)}?" if near else ""
                raise WorkbenchError(
                    f"There is no column «{need}»{meant}",
                    where=f"{formula.name}, character {formula.text.find(need) + 1}",
                    then="" if near else "Join it first, with engagement.join(frame).",
                )
            if columns[need].words:
                raise WorkbenchError(
                    f"«{need}» holds words, which can't be reckoned with", where=formula.name
                )


def add_formulas(work: Workings, formulas: Sequence[Formula]) -> None:
    """Put own measures on the sheet. One that needs a column that is gone is missing, with why."""
    for formula in arranged(formulas):
        column = formula.column(work.columns)
        for need in formula.needs:
            if need not in work.columns or work.columns[need].words:
                gone = "isn't there: it was taken back, or joined in another notebook"
                why = f"It needs «{need}», which {'holds words' if need in work else gone}"
                work.put(column, work.nothing(), Missing(work.everyone, why))
                break
        else:
            parts = {need: work[need] for need in formula.needs}
            values = formula.values(parts, len(work.names))
            whole = np.logical_and.reduce(
                [~np.isnan(part) for part in parts.values()], initial=True
            )
            broken = np.broadcast_to(whole, len(values)) & np.isnan(values)
            work.put(
                column, values, Missing(broken, f"{formula.text} divides by zero, or has no result")
            )


def _parse(name: str, text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise WorkbenchError(
            f"The formula has {len(text)} characters", where=name, allowed=f"{_LONGEST} at most"
        )
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise WorkbenchError(
            f"«{text}» is no formula" if text else "The formula is empty",
            where=f"{name}, character {getattr(error, 'offset', None) or 1}",
            allowed=_ALLOWED,
        ) from None


def _check(formula: Formula, node: ast.expr) -> None:
    """Refuse whatever is not on the list; the list is what `_value` computes."""
    parts = _parts(node)
    if parts is None:
        text = formula.text
        piece = ast.get_source_segment(text, node) or "this"
        at = len(text.encode()[: node.col_offset].decode(errors="replace")) + 1
        raise WorkbenchError(
            f"«{piece}» can't stand in a formula",
            where=f"{formula.name}, character {at}",
            allowed=_ALLOWED,
        )
    for part in parts:
        _check(formula, part)


def _parts(node: ast.expr) -> Sequence[ast.expr] | None:
    """Return what an allowed piece is made of, ``None`` for one that is not allowed."""
    match node:
        case ast.Name(id=name):
            return None if name in _OF_ONE or name in _OF_SEVERAL else ()
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return () if _finite(value) else None
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return (operand,)
        case ast.BinOp(op=operator, left=left, right=right) if type(operator) in _OPERATORS:
            return left, right
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
            fits = len(parts) == 1 if name in _OF_ONE else name in _OF_SEVERAL and len(parts) > 1
            return parts if fits else None
        case _:
            return None


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number too large for a float
        return False


def _value(node: ast.expr, columns: Mapping[str, Floats]) -> Floats:
    match node:
        case ast.Name():
            return columns[node.id]
        case ast.Constant():
            return np.asarray(node.value, dtype=np.float64)
        case ast.UnaryOp():
            value = _value(node.operand, columns)
            return -value if isinstance(node.op, ast.USub) else value
        case ast.BinOp():
            parts = _value(node.left, columns), _value(node.right, columns)
            return _OPERATORS[type(node.op)](*parts)
        case ast.Call(func=ast.Name(id=name)):
            values = [_value(part, columns) for part in node.args]
            return (
                _OF_ONE[name](values[0]) if name in _OF_ONE else reduce(_OF_SEVERAL[name], values)
            )
        case _:  # `_check` let nothing else through
            raise TypeError(type(node).__name__)


def _adds_up(node: ast.expr, known: Mapping[str, Column]) -> bool:
    """Whether values add up over customers: sums and multiples of columns that do."""
    match node:
        case ast.Name():
            return node.id in known and known[node.id].additive
        case ast.UnaryOp():
            return _adds_up(node.operand, known)
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return _adds_up(node.left, known) and _adds_up(node.right, known)
        case ast.BinOp(op=ast.Mult()):
            sides = (node.left, node.right)
            return any(
                _fixed(side) and _adds_up(other, known) for side, other in (sides, sides[::-1])
            )
        case ast.BinOp(op=ast.Div()):
            return _fixed(node.right) and _adds_up(node.left, known)
        case _:
            return False


def _fixed(node: ast.expr) -> bool:
    return not any(isinstance(part, ast.Name) for part in ast.walk(node))
