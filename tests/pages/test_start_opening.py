"""The opening questions on the start page: answered, taken back, kept with the client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from start_page import ROWS, addresses, dropping, opened, set_apart

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.pages import start_opening as opening
from workbench.pages.start import StartPage
from workbench.review.review import Opening
from workbench.session import Session
from workbench.widgets.view import Event


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a clients' folder and a server's folder of its own."""
    set_apart(tmp_path, monkeypatch)


@pytest.fixture
def page() -> Iterator[StartPage]:
    yield from dropping()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses the page goes to."""
    return addresses(monkeypatch)


def test_answers_given_before_are_the_first_thing_in_the_history(
    page: StartPage, sent: list[str]
) -> None:
    """Opening answers are saved with the new engagement, once, and can be undone."""
    ask = page.questions._answer
    ask(lambda o: opening.answered(o, Event("aim", "", "fill our hours")))
    page.coming.paste(ROWS)
    names = page.questions.names
    assert [n.name for n in names] == ["Birch", "Aalto"]  # by turnover
    ask(lambda o: opening.sorted_by_gut(o, names, "good"))
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    made = Engagement.open(opened(sent))
    session = Session(made)
    assert session.review.opening == Opening(aim="fill our hours", gut={"Birch": "good"})
    assert made.store.history()[0].words == "Answers to the opening questions"
    session.undo()
    assert session.review.opening == Opening()
    made.store.close()


def test_gut_answers_about_a_file_given_up_are_not_kept(page: StartPage, sent: list[str]) -> None:
    """A name that is no customer of this client leaves no trace in its review."""
    page.questions.opening = Opening(gut={"Somebody": "poor"})
    page.coming.paste(ROWS)
    page.deeds.client(Event("name", "", "Birch"))
    page.open()
    made = Engagement.open(opened(sent))
    assert made.review.opening == Opening()
    made.store.close()


def test_the_stance_speaks_of_both_legs() -> None:
    """Domain, opening: both legs carry weight; leaning on one alone is said."""
    out, inside = [key for key, _ in opening.OUTWARD], [key for key, _ in opening.INWARD]
    assert (len(out), len(inside)) == (4, 4)
    outward = dict.fromkeys(out, 5) | dict.fromkeys(inside, 1)
    assert opening.lean(outward).startswith("Leaning outward")
    inward = dict.fromkeys(out, 1) | dict.fromkeys(inside, 5)
    assert opening.lean(inward).startswith("Leaning inward")
    assert opening.lean(dict.fromkeys(out + inside, 5)).startswith("Both legs carry weight")
    assert opening.lean(dict.fromkeys(out + inside, 1)).startswith("Both legs are light")
    assert "Two answers" in opening.lean({out[0]: 5})


@given(st.dictionaries(st.sampled_from([k for k, _ in opening.OUTWARD]), st.integers(1, 5)))
def test_a_leg_is_a_share(stance: dict[str, int]) -> None:
    share = opening.leg(stance, opening.OUTWARD)
    assert (share is None) == (len(stance) < 2)
    assert share is None or 0 <= share <= 1


def test_an_answer_pressed_again_is_taken_back() -> None:
    key = opening.OUTWARD[0][0]
    event = Event("stance", f"{key}|4", "4")
    once, said = opening.answered(Opening(), event)
    assert once.stance == {key: 4}
    assert said.endswith("rather yes")
    assert opening.answered(once, event)[0] == Opening()


@pytest.mark.parametrize(
    "event",
    [
        Event("stance", "nothing|4", "4"),
        Event("stance", f"{opening.OUTWARD[0][0]}|9", "9"),
        Event("last_review", "", "soon"),
        Event("good_customers", "", -1),
        Event("good_customers", "", 2.5),
        Event("password", "", "x"),
    ],
)
def test_an_answer_no_question_allows_is_refused(event: Event) -> None:
    with pytest.raises(WorkbenchError):
        opening.answered(Opening(), event)


@given(st.lists(st.sampled_from(["good", "so-so", "poor"]), max_size=6))
def test_sorting_and_taking_back_meet(verdicts: list[str]) -> None:
    """Each verdict sorts one name; taking all back leaves nothing."""
    names = [opening.Name(str(n), f"Firm {n}") for n in range(4)]
    given = Opening()
    for verdict in verdicts:
        given, _ = opening.sorted_by_gut(given, names, verdict)
    assert list(given.gut.values()) == verdicts[:4]
    for _ in verdicts:
        given, _ = opening.taken_back(given, names)
    assert given == Opening()
