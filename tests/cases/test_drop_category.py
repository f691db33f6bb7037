"""A street gives up its own row of a category, and the county's counts there again."""

from datetime import timedelta

import pytest

from linli.cases import actions, categories
from linli.cases.categories import UNSORTED
from linli.cases.checks import verify
from linli.cases.models import Category
from linli.facts import queries as facts
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from tests.builders import AT, COUNTY, OTHER_STREET, STREET, Town, report

HOUR = timedelta(hours=1)


def own_row(by: Viewer, code: str = "01-02", street: str = STREET) -> None:
    """This will write a street's own row with a limit of an hour."""
    actions.set_category(
        street=street, code=code, by=by, at=AT, name={"zh-hans": "本街道的"}, clock="daily",
        items=[{"key": "waste", "name": {"zh-hans": "垃圾"}, "limit": "1h"}],
    )  # fmt: skip


def test_the_countys_row_counts_again_and_filed_cases_keep_their_limits(town: Town) -> None:
    own_row(town.street_admin)
    before = report()
    row = actions.drop_category(street=STREET, code="01-02", by=town.street_admin, at=AT)
    after = report()
    before.refresh_from_db()
    assert (row.owner, categories.of_street(STREET)["01-02"].owner) == (COUNTY, COUNTY)
    assert (before.handle_by, after.handle_by) == (AT + HOUR, AT + 4 * HOUR)
    assert not Category.objects.filter(street=STREET).exists()
    fact = facts.history(STREET, "category:01-02")[-1]
    assert (fact.kind, fact.actor_id) == ("category.dropped", town.street_admin.person_id)
    assert fact.data == {"to": COUNTY}
    actions.fix(case=before, by=town.grid_member, at=AT, result="已清运")
    assert list(verify()) == []


def test_also_one_that_was_taken_off_the_list_and_also_by_the_countys_administrator(town: Town) -> None:
    own_row(town.street_admin)
    actions.retire_category(street=STREET, code="01-02", by=town.street_admin, at=AT)
    assert "01-02" not in categories.of_street(STREET)
    own_row(town.street_admin, UNSORTED)
    for code in ("01-02", UNSORTED):
        actions.drop_category(street=STREET, code=code, by=town.county_admin, at=AT)
    assert {"01-02", UNSORTED} <= set(categories.of_street(STREET))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("09-01", "无规定可循"),  # the street's alone
        ("01-05", "无规定可循"),  # the county took its own off the list
        ("01-03", "没有自己的规定"),
        ("77-77", "没有自己的规定"),
    ],
)
def test_without_an_own_row_or_one_of_the_countys_in_use_it_is_refused(
    town: Town, code: str, sentence: str
) -> None:
    for own in ("09-01", "01-05"):
        own_row(town.street_admin, own)
    actions.retire_category(street=COUNTY, code="01-05", by=town.county_admin, at=AT)
    rows = categories.of_street(STREET, retired=True)
    with pytest.raises(Refused, match=sentence):
        actions.drop_category(street=STREET, code=code, by=town.street_admin, at=AT)
    assert categories.of_street(STREET, retired=True) == rows


def test_twice_it_is_refused(town: Town) -> None:
    own_row(town.street_admin)
    actions.drop_category(street=STREET, code="01-02", by=town.street_admin, at=AT)
    with pytest.raises(Refused, match="没有自己的规定"):
        actions.drop_category(street=STREET, code="01-02", by=town.street_admin, at=AT)
    assert [fact.kind for fact in facts.history(STREET, "category:01-02")] == [
        "category.changed",
        "category.dropped",
    ]


def test_only_administrators_and_never_the_countys_own_row(town: Town) -> None:
    own_row(town.street_admin)
    own_row(town.county_admin, street=OTHER_STREET)
    for by, street in (
        (town.street_officer, STREET),
        (town.auditor, STREET),
        (town.street_admin, OTHER_STREET),
        (town.street_admin, COUNTY),
        (town.county_admin, COUNTY),
    ):
        with pytest.raises(Refused):
            actions.drop_category(street=street, code="01-02", by=by, at=AT)
    assert Category.objects.filter(code="01-02").count() == 3
