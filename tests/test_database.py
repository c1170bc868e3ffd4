"""The file itself: formats, refusals, and every failure told in a sentence."""

from __future__ import annotations

import os
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from workbench import database
from workbench.database import Database
from workbench.errors import WorkbenchError
from workbench.review.revision import Revision, pack
from workbench.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a file of decisions that holds one revision."""
    path = tmp_path / "decisions.sqlite"
    with Store(path) as store:
        store.commit({"window": "all"}, base=0, who="Anna", words="All time")
    return path


def test_saved_means_on_disk(path: Path) -> None:
    """The file is in WAL mode and a commit waits for the disk (synchronous FULL is 2)."""
    with closing(Database(path)) as file:
        assert file._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert file._connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert file._connection.execute("PRAGMA busy_timeout").fetchone()[0] >= 1000


def test_a_newer_file_is_refused_and_left_as_it_is(path: Path) -> None:
    """Not a byte of a newer version's file changes, and nothing appears beside it."""
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(WorkbenchError, match=r"newer version of the workbench \(format 99\)"):
        Store(path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_newer_format_that_stands_in_the_log_alone_is_refused_too(path: Path) -> None:
    """A newer version has the file open and its format hasn't reached the main file yet."""
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
        before = path.read_bytes(), log.read_bytes()
        assert before[1]
        with pytest.raises(WorkbenchError, match="newer version"):
            Store(path)
        assert (path.read_bytes(), log.read_bytes()) == before


def test_an_older_file_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the missing steps run, and the revisions are still there."""
    later = (*database._MIGRATIONS, ("CREATE TABLE reports (number INTEGER)",))
    monkeypatch.setattr(database, "_MIGRATIONS", later)
    with Store(path) as store:
        assert store.head().revision.state == {"window": "all"}
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (2,)
        assert file.execute("SELECT count(*) FROM reports").fetchone() == (0,)


def test_somebody_elses_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """Neither another program's database nor a text file is taken for ours."""
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but a text of some length", encoding="utf-8")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as file:
        file.execute("CREATE TABLE revisions (number INTEGER)")
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(WorkbenchError, match="This is no file of decisions"):
            Store(path)
        assert path.read_bytes() == before


def test_a_file_cut_short_is_told(path: Path) -> None:
    """A copy that broke off says so instead of showing an empty review."""
    with path.open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(WorkbenchError, match="damaged"):
        Store(path)


def test_a_place_where_nothing_can_be_made_is_told(tmp_path: Path) -> None:
    """A missing folder, and a folder where the file should be."""
    for path in (tmp_path / "missing" / "decisions.sqlite", tmp_path):
        with pytest.raises(WorkbenchError, match="can't be opened or made here"):
            Store(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    """A folder one may only read."""
    tmp_path.chmod(0o500)
    with pytest.raises(WorkbenchError, match="can't be opened or made here"):
        Store(tmp_path / "decisions.sqlite")


def test_a_file_that_may_only_be_read_is_told(path: Path) -> None:
    """SQLite's read-only error becomes a sentence, and reading still works."""
    with Store(path) as store:
        store._database._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(WorkbenchError, match="can't be written to"):
            store.commit({}, base=1, who="Anna", words="Emptied")
        assert store.head().revision.number == 1


def test_a_full_disk_is_told_and_loses_nothing(path: Path) -> None:
    """When the file can't grow, the gesture isn't saved, what was saved is, and work goes on."""
    with Store(path) as store:
        pages = store._database._connection.execute("PRAGMA page_count").fetchone()[0]
        store._database._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(WorkbenchError, match="The disk is full, nothing was saved"):
            store.commit({"note": secrets.token_hex(50_000)}, base=1, who="Anna", words="Long")
        assert store.head().revision.number == 1
        assert (
            store.commit({"note": "short"}, base=1, who="Anna", words="Short").revision.number == 2
        )


def test_a_file_held_by_another_program_is_told(path: Path) -> None:
    """After the patience is over the gesture is refused; reading goes on meanwhile."""
    with Store(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        store._database._connection.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkbenchError, match="Another program is holding"):
            store.commit({}, base=1, who="Anna", words="Emptied")
        assert store.head().revision.state == {"window": "all"}


def test_a_message_names_the_clients_folder_and_no_more(tmp_path: Path) -> None:
    """The path above the client's folder stays at home."""
    with pytest.raises(WorkbenchError) as caught:
        Store(tmp_path / "missing" / "decisions.sqlite")
    assert caught.value.where == "missing/decisions.sqlite"


def test_pages_that_make_the_file_at_the_same_time_get_one_file(tmp_path: Path) -> None:
    """Eight threads open a file that isn't there yet; each can add a row."""
    path = tmp_path / "decisions.sqlite"

    def open_and_add(number: int) -> None:
        with closing(Database(path)) as file, file.writing():
            file.add(pack(Revision(number=number)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_and_add, range(1, 9)))
    with closing(Database(path)) as file, file.reading():
        assert sorted(file.steps()) == list(range(1, 9))


def test_a_mistake_inside_a_write_leaves_nothing_behind(path: Path) -> None:
    """Whatever goes wrong in between, the row isn't there, and the next write works."""
    with closing(Database(path)) as file:
        with pytest.raises(KeyboardInterrupt), file.writing():  # noqa: PT012 - both belong inside
            file.add(pack(Revision(number=2)))
            raise KeyboardInterrupt
        with file.writing():
            assert file.newest() == 1
