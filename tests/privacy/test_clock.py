"""The clock of complaints: what nobody answers in time goes up one level, once, and is told there."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.facts import queries as facts
from linli.facts.actions import keep_rhythms
from linli.facts.worker import run_due
from linli.lib.ids import new_id
from linli.people.models import Duty, Person
from linli.people.queries import viewer
from linli.people.rows import Viewer
from linli.people.verdicts import Refused
from linli.privacy import actions, clockwork, policies, queries
from linli.privacy.models import StaffComplaint
from tests.privacy.conftest import COMMUNITY, COUNTY, NOW, STREET
from tests.privacy.test_complaints import complain, hearers

pytestmark = pytest.mark.django_db
DUE = timedelta(days=15)
LATE = NOW + DUE + timedelta(seconds=1)
STREETS_OWN, COUNTYS = {"leader", "admin"}, {"county", "county_second"}


def kinds(street: str, row: StaffComplaint) -> list[str]:
    return [fact.kind.removeprefix("complaint.") for fact in facts.history(street, f"complaint:{row.id}")]


def test_what_the_street_does_not_answer_in_time_the_county_hears_too(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY)
    assert clockwork.tick(NOW + DUE) == 0
    assert hearers(made, cast) == STREETS_OWN
    assert clockwork.tick(LATE) == 1
    made.refresh_from_db()
    assert (made.missed_at, made.answer_by) == (LATE, NOW + DUE)
    assert hearers(made, cast) == STREETS_OWN | COUNTYS
    assert kinds(STREET, made) == ["made", "escalated_by_clock"]
    assert facts.history(STREET, f"complaint:{made.id}")[-1].data == {"missed": made.answer_by.isoformat()}


def test_a_clock_is_missed_once_however_often_it_is_looked_at(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY)
    assert [clockwork.tick(LATE + timedelta(days=n)) for n in range(3)] == [1, 0, 0]
    assert kinds(STREET, made) == ["made", "escalated_by_clock"]


def test_what_was_answered_or_taken_back_stays_where_it_was(cast: dict[str, Viewer]) -> None:
    made, taken = complain(about_place=COMMUNITY), complain(about_place=COMMUNITY)
    actions.answer_complaint(complaint=made, by=cast["admin"], answer="已处理", at=NOW)
    actions.withdraw_complaint(street=STREET, tracking=taken.tracking, at=NOW)
    assert clockwork.tick(LATE) == 0
    assert not policies.may_hear(cast["county"], StaffComplaint.objects.get(id=made.id))
    assert queries.complaints(STREET, cast["county"]) == []


def test_whoever_answers_first_after_that_has_answered(cast: dict[str, Viewer]) -> None:
    for first, second in (("county", "admin"), ("admin", "county")):
        made = complain(about_place=COMMUNITY)
        clockwork.tick(LATE)
        made.refresh_from_db()
        actions.answer_complaint(complaint=made, by=cast[first], answer="已处理", at=LATE)
        with pytest.raises(Refused):
            actions.answer_complaint(complaint=made, by=cast[second], answer="又一次", at=LATE)


def test_the_county_opens_no_contact_and_the_street_still_does(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY, phone="13837701234")
    clockwork.tick(LATE)
    made.refresh_from_db()
    with pytest.raises(Refused):
        actions.look_behind_complaint(complaint=made, by=cast["county"], reason="答复", at=LATE)
    opened = actions.look_behind_complaint(complaint=made, by=cast["leader"], reason="答复", at=LATE)
    assert opened.phone == "13837701234"


def test_whom_it_names_does_not_hear_it_at_the_county_either(people: dict[str, Person]) -> None:
    """The officer complained about has become a county administrator since: the other one hears it."""
    made = complain(about_person_id=people["officer"].pk)
    assert made.heard_by == "street"
    Duty.objects.create(
        id=new_id(), street=COUNTY, person=people["officer"], role="county_admin", place=COUNTY,
        from_on=date(2026, 1, 1),
    )  # fmt: skip
    clockwork.tick(LATE)
    made.refresh_from_db()
    named = viewer(people["officer"], LATE)
    assert not policies.may_hear(named, made)
    assert queries.complaints(STREET, named) == []
    told = {people[name].pk for name in STREETS_OWN | COUNTYS}
    assert {row.id for row in queries.hearers(made, LATE)} == told


def test_what_the_county_hears_itself_is_urged_once_in_its_own_chain(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=STREET)
    assert [clockwork.tick(LATE), clockwork.tick(LATE + timedelta(days=1))] == [1, 0]
    made.refresh_from_db()
    assert hearers(made, cast) == COUNTYS
    assert kinds(COUNTY, made) == ["made", "urged"]
    assert kinds(STREET, made) == []


def test_the_worker_looks_at_the_clock_by_itself(cast: dict[str, Viewer]) -> None:
    made = complain(about_place=COMMUNITY)
    keep_rhythms(at=LATE)
    run_due(LATE + timedelta(minutes=10))
    made.refresh_from_db()
    assert made.missed_at is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ticks=st.lists(st.integers(0, 40 * 24), max_size=6).map(sorted),
    answered=st.none() | st.integers(0, 40 * 24),
    about=st.sampled_from([COMMUNITY, STREET]),
)
def test_whenever_the_clock_is_looked_at_each_is_missed_once_or_never(
    ticks: list[int], answered: int | None, about: str, cast: dict[str, Viewer]
) -> None:
    """The clock is looked at, and the complaint answered, at any hours of forty days."""
    made = complain(about_place=about)
    by = cast["county" if about == STREET else "admin"]
    for hour in sorted({*ticks, *([answered] if answered is not None else [])}):
        at = NOW + timedelta(hours=hour)
        if hour == answered:
            actions.answer_complaint(complaint=made, by=by, answer="已处理", at=at)
        clockwork.tick(at)
        made.refresh_from_db()
    over = [hour for hour in ticks if hour > 15 * 24 and (answered is None or hour < answered)]
    assert made.missed_at == (NOW + timedelta(hours=over[0]) if over else None)
    told = kinds(COUNTY if about == STREET else STREET, made)
    assert len([kind for kind in told if kind in {"urged", "escalated_by_clock"}]) == bool(over)
    assert bool(policies.may_hear(cast["county"], made)) == (about == STREET or bool(over))
