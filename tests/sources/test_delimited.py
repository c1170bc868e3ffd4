"""Text files: every line is read or set aside with its own number, in any dialect."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.sources.delimited import Rows, decode, parse
from workbench.sources.text import Text


def rows(text: str) -> Rows:
    """Read a text as a file in UTF-8 would be."""
    return parse(decode(text.encode()))


def cells(text: str) -> list[list[str | None]]:
    """Return the cells of a text, row by row."""
    return [list(row.values()) for row in rows(text).table.to_pylist()]


BODY = "Kunde;Beløb\nÆrø A/S;1,50\nSøby;2,25\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_separator_line_end_and_encoding(separator: str, end: str, encoding: str) -> None:
    """The same two rows come out of every way to write them."""
    text = 'Kunde;Beløb\n"Ærø; A/S";1.50\nSøby;2.25\n'.replace('"Ærø; A/S"', "Ærø A/S")
    text = text.replace(";", separator).replace("\n", end)
    read = parse(decode(text.encode(encoding)))
    assert read.names == ["Kunde", "Beløb"]
    assert read.table.to_pydict() == {"Kunde": ["Ærø A/S", "Søby"], "Beløb": ["1.50", "2.25"]}
    assert read.lines.tolist() == [2, 3]


def test_decimal_commas_do_not_make_a_comma_the_separator() -> None:
    """Semicolons win over the commas inside numbers, also when each line has both."""
    assert cells(BODY) == [["Ærø A/S", "1,50"], ["Søby", "2,25"]]
    assert cells("a;b\n1,5;2,5\n3,5;4,5\n") == [["1,5", "2,5"], ["3,5", "4,5"]]
    assert cells("1,5;2,5\n3,5;4,5\n") == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_ids_keep_their_zeros() -> None:
    """Cells stay text."""
    assert cells("id,amount\n00123,1\n") == [["00123", "1"]]


RAGGED = """id,date,amount
1,2024-01-01,10
2,2024-01-02,1,000
3,2024-01-03
4,2024-01-04,40

5,2024-01-05,50
"""


def test_ragged_lines_are_set_aside_and_the_rest_is_read() -> None:
    """An unquoted comma shifts no row and folds no file: its line is named, with the counts."""
    read = rows(RAGGED)
    assert read.table["id"].to_pylist() == ["1", "4", "5"]
    assert read.lines.tolist() == [2, 5, 7]
    assert [line for line, *_ in read.aside] == [3, 4]
    assert "4 cells where 3" in read.aside[0][1]


def test_lines_are_counted_through_quoted_line_breaks_and_blank_lines() -> None:
    """A row over several lines stands where it begins; what follows keeps its editor's line."""
    text = 'a,b\n1,"x\ny\n\nz"\n\n2,"say ""so"""\n3\n"4 ",5\n'
    read = rows(text)
    assert cells(text) == [["1", "x\ny\n\nz"], ["2", 'say "so"'], ["4 ", "5"]]
    assert read.lines.tolist() == [2, 7, 9]
    assert [line for line, *_ in read.aside] == [8]


@pytest.mark.parametrize("later", ["", '6,"fine",6\n', '6,5" pipe,6\n', '6,"two\nlines",6\n'])
def test_a_quote_never_closed_costs_its_line_only(later: str) -> None:
    """The rows after a stray quote are read, whatever other quotes come later."""
    text = 'a,b,c\n1,x,1\n2,"x,2\n3,x,3\n4,x,4\n5,x,5\n' + later
    read = rows(text)
    assert read.table["a"].to_pylist()[:4] == ["1", "3", "4", "5"]
    assert [row[:2] for row in read.aside] == [(3, "a quote is opened and never closed")]
    assert len(read.table) == 4 + bool(later)


def test_inch_marks_are_no_quotes() -> None:
    """A quote inside a cell is part of it, alone on its line, twice, or before a quoted cell."""
    text = 'a,b\n5" pipe,1\n5" x 4" pipe,2\n3" rod,"x"\n'
    assert [row[0] for row in cells(text)] == ['5" pipe', '5" x 4" pipe', '3" rod']


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada,12\nBo,13\n", ["#1", "#2"]),
        ("Ada,Espoo\nBo,Vantaa\nCy,Espoo\n", ["#1", "#2"]),  # «Espoo» comes again below
        ("Who,Town\nAda,Espoo\nBo,Vantaa\n", ["Who", "Town"]),
        ("Name,Name,\nAda,Ada,x\n", ["Name", "Name (2)", "#3"]),
        ("2024-01-31;5\n2024-02-29;6\n", ["#1", "#2"]),
        ("asiakas;pvm\nAda;1.2.2024\n", ["asiakas", "pvm"]),
        (" 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n",
         ["#1", "#2", "#3", "#4", "#5"]),
        ("Name\nAda\nBo\n", ["Name"]),
    ],
)  # fmt: skip
def test_the_first_row_names_the_columns_unless_it_is_a_row(text: str, names: list[str]) -> None:
    """Words over numbers are names; a first row like the others is none."""
    assert rows(text).names == names


def test_a_title_above_the_names_is_set_aside() -> None:
    """Lines before the table are named, not taken for its header."""
    read = rows("Sales 2024\n\nwho,date,amount\nAda,2024-01-01,1\nBo,2024-01-02,2\n")
    assert read.names == ["who", "date", "amount"]
    assert [row[:2] for row in read.aside] == [(1, "stands above the column names")]
    assert read.lines.tolist() == [4, 5]


def test_a_note_for_the_spreadsheet_and_a_last_separator_are_understood() -> None:
    """``sep=;`` is no row; a separator at the end of every line but the first is no cell."""
    assert rows("sep=;\nwho;sum\nAda;1\n").names == ["who", "sum"]
    read = rows("who,sum\nAda,1,\nBo,2,\nCy,3,\n")
    assert read.table.to_pylist()[0] == {"who": "Ada", "sum": "1", "#3": None}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"a,b\n1,\x002\n", "NUL"),
        (bytes(range(256)) * 20, "NUL"),
        (b"\x01\x02\x03\x04\x05,\x06\n" * 50, "no text"),
        (b"\xff\xfea\x00,\x00b", "breaks off"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    """Empty files, NUL bytes and binary junk end in one plain sentence."""
    if sentence == "breaks off":
        data = data[:-1] + b"\x00\xd8"  # half of a pair
    with pytest.raises(WorkbenchError, match=sentence):
        parse(decode(data))


TEXTS = st.text(alphabet='ab1," ;\n\t\r"', max_size=120)
FIELD = st.text(alphabet='ab19 ."\n', max_size=6)


@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_line_is_lost_and_nothing_but_our_error_is_raised(text: str) -> None:
    """Every filled line is within a row, set aside, or names the columns; whatever the text."""
    try:
        read = rows(text)
    except WorkbenchError:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    covered = {line for line, *_ in read.aside} | {read.names_line}
    for line, row in zip(read.lines.tolist(), read.table.to_pylist(), strict=True):
        breaks = sum(str(cell).count("\n") for cell in row.values() if cell)
        covered |= set(range(line, line + breaks + 1))
    filled = {
        n
        for n, line in enumerate(lines, 1)
        if line.strip(" ,;|\t\f\v") and not line.startswith("sep=")
    }
    missing = filled - covered
    inside = [n for n in missing if any(a < n for a, *_ in read.aside)]
    assert len(missing) == len(inside)  # a ragged row may run over lines; it is named by its first


@given(table=st.lists(st.tuples(FIELD, FIELD, FIELD), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_the_csv_module_writes_is_read_as_it_reads_it(
    table: list[tuple[str, str, str]],
) -> None:
    """Well-formed files come back cell by cell, with the lines the cells stand on."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [("customer", "date", "amount"), *table]
    )
    expected = list(csv.reader(io.StringIO(out.getvalue())))[1:]
    read = rows(out.getvalue())
    took = [[cell or "" for cell in row.values()] for row in read.table.to_pylist()]
    assert took == expected
    assert not read.aside


@pytest.mark.parametrize("sign", ["~", "^", ":"])
def test_rare_separators_are_found_where_no_other_is(sign: str) -> None:
    """Each line has equally many, the first names the columns."""
    text = "customer;date;amount\nA;2024-01-01;5\nB;2024-01-02;6\n".replace(";", sign)
    assert rows(text).names == ["customer", "date", "amount"]
    assert cells(text)[1] == ["B", "2024-01-02", "6"]
    assert cells("Start\n10:30:00\n11:45:10\n") == [["10:30:00"], ["11:45:10"]]


def test_quotes_after_a_backslash_and_single_quotes_are_read_as_meant() -> None:
    """A path that ends in a backslash, an apostrophe and what mending left stay as they are."""
    slashed = 'who,sum\n"Ada \\"A\\" X",5\n"Bo \\"a, b\\"",6\nCy,7\n'
    assert cells(slashed) == [['Ada "A" X', "5"], ['Bo "a, b"', "6"], ["Cy", "7"]]
    assert cells('where,sum\n"C:\\a\\",5\nD,6\n') == [["C:\\a\\", "5"], ["D", "6"]]
    assert cells("who,sum\n'Ada, A',5\n'Bo',6\nO'Neil,7\n") == [
        ["Ada, A", "5"],
        ["Bo", "6"],
        ["O'Neil", "7"],
    ]
    assert cells("who,sum\n'=1,5\nBo,6\n") == [["'=1", "5"], ["Bo", "6"]]


FIXED = (
    "Customer     Date      Amount\n"
    "John Smith   20240101  00012.50\n"
    "Ann Lee Roe  20240102  00013.50\n"
    "Bob          20240103  00014.50\n"
)


def test_columns_of_a_fixed_width_hold_names_with_spaces() -> None:
    """Cut where every line has two blanks; a line looked at later that has none is kept aside."""
    read = rows(FIXED)
    assert read.names == ["Customer", "Date", "Amount"]
    assert cells(FIXED)[1] == ["Ann Lee Roe", "20240102", "00013.50"]
    long = FIXED + "Bob          20240103  00014.50\n" * 400 + "Bartholomew James 20240104  1.50\n"
    read = rows(long)
    assert (len(read.table), [row[0] for row in read.aside]) == (403, [405])
    assert rows("A note  of two\nlines of it  all\nand no figures\n").names == ["A note of two"]


@given(st.text(alphabet='ab" \n', max_size=40))
def test_lines_and_their_quotes_are_those_of_the_text(text: str) -> None:
    found, lines = Text(text.encode()), text.split("\n")
    assert [line.decode() for line in found] == lines
    assert found.odd.tolist() == [line.count('"') % 2 == 1 for line in lines]
    assert found.quoted.tolist() == ['"' in line for line in lines]
    assert found.filled.tolist() == [n for n, line in enumerate(lines) if line.strip()]
