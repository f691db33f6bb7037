"""Branch consultation: opened on a stuck case, decided with who and by when, reported back."""

from datetime import date, timedelta

import pytest

from linli.cases import actions
from linli.cases.checks import verify
from linli.cases.models import Consultation
from linli.cases.refusals import Invalid
from linli.people.verdicts import Refused
from tests.builders import AT, Town, reported_to

HOUR = timedelta(hours=1)


def test_a_consultation_is_decided_with_an_owner_and_a_day_and_reported_back(town: Town) -> None:
    case = reported_to("community", town)
    by = town.community_officer
    actions.consult(case=case, by=by, at=AT + HOUR, reason="物业和社区都说不归自己管")
    assert case.consulting
    actions.decide(
        case=case,
        by=by,
        at=AT + 2 * HOUR,
        decision="由社区牵头清运",
        owner_id=by.person_id,
        by_on=date(2100, 1, 1),
    )
    assert (case.consulting, case.assignee_id) == (False, by.person_id)
    actions.report_decision(case=case, by=by, at=AT + 3 * HOUR, words="已经清运")
    row = Consultation.objects.get(case=case)
    assert (row.owner_id, row.reported_at) == (by.person_id, AT + 3 * HOUR)
    assert list(verify()) == []


def test_a_second_consultation_waits_until_the_first_is_decided(town: Town) -> None:
    case = reported_to("community", town)
    actions.consult(case=case, by=town.community_officer, at=AT, reason="办不动")
    with pytest.raises(Refused):
        actions.consult(case=case, by=town.community_officer, at=AT, reason="再开一次")


def test_a_decision_without_owner_or_with_a_past_day_names_both_faults(town: Town) -> None:
    case = reported_to("community", town)
    by = town.community_officer
    actions.consult(case=case, by=by, at=AT, reason="办不动")
    with pytest.raises(Invalid) as refused:
        actions.decide(case=case, by=by, at=AT, decision="清运", owner_id=None, by_on=date(2000, 1, 1))
    assert set(refused.value.errors) == {"owner", "by_on"}
    case.refresh_from_db()
    assert case.consulting


def test_nothing_is_reported_back_where_nothing_was_decided(town: Town) -> None:
    case = reported_to("community", town)
    with pytest.raises(Refused):
        actions.report_decision(case=case, by=town.community_officer, at=AT, words="办好了")


def test_a_case_that_ends_closes_its_consultation(town: Town) -> None:
    case = reported_to("community", town)
    actions.consult(case=case, by=town.community_officer, at=AT, reason="办不动")
    actions.close_no_action(case=case, by=town.community_officer, at=AT + HOUR, reason="现场没有")
    assert not case.consulting
    assert not Consultation.objects.filter(case=case, decided_at=None).exists()
    assert list(verify()) == []
