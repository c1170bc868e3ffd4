"""What the columns of one sheet mean: by their names, by what stands in them, the surest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.sources import held, net, standing, synonyms, values
from workbench.sources.choice import Question, SourceColumn, bare, slug
from workbench.sources.content import look, named_by, steady
from workbench.sources.files import Sheet
from workbench.sources.fit import ATTRIBUTES, CONTENT, ROLES, could, fits, rank
from workbench.sources.held import LIKELY, SURE, best
from workbench.sources.schema import REQUIRED, TABLES

_ID = "customers.customer_id"
_HELPERS = frozenset({"gross_amount", "vat", "discount", *standing.ROLES})
_ONLY_SURE = _HELPERS | {"name"}
"""Roles that a word within a longer name doesn't tell: a tax number is no tax."""


@dataclass
class Meaning:
    """One sheet while its columns are being told apart.

    ``targets`` are what each becomes, ``why`` the reasons, ``questions`` what can't be told;
    ``known`` is the program whose export it is.
    """

    sheet: Sheet
    given: Mapping[SourceColumn, tuple[str, ...]]
    beside: tuple[Sheet, ...] = ()
    stopped: Callable[[], None] = lambda: None
    targets: dict[str, list[str]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    known: str = ""
    unseen: bool = False  # sales, if at all, whose amount isn't seen

    def fill(self) -> None:
        """Map every column this sheet has a use for."""
        self.looks = {}
        for name in self.sheet.frame:
            self.stopped()
            self.looks[str(name)] = look(self.sheet.frame[name])
        self.strength = {
            name: {
                role: strength
                for role, strength in synonyms.roles(name).items()
                if not self.sheet.rows or (fits(role, self.looks[name]) and self._tells(role, name))
            }
            for name in self.looks
        }
        self.fixed = {c.column for c in self.given}
        for column, targets in self.given.items():
            self.targets[column.column] = [bare(target) for target in targets]
            self.said |= {bare(target): target for target in targets}
            self.why.setdefault(column.column, "chosen by you")
        self._id_beside_name()
        self.tables = tables = self._tables()
        for table in tables:
            self._assign(table)
        for table in tables:
            self._require(table)
        if "sales" in tables:
            self._customers_in_sales()
        for table in ("customers", "prospects"):
            if table in tables and "sales" not in tables:
                self._attributes(table)
        for name, becomes in self.targets.items():
            self.targets[name] = [self.said.get(target, target) for target in becomes]

    def _tells(self, role: str, name: str) -> bool:
        """Whether a helper's cells say what its name does; a known program has its own."""
        if role not in _HELPERS:
            return True
        if self.known:
            return False
        cells = self.sheet.cells[name]
        if role == "discount":
            return net.tells_discount(name, cells)
        if role in standing.ROLES:
            return standing.telling(role, name, values.text(cells).to_pylist())
        return True

    def _id_beside_name(self) -> None:
        """See the id in a column such as «customer» where another column names each of them."""
        ids = [n for n, roles in self.strength.items() if roles.get("customer_id", 0) >= SURE]
        if len(ids) != 1 or self.strength[ids[0]].get("name", 0) < SURE or ids[0] in self.fixed:
            return
        for name, roles in self.strength.items():
            sure = name != ids[0] and name not in self.fixed and roles.get("name", 0) >= SURE
            if sure and named_by(self.sheet.cells, ids[0], name):
                del self.strength[ids[0]]["name"]
                return

    def idle(self, others: Sequence[Meaning]) -> bool:
        """Whether one of several tables of a file is left out, for nothing in it is asked for.

        Notes, a pivot, a table of artists: no list of customers, or a table that lacks what
        another one of the file has. One without rows is, unless its names say all that it needs.
        """
        if not self.beside or not self.sheet.rows or self.given:
            return bool(self.questions) and not self.sheet.rows and not self.given
        called = synonyms.table_of(self.sheet.sheet)
        if self.tables in (["customers"], ["prospects"]):
            known = any(synonyms.table_of(sheet.sheet) in self.tables for sheet in self.beside)
            named = "" if known else best(self.strength, "name", SURE)
            who = best(self.strength, "customer_id", SURE) or named
            return called not in self.tables and (not who or synonyms.plain(who) == "id")
        whole = [o for o in others if o.sheet in self.beside and o.tables == self.tables]
        return bool(self.questions) and (not called or any(not other.questions for other in whole))

    def _tables(self) -> list[str]:
        """Return the tables this sheet is read into: as chosen, else as it looks."""
        likely = held.likely(self.sheet, self.looks, self.strength)
        chosen = {target.split(".")[0] for targets in self.given.values() for target in targets}
        named = self._taken("customers.customer_id")
        if chosen == {"customers"} and likely == "sales" and not named:
            return ["sales"]  # a column for the customers, of lines that are sales all the same
        if len(chosen) > 1:
            chosen -= {"customers"}
        if likely == "customers" and not chosen and not self.beside:
            self.unseen = held.sold(self.sheet, self.looks, self.strength)
            likely = "sales" if self.unseen else likely
        return [table for table in TABLES if table in (chosen or {likely})]

    def _taken(self, target: str) -> bool:
        return any(target in targets for targets in self.targets.values())

    def _assign(self, table: str) -> None:
        """Give each role of a table the column that fits best, the surest pairs first."""
        pairs = sorted(
            (
                (-strength, place, role, name)
                for place, (name, roles) in enumerate(self.strength.items())
                for role, strength in roles.items()
                if role in ROLES[table] and strength >= (SURE if role in _ONLY_SURE else LIKELY)
            ),
        )
        for _, _, role, name in pairs:
            if name not in self.fixed and not self.targets.get(name):
                self._set(name, f"{table}.{role}", "by its name")
        if table == "sales":
            self._settle_sales()
        if "customer_id" in ROLES[table] and not self._taken(f"{table}.customer_id"):
            for name, targets in self.targets.items():
                if f"{table}.name" in targets or f"{table}.customer_id" in targets:
                    if table == "sales":
                        targets[targets.index("sales.name")] = "sales.customer_id"
                    if table == "sales" and not self._taken("customers.name"):
                        targets.append("customers.name")
                    self.why[name] = "there is no column of ids, so the trimmed name is the id"
                    break

    def _settle_sales(self) -> None:
        """Drop helper columns that are not needed, and use a lone price as the amount."""
        amount, price = self._taken("sales.amount"), self._taken("sales.unit_price")
        if not (amount or price) and self._taken("sales.vat"):
            amount = self._taken("sales.gross_amount")  # less its VAT
        elif amount and self._holds_vat():
            why = "it holds the VAT that stands beside it"
            self._swap("sales.gross_amount", "", "")
            self._swap("sales.amount", "sales.gross_amount", why)
        else:
            for helper in ("sales.gross_amount", "sales.vat"):
                self._swap(helper, "", "")
        if amount or not (price and self._taken("sales.quantity")):
            self._swap("sales.discount", "", "")
        if not amount and price and not self._taken("sales.quantity"):
            self._swap("sales.unit_price", "sales.amount", "the only price, and no quantity")
        elif amount and price:
            self._swap("sales.unit_price", "", "")
        if self._taken("sales.direct_cost") and self._taken("sales.line_profit"):
            self._swap("sales.line_profit", "", "")

    def _holds_vat(self) -> bool:
        """Whether the amount holds the VAT beside it, where nobody chose it to be the amount."""
        named = {target: name for name, targets in self.targets.items() for target in targets}
        amount, vat = named["sales.amount"], named.get("sales.vat", "")
        if not vat or amount in self.fixed or not self.sheet.rows:
            return False
        return net.holds_vat(amount, self.sheet.cells[amount], self.sheet.cells[vat])

    def _swap(self, old: str, new: str, why: str) -> None:
        for name, targets in self.targets.items():
            if old in targets and name not in self.fixed:
                targets[targets.index(old) :] = [new] if new else []
                self.why[name] = why

    def _require(self, table: str) -> None:
        """Look at the content for required columns that no name gave; else ask."""
        for column in REQUIRED[table]:
            if self._taken(f"{table}.{column}"):
                continue
            if column == "customer_id" and self._taken(f"{table}.name"):
                continue
            if column == "hours" and self._taken("time.duration"):
                continue
            price = self._taken("sales.unit_price") and self._taken("sales.quantity")
            taxed = self._taken("sales.gross_amount") and self._taken("sales.vat")
            if column == "amount" and (price or taxed):
                continue
            free = [n for n in self.looks if n not in self.fixed and not self.targets.get(n)]
            likely = [name for name in free if could(column, self.looks[name])]
            unseen = self.unseen and column == "amount"
            if unseen:  # what is called one comes first, readable or not
                likely = [n for n in free if n in likely or column in synonyms.roles(n)]
            if len(likely) == 1 and column != "kind" and not unseen:
                self._set(likely[0], f"{table}.{column}", f"the only column of {CONTENT[column]}")
            else:
                likely = likely or [name for name in free if self.looks[name].filled]
                likely.sort(key=lambda name: rank(column, self.looks[name]))
                if unseen:
                    likely.sort(key=lambda name: -synonyms.roles(name).get(column, 0))
                self._ask(table, column, likely)

    def _ask(self, table: str, column: str, likely: Sequence[str]) -> None:
        place = (self.sheet.file, self.sheet.sheet)
        who = SourceColumn(*place, held.who(self.strength) or "COLUMN")
        otherwise = f'or, if these are customers, with --map "{who}={_ID}"' if self.unseen else ""
        self.questions.append(Question(table, column, *place, tuple(likely), otherwise=otherwise))

    def _customers_in_sales(self) -> None:
        """Sales lines that say more about the customer than the id make customers too."""
        by_target = {target: name for name, targets in self.targets.items() for target in targets}
        ids, named = by_target.get("sales.customer_id", ""), by_target.get("sales.name", "")
        if not ids:
            return
        again = by_target.get("sales.invoice_id") or by_target.get("sales.date", "")
        busy = {"customer_id", "date", "amount", "unit_price", "quantity", "direct_cost"}
        busy |= {
            "currency",
            "line_profit",
            "invoice_id",
            "due_on",
            "paid_on",
            "name",
            "product",
            *standing.ROLES,
        }
        free = [
            name
            for name in self.looks
            if name not in self.fixed
            and not name.startswith("#")  # without a name it would tell nobody anything
            and not self.looks[name].dates
            and not {t.split(".")[1] for t in self.targets.get(name, ())} & busy
        ]
        constant = steady(self.sheet.cells, ids, again, free) if again else []
        if named:
            self._swap("sales.name", "customers.name", "the customer's name, on each line")
        for name in constant:
            why = "the same on all lines of a customer"
            target = f"customers.{self._attribute(name, 'customers')}"
            self.targets.setdefault(name, []).append(target)
            self.why[name] = f"{self.why[name]}; {why}" if name in self.why else why
        profiled = any(t.startswith("customers.") for ts in self.targets.values() for t in ts)
        if profiled and not self._taken("customers.customer_id"):
            self.targets[ids].append("customers.customer_id")

    def _attributes(self, table: str) -> None:
        """Keep what else a list of customers says about them."""
        for name, each in self.looks.items():
            if name not in self.fixed and not self.targets.get(name) and each.filled:
                self._set(name, f"{table}.{self._attribute(name, table)}", "kept as an attribute")

    def _attribute(self, name: str, table: str) -> str:
        role = next((r for r in ATTRIBUTES if self.strength[name].get(r, 0) >= SURE), "")
        wanted = role if role and not self._taken(f"{table}.{role}") else slug(name)
        while self._taken(f"{table}.{wanted}"):
            wanted += "_2"
        return wanted

    def _set(self, name: str, target: str, why: str) -> None:
        if not self._taken(target):
            self.targets[name] = [target]
            self.why[name] = why
