"""To whom a case may be given from its page: what is offered can be chosen, and nobody else."""

from linli.cases import queries
from tests.builders import Town, reported_to
from tests.web.desk.conftest import Open


def test_a_department_is_offered_its_own_people_and_gives_them_the_case(town: Town, open_as: Open) -> None:
    case, officer = reported_to("department", town), town.department_officer
    case.refresh_from_db()
    client, address = open_as(officer), f"/desk/{case.street}/{case.number}/dispatch/"
    page = client.get(address).content.decode()
    assert f'value="{officer.person_id}"' in page
    assert f'value="{town.grid_member.person_id}"' not in page
    refused = client.post(address, {"seen": case.version, "assignee": town.grid_member.person_id})
    assert refused.status_code == 200
    assert client.post(address, {"seen": case.version, "assignee": officer.person_id}).status_code == 302
    found = queries.get_case(case.pk)
    assert found is not None
    assert found.assignee_id == officer.person_id


def test_who_may_not_have_a_case_is_not_offered(town: Town, open_as: Open) -> None:
    case = reported_to("community", town)
    page = (
        open_as(town.community_officer).get(f"/desk/{case.street}/{case.number}/dispatch/").content.decode()
    )
    assert f'value="{town.grid_member.person_id}"' in page
    for onlooker in (town.secretary, town.supervisor):
        assert f'value="{onlooker.person_id}"' not in page
