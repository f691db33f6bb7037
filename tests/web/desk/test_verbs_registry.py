"""Each row of the table has its entry: words, a form, an action."""

from linli.cases.workflow import FACT, Action
from linli.web.desk.story import KINDS
from linli.web.desk.verbs import VERBS, at_address, taken_by_people


def test_every_action_a_person_may_take_has_an_entry_and_no_other_has_one() -> None:
    assert set(VERBS) == taken_by_people()


def test_every_entry_has_an_address_of_its_own() -> None:
    found = [at_address(str(action).replace("_", "-")) for action in VERBS]
    assert found == list(VERBS.values())
    assert at_address("miss") is None


def test_everything_that_can_happen_to_a_case_has_words_in_its_history() -> None:
    assert {FACT[action] for action in Action} <= set(KINDS)
