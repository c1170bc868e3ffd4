"""The SQLite file behind the store: rows of revisions, safely opened, added and looked up.

This is the whole interface another database would have to offer: ``reading`` and ``writing``
around ``newest``, ``row``, ``steps`` and ``add``, and ``data_version`` to notice the others.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from workbench.errors import WorkbenchError
from workbench.review.revision import Row, Step

PATIENCE = 5.0
"""Seconds to wait while another page writes; a write takes milliseconds."""

_APPLICATION = 0x43524257  # in the file's header; tells our files from other SQLite files
_MIGRATIONS: tuple[tuple[str, ...], ...] = (  # step n makes format n + 1 out of format n
    (
        f"PRAGMA application_id = {_APPLICATION}",
        # The large columns stand last, so that walking the steps doesn't read them.
        (
            "CREATE TABLE revisions (number INTEGER PRIMARY KEY, follows INTEGER NOT NULL,"
            " kind TEXT NOT NULL, undoes INTEGER, who TEXT NOT NULL, at TEXT NOT NULL,"
            " words TEXT NOT NULL, conflicts TEXT NOT NULL, patch TEXT NOT NULL,"
            " state BLOB NOT NULL, sha256 TEXT NOT NULL)"
        ),
    ),
)
_AGAIN = "Nothing was changed. Close other programs that use this folder, then try again."
_BACKUP = "Put an earlier copy of the client's folder in its place."
_SENTENCES = {  # by the beginning of SQLite's own name for the error
    "SQLITE_BUSY": ("Another program is holding the saved decisions", _AGAIN),
    "SQLITE_LOCKED": ("Another program is holding the saved decisions", _AGAIN),
    "SQLITE_FULL": ("The disk is full, nothing was saved", "Make room, then do it again."),
    "SQLITE_TOOBIG": ("This is too much to save at once", "Nothing was changed."),
    "SQLITE_IOERR": (
        "The disk can't be read or written",
        "Check that the drive is connected and has room, then do it again.",
    ),
    "SQLITE_READONLY": (
        "The saved decisions can't be written to",
        "Allow writing in the client's folder, or work on a copy of it.",
    ),
    "SQLITE_CANTOPEN": (
        "The saved decisions can't be opened or made here",
        "Check that the folder exists and that you may write to it.",
    ),
    "SQLITE_CORRUPT": ("The file of saved decisions is damaged", _BACKUP),
    "SQLITE_NOTADB": ("The file of saved decisions is damaged", _BACKUP),
}
_OTHERWISE = ("The saved decisions can't be read or written", _BACKUP)


class Database:
    """Rows of revisions in one file, or in memory for ``path`` None.

    One connection and one lock serve all threads. Every SQLite error inside ``reading`` and
    ``writing`` becomes a `WorkbenchError`.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.where = "/".join(path.absolute().parts[-2:]) if path else "memory"
        self._lock = Lock()
        with self._in_words():
            if path:
                _refuse_foreign(path, self.where)
            self._connection = _connect(path)
            try:
                _prepare(self._connection, self.where)
                # A connection is told of the commits of others only, so watching needs its own.
                self._watch = _connect(path) if path else self._connection
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._watch.close()
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep other threads out while looking things up; all lookups see one moment."""
        with self._lock, self._in_words():
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write; afterwards everything is on disk, or nothing is."""
        with self._lock, self._in_words():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def newest(self) -> int:
        """Return the highest number, 0 when there is no row."""
        query = "SELECT ifnull(max(number), 0) FROM revisions"
        newest: int = self._connection.execute(query).fetchone()[0]
        return newest

    def row(self, number: int) -> Row | None:
        """Return one row as it was packed, ``None`` when it isn't there or can't be read."""
        query = "SELECT * FROM revisions WHERE number = ?"
        try:
            row: Row | None = self._connection.execute(query, (number,)).fetchone()
        except sqlite3.DatabaseError as error:
            if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                raise
            return None
        return row

    def steps(self) -> dict[int, Step]:
        """Return what undo and redo need to know, by number, without reading any state."""
        rows = self._connection.execute("SELECT number, follows, kind, undoes FROM revisions")
        return {number: Step(*step) for number, *step in rows}

    def add(self, row: Row) -> None:
        """Add one row; rows are never changed."""
        places = ", ".join("?" for _ in row)
        self._connection.execute(f"INSERT INTO revisions VALUES ({places})", row)  # noqa: S608 - only «?»

    def data_version(self) -> int:
        """Return a number that differs after every commit of anybody."""
        with self._lock, self._in_words():
            if self.path is None:
                return self._connection.total_changes
            version: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
            return version

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # our own mistake, such as using a closed store
        except sqlite3.Error as error:
            name: str = getattr(error, "sqlite_errorname", "")
            known = (text for start, text in _SENTENCES.items() if name.startswith(start))
            what, then = next(known, _OTHERWISE)
            raise WorkbenchError(what, where=self.where, then=then) from error


@contextmanager
def rewritten(source: Path, target: Path, change: Callable[[Row], Row]) -> Iterator[None]:
    """Write every row, changed, into a new file, and keep everybody out of the old one meanwhile.

    Rows are only ever added; this is the one exception, made for `workbench.forget`. The new file
    holds nothing else: no free page, no log.

    Raises
    ------
    WorkbenchError
        When the old file is open anywhere, or either can't be read or written.
    """
    _refuse_foreign(source, source.name)
    with closing(_connect(source)) as old:
        try:
            # Only who is alone with a file can leave the log behind.
            old.execute("PRAGMA journal_mode = DELETE")
            old.execute("BEGIN EXCLUSIVE")
            rows = old.execute("SELECT * FROM revisions ORDER BY number")
            new = Database(target)
            with new.writing():
                for row in rows:
                    new.add(change(row))
            new.close()
            with closing(_connect(target)) as made:
                made.execute("PRAGMA journal_mode = DELETE")
                made.execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise WorkbenchError(
                "The client is open in another window or program",
                where=source.name,
                then="Close its pages and stop «workbench serve», then try again.",
            ) from error
        yield


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path or ":memory:", timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    # A damaged text must be found by its checksum, not stop everything where it is decoded.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    return connection


def _prepare(connection: sqlite3.Connection, where: str) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: down to the disk, not only its cache
    if _version(connection) != len(_MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)  # once more: another page may just have done it
        _refuse_newer(version, where)
        for statement in (s for step in _MIGRATIONS[version:] for s in step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
        connection.execute("COMMIT")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite doesn't wait here by itself when two pages make a file at the same time.
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _refuse_newer(version: int, where: str) -> None:
    if version > len(_MIGRATIONS):
        raise WorkbenchError(
            f"The decisions were saved by a newer version of the workbench (format {version})",
            where=where,
            allowed=f"format {len(_MIGRATIONS)} and older",
            then="Update the workbench; the file was left as it is.",
        )


def _refuse_foreign(path: Path, where: str) -> None:
    """Refuse what isn't ours or is newer before SQLite may touch it: opening can already write."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        what, then = _SENTENCES["SQLITE_CANTOPEN"]
        raise WorkbenchError(what, where=where, then=then) from error
    if not header:
        return  # SQLite makes the file first and fills it later
    if not header.startswith(b"SQLite format 3\0") or header[68:72] != _APPLICATION.to_bytes(4):
        raise WorkbenchError("This is no file of decisions", where=where, then=_BACKUP)
    _refuse_newer(int.from_bytes(header[60:64]), where)
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:  # a newer format may still stand in the log alone
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE)) as reader:
            _refuse_newer(_version(reader), where)
