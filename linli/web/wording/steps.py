"""The seven standard steps of a case, as a strip."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STEPS = (
    pgettext_lazy("step", "collected"),
    pgettext_lazy("step", "filed"),
    pgettext_lazy("step", "dispatched"),
    pgettext_lazy("step", "handled"),
    pgettext_lazy("step", "reported back"),
    pgettext_lazy("step", "verified and closed"),
    pgettext_lazy("step", "evaluated"),
)


class Step(NamedTuple):
    """One step: its words and how it stands: done, now, or empty for to come."""

    words: Promise
    state: str


def seven_steps(step_now: int) -> list[Step]:
    """This will mark the steps before `step_now` (1 to 7) as done and it as the present one; 8 is all done."""
    return [
        Step(words, "done" if number < step_now else "now" if number == step_now else "")
        for number, words in enumerate(STEPS, start=1)
    ]
