"""A drop takes what was announced, in order, into its own folder, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.widgets import file_drop
from workbench.widgets.file_drop import FileDrop, safe_name


class Spy(FileDrop):
    """A drop that remembers what it told the browser, Python and the person."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.got: list[tuple[Path, ...]] = []
        self.said: list[str] = []
        super().__init__(lambda paths: self.got.append(tuple(paths)), self.said.append)

    def send(self, content: Any, buffers: Any = None) -> None:
        """Remember what the browser would be told."""
        if buffers is None:
            self.told.append(content)

    def hear(self, kind: str, *pieces: bytes, delivery: Any = 1, **content: Any) -> None:
        """Hear a message as it comes from a browser."""
        self._handle_custom_msg(
            {"kind": kind, "delivery": delivery, **content}, [memoryview(p) for p in pieces]
        )


@pytest.fixture
def drop() -> Iterator[Spy]:
    spy = Spy()
    yield spy
    spy.clear()


def files(*named: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"name": name, "size": size} for name, size in named]


def test_two_files_arrive_in_pieces(drop: Spy) -> None:
    """Both files are there, whole, when the last piece came; not before."""
    drop.hear("begin", files=files(("a.csv", 5), ("b.csv", 2)))
    drop.hear("piece", b"123", file=0, at=0)
    drop.hear("piece", b"45", file=0, at=3)
    assert drop.got == []
    drop.hear("piece", b"xy", file=1, at=0)
    (paths,) = drop.got
    assert [p.name for p in paths] == ["a.csv", "b.csv"]
    assert [p.read_bytes() for p in paths] == [b"12345", b"xy"]
    assert [t["kind"] for t in drop.told] == ["go", "got", "got", "got"]


@pytest.mark.parametrize(
    ("pieces", "content"),
    [
        ((b"zz",), {"file": 0, "at": 1}),  # a gap
        ((b"toolong",), {"file": 0, "at": 0}),  # more than announced
        ((), {"file": 0, "at": 0}),  # nothing in it
        ((b"zz",), {"file": 1, "at": 0}),  # no such file
        ((b"zz",), {"file": True, "at": 0}),
        ((b"zz",), {"file": 0, "at": 0, "delivery": 2}),  # another delivery
        ((b"zz",), {"file": 0, "at": 0, "delivery": "1"}),
    ],
)
def test_a_piece_that_does_not_fit_is_refused(
    drop: Spy, pieces: tuple[bytes, ...], content: dict[str, Any]
) -> None:
    """A forged or misplaced piece changes nothing; the honest delivery still completes."""
    drop.hear("begin", files=files(("a.csv", 3)))
    drop.hear("piece", *pieces, **content)
    assert drop.got == []
    drop.hear("piece", b"abc", file=0, at=0)
    assert drop.got[0][0].read_bytes() == b"abc"


@pytest.mark.parametrize(
    "announced",
    [None, [], "a.csv", [{"name": 1, "size": 1}], [{"name": "a"}], [{"name": "a", "size": -1}]],
)
def test_a_forged_announcement_is_dropped(drop: Spy, announced: object) -> None:
    drop.hear("begin", files=announced)
    assert (drop.told, drop.got, drop.said) == ([], [], [])


def test_too_large_too_many_or_empty_is_said_before_anything_travels(drop: Spy) -> None:
    """The sentence names the limit and the way on."""
    drop.hear("begin", files=files(("a.csv", file_drop.LARGEST + 1)))
    drop.hear("begin", files=files(*[("a.csv", 1)] * (file_drop.MOST_FILES + 1)))
    drop.hear("begin", files=files(("a.csv", 0)))
    assert [t["kind"] for t in drop.told] == ["refused"] * 3
    assert "up to 300 MB" in drop.said[0]
    assert "up to 20" in drop.said[1]
    assert "«a.csv» is empty" in drop.said[2]


def test_cancel_leaves_nothing(drop: Spy) -> None:
    drop.hear("begin", files=files(("a.csv", 3)))
    drop.hear("piece", b"a", file=0, at=0)
    drop.hear("cancel")
    drop.hear("piece", b"bc", file=0, at=1)
    assert drop.got == []
    assert list(drop.folder.iterdir()) == []


def test_hostile_names_stay_inside_and_apart(drop: Spy) -> None:
    """A path in a name is cut off; two files of one name get a number."""
    drop.hear("begin", files=files(("../../x.csv", 1), ("C:\\X.csv", 1), ("x.csv", 1)))
    for place in range(3):
        drop.hear("piece", b"1", file=place, at=0)
    (paths,) = drop.got
    assert [p.name for p in paths] == ["x.csv", "X (2).csv", "x (3).csv"]
    assert all(drop.folder in p.parents for p in paths)
    assert all(p.stat().st_mode & 0o077 == 0 for p in (*paths, drop.folder))


@given(st.text())
def test_a_safe_name_leads_nowhere(name: str) -> None:
    """Whatever a file is called, its name is one harmless part of a path and stays the same."""
    safe = safe_name(name)
    assert safe
    assert Path(safe).name == safe
    assert not set(safe) & set('/\\:*?"<>|=\n\r\t\0')
    assert not safe.startswith(".")
    assert len(safe) <= 100
    assert safe_name(safe) == safe
