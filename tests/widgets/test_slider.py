"""Slider: values stay in range, decisions are counted, forged ones are dropped."""

from __future__ import annotations

import pytest

from workbench.widgets.slider import Slider


@pytest.fixture
def slider() -> Slider:
    return Slider(min=0, max=10, step=1, value=4, label="Points")


def test_a_move_previews_and_a_release_decides(slider: Slider) -> None:
    """At a release the value is the final one already."""
    seen: list[tuple[str, float]] = []
    slider.observe(lambda c: seen.append((c.name, slider.value)), ["value", "released"])
    slider.set_state({"value": 5})
    slider.set_state({"value": 6, "released": 1})
    assert ("value", 5.0) in seen
    assert ("released", 6.0) in seen


@pytest.mark.parametrize("forged", [11, -1, "5", None, True, float("nan"), [5], 10**400])
def test_a_forged_value_is_dropped(slider: Slider, forged: object) -> None:
    """Only a finite number within the range is taken."""
    slider.set_state({"value": forged, "label": "<img src=x>", "max": 99})
    assert (slider.value, slider.label, slider.max) == (4.0, "Points", 10.0)


def test_a_control_out_of_use_takes_nothing(slider: Slider) -> None:
    """A viewer can move a disabled control; Python doesn't listen."""
    slider.disabled = True
    slider.set_state({"value": 7, "released": 1})
    assert (slider.value, slider.released) == (4.0, 0)


def test_a_narrower_range_takes_the_value_along(slider: Slider) -> None:
    """The value is always within the range."""
    slider.max = 3
    assert slider.value == 3.0
    slider.value = 99
    assert slider.value == 3.0
