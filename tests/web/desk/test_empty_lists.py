"""An empty tab says what comes there, and when the next deadline is."""

import pytest

from linli.web.desk.nothing import WORDS
from tests.builders import Town, report, reported_to
from tests.web.desk.conftest import Open


@pytest.mark.parametrize("tab", WORDS)
@pytest.mark.parametrize("address", ["/desk/", "/desk/cases/"])
def test_every_tab_teaches_when_it_is_empty(town: Town, open_as: Open, tab: str, address: str) -> None:
    page = open_as(town.community_officer).get(address, {"tab": tab}).content.decode()
    assert 'class="empty"' in page
    assert "Nothing matches" not in page


@pytest.mark.parametrize(("address", "level"), [("/desk/", "community"), ("/desk/cases/", "group")])
def test_when_nothing_is_overdue_the_next_deadline_is_told(
    town: Town, open_as: Open, address: str, level: str
) -> None:
    officer = open_as(town.community_officer)
    assert "No deadline is running." in officer.get(address, {"tab": "overdue"}).content.decode()
    reported_to(level, town, category="01-02")
    assert "The next is due today" in officer.get(address, {"tab": "overdue"}).content.decode()


def test_nobody_learns_of_a_neighbours_deadline(town: Town, open_as: Open) -> None:
    report(category="01-02")
    page = open_as(town.sibling_officer).get("/desk/cases/", {"tab": "overdue"}).content.decode()
    assert "No deadline is running." in page


def test_a_filter_that_finds_nothing_in_a_tab_is_said_to_be_one(town: Town, open_as: Open) -> None:
    page = open_as(town.community_officer).get("/desk/cases/", {"tab": "overdue", "category": "01-06"})
    assert "Nothing matches" in page.content.decode()
