"""Decisions: saved one by one, merged, undone, restored, and there after every accident."""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench
from workbench.errors import WorkbenchError
from workbench.review.changes import REMOVED, Conflict, State
from workbench.review.revision import pack
from workbench.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a file of decisions that isn't there yet."""
    return tmp_path / "decisions.sqlite"


def save(store: Store, who: str = "Anna", words: str = "Changed", **fields: Any) -> int:
    """Change fields of the state that holds, as a page does; return the revision's number."""
    head = store.head().revision
    return store.commit(
        {**head.state, **fields}, base=head.number, who=who, words=words
    ).revision.number


def flip(path: Path, number: int) -> None:
    """Damage the saved state of a revision on disk, in the middle of its bytes."""
    with Store(path) as store:
        revision = next(r for r in store.history() if r.number == number)
    content = bytearray(path.read_bytes())
    state = pack(revision)[9]
    content[content.index(state) + len(state) // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_client_without_decisions_begins_empty() -> None:
    """Before anybody decided, the head is number 0 with nothing in it."""
    with Store(None) as store:
        head = store.head()
        assert (head.revision.number, head.revision.state, head.notice) == (0, {}, "")
        assert store.history() == []
        assert not store.can_undo
        assert not store.can_redo
        assert store.undo("Anna") is None
        assert store.redo("Anna") is None


def test_a_gesture_is_one_revision(path: Path) -> None:
    """Who, when, what and the state are there after the file is opened again."""
    with Store(path) as store:
        committed = store.commit({"a": 1}, base=0, who="  Anna\n", words="Line moved")
        assert committed.conflicts == ()
        assert committed.merged_with == ""
    with Store(path) as store:
        revision = store.head().revision
        assert revision == committed.revision
        assert (revision.number, revision.who, revision.words) == (1, "Anna", "Line moved")
        assert revision.when.endswith("+00:00")
        assert revision.patch == {("a",): 1}
        assert store.history() == [revision]


def test_nothing_changed_is_no_revision() -> None:
    """Releasing a control where it was writes nothing."""
    with Store(None) as store:
        save(store, a=1)
        again = store.commit({"a": 1.0}, base=1, who="Anna", words="Line moved")
        assert again.revision.number == 1
        assert len(store.history()) == 1


def test_without_a_name_it_was_this_computer() -> None:
    """«Who» is never empty."""
    with Store(None) as store:
        save(store, who=" ", a=1)
        assert store.head().revision.who == "this computer"


def test_what_was_saved_cannot_be_changed_from_outside() -> None:
    """Neither the state given nor the one handed out leads back into the store."""
    with Store(None) as store:
        state: State = {"a": {"b": 1}}
        store.commit(state, base=0, who="Anna", words="Set")
        state["a"]["b"] = 2
        store.head().revision.state["a"]["b"] = 3
        assert store.head().revision.state == {"a": {"b": 1}}


def test_edits_to_different_fields_merge(path: Path) -> None:
    """Two pages start from revision 1; both changes stand, and the later one says with whom."""
    with Store(path) as anna, Store(path) as ben:
        save(anna, window="12m", x="turnover")
        ben.commit({"window": "all", "x": "turnover"}, base=1, who="Ben", words="All time")
        late = anna.commit(
            {"window": "12m", "x": "profit"}, base=1, who="Anna", words="X is profit"
        )
        assert late.revision.state == {"window": "all", "x": "profit"}
        assert late.conflicts == ()
        assert late.merged_with == "Ben"
        assert late.revision.patch == {("x",): "profit"}


def test_edits_to_one_field_keep_both_values_in_the_history(path: Path) -> None:
    """The newest gesture holds; the other value and its author stand in the revision."""
    with Store(path) as anna, Store(path) as ben:
        save(anna, x="turnover", y="orders")
        ben.commit({"x": "hours", "y": "orders"}, base=1, who="Ben", words="X is hours")
        save(ben, who="Cleo", y="tenure")
        late = anna.commit({"x": "profit"}, base=1, who="Anna", words="X is profit, no Y")
        conflicts = (
            Conflict(("x",), "profit", "hours", "Ben"),
            Conflict(("y",), REMOVED, "tenure", "Cleo"),
        )
        assert sorted(late.conflicts, key=lambda c: c.path) == list(conflicts)
        assert late.revision.state == {"x": "profit"}
        assert late.merged_with == "Ben, Cleo"
        newest = ben.history(1)[0]
        assert newest == late.revision
        assert newest.conflicts == late.conflicts


def test_a_merge_whose_parts_do_not_fit_together_is_refused() -> None:
    """Each change is fine alone; together worst would equal best, so nothing is saved."""

    def check(state: State) -> None:
        if state["worst"] == state["best"]:
            raise WorkbenchError("The worst and the best value are equal")

    with Store(None, check=check) as store:
        save(store, worst=0, best=2)
        save(store, worst=1)
        with pytest.raises(WorkbenchError, match="are equal"):
            store.commit({"worst": 0, "best": 1}, base=1, who="Ben", words="Best is 1")
        assert store.head().revision.number == 2


def test_a_page_of_another_file_is_refused() -> None:
    """A base this client never had would overwrite everything."""
    with (
        Store(None) as store,
        pytest.raises(WorkbenchError, match=r"revision 5.*Load the page again"),
    ):
        store.commit({}, base=5, who="Anna", words="Line moved")


def test_undo_does_not_go_behind_the_beginning() -> None:
    """The state a review begins with is written once and can't be taken back."""
    with Store(None) as store:
        first = store.begin({"window": "12m"}, who="the workbench", words="The review begins")
        assert (first.number, first.kind) == (1, "begin")
        assert store.begin({"window": "all"}, who="the workbench", words="Again") == first
        assert not store.can_undo
        save(store, window="all")
        undone = store.undo("Anna")
        assert undone is not None
        assert undone.state == {"window": "12m"}
        assert store.undo("Anna") is None


def test_undo_names_what_and_whose_and_redo_brings_it_back() -> None:
    """Both are revisions of their own; the history keeps everything."""
    with Store(None) as store:
        save(store, who="Anna", words="X is turnover", x="turnover")
        save(store, who="Ben", words="Y is orders", y="orders")
        undone = store.undo("Anna")
        assert undone is not None
        assert (undone.number, undone.kind, undone.undoes) == (3, "undo", 2)
        assert undone.words == "Undone: Y is orders, by Ben"
        assert undone.state == {"x": "turnover"}
        again = store.redo("Ben")
        assert again is not None
        assert (again.kind, again.undoes, again.words) == ("redo", 2, "Redone: Y is orders, by Ben")
        assert again.state == {"x": "turnover", "y": "orders"}
        assert [r.kind for r in store.history()] == ["redo", "undo", "edit", "edit"]


def test_the_buttons_know_what_they_would_do() -> None:
    """Undo walks back edit by edit; a fresh edit forgets what could be brought back."""
    with Store(None) as store:
        save(store, words="first", a=1)
        save(store, words="second", a=2)
        assert store.to_undo() == store.head().revision
        store.undo("Anna")
        edit, redo = store.to_undo(), store.to_redo()
        assert edit is not None
        assert redo is not None
        assert (edit.words, redo.words) == ("first", "second")
        save(store, b=1)
        assert not store.can_redo
        assert store.redo("Anna") is None


@given(st.lists(st.sampled_from(["set", "undo", "redo", "restore"]), max_size=12), st.data())
def test_undo_and_redo_walk_the_states_back_and_forth(
    steps: list[str], data: st.DataObject
) -> None:
    """Against a plain list of states with a position in it."""
    states: list[State] = [{}]
    at = 0
    with Store(None) as store:
        for count, step in enumerate(steps):
            if step == "undo":
                assert (store.undo("Anna") is None) is (at == 0)
                at = max(0, at - 1)
            elif step == "redo":
                assert (store.redo("Anna") is None) is (at == len(states) - 1)
                at = min(len(states) - 1, at + 1)
            else:
                number = data.draw(st.integers(0, len(store.history())))
                known = next((r.state for r in store.history() if r.number == number), {})
                new = known if step == "restore" else {**states[at], "abc"[count % 3]: count}
                if step == "restore":
                    store.restore(number, "Ben")
                else:
                    store.commit(new, base=store.head().revision.number, who="Ben", words="Set")
                if new != states[at]:
                    states, at = [*states[: at + 1], new], at + 1
            assert store.head().revision.state == states[at]


def test_an_earlier_state_can_be_restored_and_that_undone() -> None:
    """Restoring is a new revision with the old state; nothing in between is lost."""
    with Store(None) as store:
        save(store, words="first", a=1)
        save(store, words="second", a=2)
        restored = store.restore(1, "Ben")
        assert (restored.number, restored.kind, restored.state) == (3, "restore", {"a": 1})
        assert restored.words == "Restored revision 1: first, by Anna"
        assert store.restore(1, "Ben") == restored
        undone = store.undo("Anna")
        assert undone is not None
        assert undone.state == {"a": 2}
        assert store.restore(0, "Ben").state == {}
        with pytest.raises(WorkbenchError, match=r"There is no revision 9.*0 to 5"):
            store.restore(9, "Ben")


def test_a_damaged_newest_revision_falls_back_to_the_one_before(path: Path) -> None:
    """The state before is shown with a notice, the damage is listed, and work goes on."""
    with Store(path) as store:
        save(store, words="first", a=1, keep=secrets.token_hex(40))
        save(store, words="second", a=2)
    flip(path, 2)
    with Store(path) as store:
        head = store.head()
        assert head.revision.number == 1
        assert head.notice == (
            "Revision 2, the newest one saved, is damaged. Shown is the one before:"
            " revision 1 (first, by Anna)."
        )
        assert [(r.number, r.damaged) for r in store.history()] == [(2, True), (1, False)]
        with pytest.raises(WorkbenchError, match="Revision 2 is damaged"):
            store.restore(2, "Anna")
        assert save(store, b=3) == 3
        assert store.head().notice == ""
        undone = store.undo("Anna")
        assert undone is not None
        assert undone.state == store.history()[-1].state
        edit = store.to_undo()
        assert edit is not None
        assert edit.number == 1


def test_a_page_whose_revision_was_damaged_meanwhile_loses_nothing(path: Path) -> None:
    """The page still holds the state; its next gesture saves all of it."""
    with Store(path) as store:
        save(store, a=1)
        save(store, a=2)
    flip(path, 2)
    with Store(path) as store:
        committed = store.commit({"a": 2, "b": 3}, base=2, who="Anna", words="B is 3")
        assert committed.revision.state == {"a": 2, "b": 3}
        assert committed.conflicts == ()


def test_a_broken_page_of_the_file_costs_one_revision(path: Path) -> None:
    """Here SQLite itself stumbles: the chain of pages that holds a large state leads nowhere."""
    with Store(path) as store:
        save(store, a=1)
        save(store, note=secrets.token_hex(20_000))
        state = pack(store.head().revision)[9]
    content = bytearray(path.read_bytes())
    page = content.index(state[9000:9100]) // 4096 * 4096
    content[page : page + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    with Store(path) as store:
        assert store.head().revision.state == {"a": 1}
        assert "Revision 2" in store.head().notice


def test_with_every_revision_damaged_it_begins_empty_and_says_so(path: Path) -> None:
    """There is always a state to show."""
    with Store(path) as store:
        save(store, a=1)
    flip(path, 1)
    with Store(path) as store:
        assert store.head().revision.number == 0
        assert "the beginning" in store.head().notice


def test_pages_notice_each_other(path: Path) -> None:
    """The number polled changes on every commit, own or other, and never without one."""
    with Store(path) as anna, Store(path) as ben:
        seen = ben.data_version()
        assert ben.data_version() == seen
        save(anna, a=1)
        assert ben.data_version() != seen
        assert ben.head().revision.state == {"a": 1}
        seen = ben.data_version()
        save(ben, b=1)
        assert ben.data_version() != seen
    with Store(None) as alone:
        seen = alone.data_version()
        alone.head()
        assert alone.data_version() == seen
        save(alone, a=1)
        assert alone.data_version() != seen


@pytest.mark.parametrize("memory", [True, False])
def test_threads_may_save_at_once(memory: bool, path: Path) -> None:
    """Eight threads with the same stale base each set a field of their own; all stand."""
    with Store(None if memory else path) as store:
        with ThreadPoolExecutor(8) as pool:
            done = list(
                pool.map(
                    lambda n: store.commit({f"field{n}": n}, base=0, who=f"P{n}", words="Set"),
                    range(24),
                )
            )
        assert sorted(c.revision.number for c in done) == list(range(1, 25))
        assert store.head().revision.state == {f"field{n}": n for n in range(24)}
        assert all(not c.conflicts for c in done)


WRITER = """
import sys
from pathlib import Path
from workbench.store import Store

with Store(Path(sys.argv[1])) as store:
    while True:
        head = store.head().revision
        count = head.state.get("count", 0) + 1
        state = {"count": count, "filling": "x" * (count % 7 * 1000)}
        saved = store.commit(state, base=head.number, who="Anna", words=f"Count {count}")
        print(saved.revision.number, count, flush=True)
"""


def test_a_killed_process_loses_nothing_it_called_saved(path: Path) -> None:
    """Of twenty processes killed while saving, every acknowledged revision is there."""
    acknowledged: dict[int, int] = {}
    for kill in range(20):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(workbench.__file__).parents[1],
        ) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(1 + kill % 5)]
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        for line in lines:
            if line.endswith("\n"):
                revision, counted = line.split()
                acknowledged[int(revision)] = int(counted)
        with Store(path) as store:
            saved = {r.number: r for r in store.history()}
            assert not any(r.damaged for r in saved.values())
            assert store.head().notice == ""
        for number, count in acknowledged.items():
            assert saved[number].state["count"] == count
    assert len(acknowledged) >= 60
