"""A snapshot nobody can be recognised in: codes for names, two digits of money, no small groups.

Codes are stable: the same client's folder gives the same customer the same code in every report.
They are made with a key that stays in that folder; a report never holds it, so nobody can try
names against the codes.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.review import words
from workbench.sharing.earning import drawn_whale
from workbench.sharing.silent_picture import FEWEST, corner_names, silent_picture, two_digits
from workbench.sharing.snapshot import (
    SET_ASIDE,
    Absent,
    Account,
    Amount,
    Decision,
    Group,
    Money,
    Row,
    Said,
    Snapshot,
)

_KEY = "anonymise.key"
_LETTERS = 8
_UNNAMED = {
    "quadrant": "A quadrant",
    "needs": "A needs group",
    "segment": "A segment",
    "several": "Some customers",
}
"""Parts of the base whose names a person may have typed, or which say too much of a few."""
_NUMBER = re.compile(r"\d[\d,]*")
_FIGURE = re.compile(r"\d[\d,]*(\.\d+)?")
_TOGETHER = "Smaller groups, together"
_UNSAID = Said(text="")
_NOT_PLACED = {"customer": "A fact is missing", "prospect": "A prospect has bought nothing yet"}
_SET_ASIDE = dict.fromkeys(_NOT_PLACED, "Set aside")


def key_of(folder: Path | None) -> bytes:
    """Return the key of a client's codes, made at first use; without a folder one for now.

    Raises
    ------
    WorkbenchError
        When the folder has none and can't be written: codes would differ from report to report.
    """
    if folder is None:
        return secrets.token_bytes(32)
    file = folder / _KEY
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    except OSError as error:
        raise WorkbenchError(
            f"The key of the codes can't be kept ({error.strerror})",
            where=folder.name,
            then="Make the folder writable.",
        ) from None
    return file.read_bytes()


def code(key: bytes, text: str, *, first: str = "C") -> str:
    """Return the code of a customer; nobody without the key can say whose it is.

    Examples
    --------
    >>> code(b"key", "C001") == code(b"key", "C001") != code(b"other", "C001")
    True
    >>> len(code(b"key", "C001"))
    10
    """
    digest = hmac.digest(key, text.encode(), "sha256")
    return f"{first}-{base64.b32encode(digest).decode()[:_LETTERS]}"


def anonymised(snapshot: Snapshot, key: bytes) -> Snapshot:
    """Return the snapshot with codes for names, rounded money, no free text, no small groups.

    Raises
    ------
    WorkbenchError
        When the client has fewer than five customers, who could all be found out.
    """
    it = snapshot
    if it.customers < FEWEST:
        raise WorkbenchError(
            f"{words.count(it.customers, 'customer')} can't be made anonymous",
            allowed=f"clients with at least {FEWEST} customers",
        )
    names = corner_names(it.picture)
    merged = _merged(it.groups)
    groups = tuple(_group(group, key, names) for group in merged)
    losing = _counted(it.losing)
    return Snapshot(
        client=code(key, it.client, first="Client"),
        made=it.made,
        currency=it.currency,
        as_of=it.as_of,
        window=it.window,
        finding=_finding(it, losing),
        customers=it.customers,
        turnover=two_digits(it.turnover),
        profit=two_digits(it.profit),
        losing=losing,
        decisions=tuple(_decision(line, key) for line in it.decisions),
        days=tuple(day.model_copy(update={"what": "A decision is due"}) for day in it.days),
        grouping=it.grouping,
        groups=groups,
        picture=silent_picture(it.picture, names) if it.picture else None,
        earning=drawn_whale(groups, it.currency),
        accounts=tuple(_account(account, it, groups) for account in it.accounts),
        assumptions=tuple(said for said in it.assumptions if not said.own),
        not_placed=tuple(_absent(it.not_placed, key, _NOT_PLACED)),
        set_aside=tuple(_absent(it.set_aside, key, _SET_ASIDE)),
        anonymised=True,
    )


def _finding(it: Snapshot, losing: int | None) -> str:
    amount, what = (it.profit, "profit") if it.profit is not None else (it.turnover, "turnover")
    rounded = two_digits(amount)
    said = "" if rounded is None else f" bring about {words.money(rounded, it.currency)} of {what}"
    head = f"{words.count(it.customers, 'customer')}{said}"
    return f"{head}; {losing:,} cost more than they bring." if losing else f"{head}."


def _counted(n: int | None) -> int | None:
    """Return a count of customers; None where they are so few that each could be found out."""
    return n if n is not None and (n == 0 or n >= FEWEST) else None


def _merged(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Put groups under five together, with the next smallest where they are too few still."""
    small = [group for group in groups if len(group.rows) < FEWEST]
    rest = [group for group in groups if len(group.rows) >= FEWEST]
    while small and rest and sum(len(group.rows) for group in small) < FEWEST:
        least = min(rest, key=lambda group: len(group.rows))
        rest.remove(least)
        small.append(least)
    if not small:
        return tuple(rest)
    together = Group(
        name=_TOGETHER,
        turnover=_sum(group.turnover for group in small),
        profit=_sum(group.profit for group in small),
        losing=sum(group.losing or 0 for group in small),
        # Why somebody was in one of them would say in which.
        rows=tuple(
            row.model_copy(update={"why_tier": _UNSAID}) for group in small for row in group.rows
        ),
    )
    return (*rest, together)


def _sum(values: Iterable[Money]) -> Money:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _group(group: Group, key: bytes, names: Mapping[str, str]) -> Group:
    rows = [
        Row(
            customer_id=code(key, row.customer_id),
            name=code(key, row.customer_id),
            turnover=two_digits(row.turnover),
            profit=two_digits(row.profit),
            why_tier=_reason(row.why_tier),
            quadrant=names.get(row.quadrant, ""),
            why="",
        )
        for row in group.rows
    ]
    # Not in the order of the exact amounts, which says more than two digits do.
    rows.sort(key=lambda row: (-(row.turnover or 0.0), row.customer_id))
    return Group(
        name=group.name,
        shade=group.shade,
        meaning="",
        turnover=two_digits(group.turnover),
        profit=two_digits(group.profit),
        losing=_counted(group.losing),
        rows=tuple(rows),
    )


def _reason(said: Said) -> Said:
    """Return why somebody is in their tier, no figure more exact than two digits."""
    return _UNSAID if said.own else Said(text=_FIGURE.sub(_roughly, said.text))


def _roughly(number: re.Match[str]) -> str:
    value = float(number[0].replace(",", ""))
    rounded = two_digits(value)
    return number[0] if rounded is None or rounded == value else words.number(rounded)


def _decision(line: Decision, key: bytes) -> Decision:
    named = code(key, line.about) if line.kind == "customer" else line.whom
    return Decision(
        kind=line.kind,
        about="",
        whom=_UNNAMED.get(line.kind, named),
        action="",
        due=line.due,
        overdue=line.overdue,
        status=line.status,
        cost=two_digits(line.cost),
        expected=two_digits(line.expected),
    )


def _account(account: Account, it: Snapshot, groups: Sequence[Group]) -> Account:
    """Return an account of the told groups; its own lines name nobody, and no sum of a few."""
    of_groups = any(line.group for line in account.lines)
    sums = [
        Amount(
            what=group.name,
            money=group.turnover,
            note=words.count(len(group.rows), "customer"),
            group=True,
        )
        for group in groups
        if of_groups
    ]
    few = len(it.set_aside) < FEWEST
    lines = [
        Amount(
            what=_NUMBER.sub(_few, line.what),
            money=None if few and line.what == SET_ASIDE else two_digits(line.money),
        )
        for line in account.lines
        if not line.group
    ]
    return Account(
        title=account.title,
        lines=(*sums, *lines),
        total=two_digits(account.total),
        whole=account.whole,
    )


def _few(number: re.Match[str]) -> str:
    return f"fewer than {FEWEST}" if int(number[0].replace(",", "")) < FEWEST else number[0]


def _absent(people: Sequence[Absent], key: bytes, why: Mapping[str, str]) -> Iterable[Absent]:
    """Yield people by code, with a reason of few words; nobody of a kind there are too few of."""
    told = Counter(one.kind for one in people)
    for one in people:
        if told[one.kind] < FEWEST:
            continue
        yield Absent(
            customer_id=code(key, one.customer_id),
            name=code(key, one.customer_id),
            kind=one.kind,
            turnover=two_digits(one.turnover),
            why=why[one.kind],
        )
