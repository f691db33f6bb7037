"""Duties, accounts, organisations and tables of them."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases import actions
from linli.facts.models import Fact
from linli.people import queries as people
from linli.people.models import Duty, Organisation, Person
from tests.builders import AT as REPORTED
from tests.builders import EAST, EAST_1, EAST_2, STREET, Town, give_duty, report
from tests.web.desk.conftest import Open

AT = f"/setup/{STREET}/"


def duty_of(town: Town, name: str) -> Duty:
    return Duty.objects.get(person_id=town.cast[name].person_id)


def test_vacancies_come_first_with_who_does_their_work(town: Town, open_as: Open) -> None:
    give_duty(None, "grid_lead", EAST_1)
    words = open_as(town.street_admin).get(AT + "duties/").content.decode()
    assert words.index("Vacant") < words.index("grid member")
    assert "role=grid_lead" in words


def test_a_duty_is_given_and_fills_its_vacancy(town: Town, open_as: Open) -> None:
    vacant = give_duty(None, "grid_lead", EAST_1)
    client, who = open_as(town.street_admin), town.supervisor.person_id
    given = {"role": "grid_lead", "where": EAST_1, "person": str(who)}
    assert client.post(AT + "duties/new/", given).status_code == 302
    assert Duty.objects.filter(person_id=who, role="grid_lead", to_on=None).count() == 1
    vacant.refresh_from_db()
    assert vacant.to_on is not None
    again = client.post(AT + "duties/new/", given)
    assert "has the duty already" in again.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose one from the list."),
        ({"role": "grid_lead", "where": EAST}, "cannot be held at this place"),
        ({"role": "grid_lead", "where": "411329999"}, "Choose one from the list."),
        ({"role": "county_admin", "where": STREET}, "Choose one from the list."),
        ({"role": "auditor", "where": STREET}, "Choose one from the list."),
        ({"role": "grid_lead", "where": EAST_1, "person": "9" * 40}, "Choose one from the list."),
        (
            {"role": "grid_lead", "where": EAST_1, "from_on": "2026-12-02", "to_on": "2026-12-01"},
            "before the first",
        ),
    ],
)
def test_a_duty_that_cannot_be_is_refused(
    town: Town, open_as: Open, given: dict[str, str], sentence: str
) -> None:
    answer = open_as(town.street_admin).post(AT + "duties/new/", given)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_handing_over_says_how_many_open_cases_go_with_it(town: Town, open_as: Open) -> None:
    case = report()
    actions.dispatch(
        case=case, by=town.community_officer, at=REPORTED, assignee_id=town.grid_member.person_id
    )
    case.refresh_from_db()
    assert case.assignee_id == town.grid_member.person_id
    duty, to = duty_of(town, "grid_member"), town.supervisor.person_id
    page = f"{AT}duties/{duty.id}/hand-over/"
    client = open_as(town.street_admin)
    assert "1 open case goes with this duty." in client.get(page).content.decode()
    assert client.post(page, {"person": ""}).status_code == 200
    assert client.post(page, {"person": str(to)}).status_code == 302
    case.refresh_from_db()
    assert case.assignee_id == to
    assert client.post(page, {"person": str(to)}).status_code == 404


def test_leave_has_a_deputy_and_ends(town: Town, open_as: Open) -> None:
    duty, client = duty_of(town, "grid_member"), open_as(town.street_admin)
    page, deputy = f"{AT}duties/{duty.id}/leave/", str(town.second_grid_member.person_id)
    wrong = {"person": deputy, "from_on": "2026-12-09", "to_on": "2026-12-01"}
    assert "ends before it begins" in client.post(page, wrong).content.decode()
    assert client.post(page, wrong | {"to_on": "2099-12-20"}).status_code == 302
    duty.refresh_from_db()
    assert duty.deputy_id == town.second_grid_member.person_id
    client.post(f"{AT}duties/{duty.id}/", {"action": "end-leave"})
    duty.refresh_from_db()
    assert duty.deputy_id is None


def test_a_duty_ends_goes_vacant_and_on_the_roster(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    first, second = duty_of(town, "grid_member"), duty_of(town, "second_grid_member")
    client.post(f"{AT}duties/{first.id}/", {"action": "roster"})
    first.refresh_from_db()
    assert first.on_roster
    client.post(f"{AT}duties/{first.id}/", {"action": "vacate"})
    assert Duty.objects.filter(place=EAST_1, person=None, role="grid_member").exists()
    assert client.post(f"{AT}duties/{second.id}/", {"on": "never"}).status_code == 200
    assert client.post(f"{AT}duties/{second.id}/", {"on": ""}).status_code == 302
    assert not Duty.objects.filter(id=second.id, to_on=None).exists()


def test_nobody_ends_their_own_duty_as_administrator(town: Town, open_as: Open) -> None:
    duty = duty_of(town, "street_admin")
    answer = open_as(town.street_admin).post(f"{AT}duties/{duty.id}/", {"on": ""})
    assert "Ask another administrator" in answer.content.decode()


def test_a_duty_of_another_street_does_not_exist(town: Town, open_as: Open) -> None:
    duty = duty_of(town, "stranger")
    for page in ("", "hand-over/", "leave/"):
        assert open_as(town.street_admin).get(f"{AT}duties/{duty.id}/{page}").status_code == 404


def test_a_new_account_gets_a_link_once_and_the_person_a_password(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    given = {"username": "zhang.san", "name": "张三", "language": "zh-hans"}
    words = client.post(AT + "people/new/", given).content.decode()
    found = re.search(r"/sign-in/[\w-]+/", words)
    assert found
    assert Client().get(found[0]).status_code == 200
    person = Person.objects.get(username="zhang.san")
    assert found[0] not in client.get(f"{AT}people/{person.pk}/").content.decode()
    assert "no password yet" in client.get(AT + "people/").content.decode()
    assert "/sign-in/" in client.post(f"{AT}people/{person.pk}/", {"action": "link"}).content.decode()


def test_no_street_makes_a_link_for_who_watches_it(town: Town, open_as: Open) -> None:
    page = f"{AT}people/{town.auditor.person_id}/"
    own = open_as(town.street_admin).post(page, {"action": "link"}, follow=True).content.decode()
    assert "administrator of the county" in own
    assert not re.search(r"/sign-in/\w+-\w", own)
    assert "/sign-in/" in open_as(town.county_admin).post(page, {"action": "link"}).content.decode()


def test_a_duty_to_come_is_on_the_list(town: Town, open_as: Open) -> None:
    client, who = open_as(town.street_admin), town.supervisor.person_id
    client.post(
        AT + "duties/new/", {"role": "grid_lead", "where": EAST_2, "person": who, "from_on": "2099-01-01"}
    )
    assert "2099-01-01" in client.get(AT + "duties/").content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"username": "leader"}, "taken"),
        ({"username": "<b>"}, "2 to 60 letters"),
        ({"username": "x" * 500}, "at most 60"),
        ({"name": " "}, "Fill this in."),
        ({"email": "no@"}, "no e-mail address"),
    ],
)
def test_a_wrong_account_is_refused_and_kept(
    town: Town, open_as: Open, given: dict[str, str], sentence: str
) -> None:
    whole = {"username": "li.si", "name": "李四", "language": "zh-hans", "work_phone": "0377&1"} | given
    words = open_as(town.street_admin).post(AT + "people/new/", whole).content.decode()
    assert sentence in words
    assert "0377&amp;1" in words
    assert not Person.objects.filter(username="li.si").exists()


def test_an_account_is_changed_closed_and_opened_again(town: Town, open_as: Open) -> None:
    client, who = open_as(town.street_admin), town.grid_member.person_id
    page = f"{AT}people/{who}/"
    assert client.post(page, {"name": "王五", "language": "en"}).status_code == 302
    assert people.names([who]) == {who: "王五"}
    client.post(page, {"action": "close"})
    assert not Person.objects.get(pk=who).is_active
    client.post(page, {"action": "reopen"})
    assert Person.objects.get(pk=who).is_active
    own = f"{AT}people/{town.street_admin.person_id}/"
    assert "Ask another administrator" in client.post(own, {"action": "close"}, follow=True).content.decode()
    assert client.get(f"{AT}people/{town.stranger.person_id}/").status_code == 404
    assert client.get(f"{AT}people/{town.county_admin.person_id}/").status_code == 404
    assert client.get(f"{AT}people/{10**30}/").status_code == 404


def test_organisations_are_made_changed_and_closed(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    given: dict[str, Any] = {"kind": "volunteer_team", "code": "ZY1", "name_zh": "志愿队", "place": EAST}
    assert client.post(AT + "organisations/new/", given).status_code == 302
    assert "code is taken" in client.post(AT + "organisations/new/", given).content.decode()
    row = Organisation.objects.get(code="ZY1")
    page = f"{AT}organisations/{row.id}/"
    assert client.post(page, {"name_zh": ""}).status_code == 200
    assert client.post(page, {"name_zh": "东关志愿队"}).status_code == 302
    assert client.post(page, {"action": "close"}).status_code == 302
    assert client.get(page).status_code == 404
    assert client.get(f"{AT}organisations/{town.department.id}/").status_code == 404


def upload(client: Client, words: str, **more: str) -> Any:
    """Sends a table as a browser does."""
    file = SimpleUploadedFile("人员.csv", words.encode())
    return client.post(AT + "tables/", {"table": "people", "file": file, **more})


def seen(answer: Any) -> str:
    """The digest the page asks to be sent back."""
    found = re.search(r'name="seen"(?: value="([0-9a-f]*)")?', answer.content.decode())
    return (found and found[1]) or ""


TABLE = "用户名,姓名\nzhao.liu,赵六\n"


def test_a_table_is_previewed_and_then_taken_over(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    preview = upload(client, TABLE)
    assert "zhao.liu" in preview.content.decode()
    assert not Person.objects.filter(username="zhao.liu").exists()
    assert upload(client, TABLE, seen=seen(preview)).status_code == 302
    assert Person.objects.filter(username="zhao.liu").exists()


def test_another_file_than_the_one_seen_is_only_previewed(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    digest = seen(upload(client, TABLE))
    other = upload(client, TABLE + "sun.qi,孙七\n", seen=digest)
    assert "not the file of the preview" in other.content.decode()
    assert not Person.objects.filter(username="sun.qi").exists()
    assert upload(client, TABLE, seen="0" * 64).status_code == 200
    assert not Person.objects.filter(username="zhao.liu").exists()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "\n",
        "x" * 10_000,
        "用户名,密码\na.b,c\n",
        "用户名,姓名\n<script>,甲\n",
        "PK\x03\x04nothing",
        "\x00\x01",
    ],
)
def test_a_table_that_cannot_be_used_changes_nothing(town: Town, open_as: Open, words: str) -> None:
    before, facts = Person.objects.count(), Fact.objects.count()
    answer = upload(open_as(town.street_admin), words)
    assert answer.status_code == 200
    assert "<script>," not in answer.content.decode()
    assert seen(answer) == ""
    assert (Person.objects.count(), Fact.objects.count()) == (before, facts)


@pytest.mark.parametrize(
    "page", ["duties/", "people/", "organisations/", "boards/", "categories/", "settings/"]
)
def test_a_list_costs_the_same_however_long(
    town: Town, open_as: Open, page: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(40):
        person = Person.objects.create(id=10_000 + n, street=STREET, username=f"many{n}", name=f"多{n}")
        give_duty(person, "grid_member", EAST_2)
        Organisation.objects.create(
            id=20_000 + n, street=STREET, kind="branch", code=f"B{n}", name={"zh-hans": "支部"}
        )
    client = open_as(town.street_admin)
    client.get(AT + page)
    with django_assert_max_num_queries(12):
        assert client.get(AT + page).status_code == 200
