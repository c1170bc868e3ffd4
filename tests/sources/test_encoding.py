"""Whatever program wrote a text, its letters are read, and what was assumed is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.sources.encoding import decode, decoded
from workbench.sources.together import take

DANISH = "Kundenavn;Dato;Beløb\nÅse Sørensen;05-01-2024;10,50\nBæk;25-02-2024;20,50\n"
FINNISH = "Asiakas;Päivä;Summa\nÄijälä Öljy;5.1.2024;1\nYö;6.1.2024;2\n"
GERMAN = "Kunde;Datum;Betrag\nGroß & Söhne;5.1.2024;1\nÖZGÜR Müller;6.1.2024;2\n"
FRENCH = "Client;Date;Montant\nForêt à l'Île;5.1.2024;1\nÉCOLE Crème;6.1.2024;2\n"


@pytest.mark.parametrize("text", [DANISH, FINNISH, GERMAN, FRENCH], ids=lambda text: text[:5])
@pytest.mark.parametrize("encoding", ["utf-32", "cp1252", "cp850", "mac_roman"])
def test_older_and_wider_encodings_are_read(text: str, encoding: str) -> None:
    """What no mark tells, the words do: they look best as their program wrote them."""
    read, notes = decoded(text.encode(encoding))
    assert read.decode() == text
    assert bool(notes) is (encoding in {"cp850", "mac_roman"})


@pytest.mark.parametrize("text", ["O’Brien;5 €\n", "A;€7\n", "A;£5\n", "“A” – it’s;1\n", "Nr°;²\n"])
def test_signs_alone_are_read_as_windows_writes_them(text: str) -> None:
    """A currency, a quote or a dash says nothing of another program."""
    assert decoded(text.encode("cp1252")) == (text.encode(), ())


NAMES = "customer;date;amount\nMüller;2024-01-05;10,50\nÄhtäri Oy;2024-02-05;20,50\n".encode()


def test_one_bad_byte_does_not_spoil_the_other_letters(tmp_path: Path) -> None:
    """It alone is read as Windows writes it; the report says on which line it is."""
    path = tmp_path / "sales.csv"
    path.write_bytes(NAMES + b"Caf\xe9;2024-03-06;1,50\n")
    ledger, report = take([path])
    assert ledger.frame("sales")["customer_id"].tolist() == ["Müller", "Ähtäri Oy", "Café"]
    (note,) = report.notes
    assert note == (
        "sales.csv: letters that are not in UTF-8 like the others: 1, the first on line 4; read as "
        "Windows writes them."
    )


def test_a_file_cut_inside_a_letter_says_so() -> None:
    """The letters before stay what they are."""
    read, notes = decoded(NAMES + "Z;2024-03-06;ä".encode()[:-1])
    assert read.decode().splitlines()[1:] == [
        "Müller;2024-01-05;10,50",
        "Ähtäri Oy;2024-02-05;20,50",
        "Z;2024-03-06;\ufffd",
    ]
    assert notes == ("it breaks off inside a letter, so the end may be missing.",)


def test_text_in_windows_letters_stays_that() -> None:
    """Also where two of its letters look like one of UTF-8."""
    text = "name;sum\nCAFÉ»;1\nMüller;2\nSøby;3\n"
    assert decode(text.encode("cp1252")).decode() == text
