"""The report on paper: everything a clerk will ask for, in the order of the clerk's form."""

from django.test import Client

from linli.cases import categories
from linli.places.models import LocationType
from linli.places.rows import in_language
from tests.builders import OTHER_STREET, STREET, Town
from tests.web.resident.forms import words


def test_it_offers_every_community_kind_of_place_and_kind_of_problem_to_tick(
    town: Town, phone: Client
) -> None:
    page = words(phone.get(f"/{STREET}/paper/"))
    for said in ("东关社区", "南关社区", *(str(label) for label in LocationType.labels)):
        assert said in page
    for row in categories.of_street(STREET).values():
        assert row.code in page
        assert in_language(row.name) in page


def test_it_asks_in_the_order_in_which_a_clerk_enters_it(town: Town, phone: Client) -> None:
    page = words(phone.get(f"/{STREET}/paper/"))
    asked = [page.index(f"<span>{number}</span>") for number in range(1, 5)]
    assert asked == sorted(asked)
    assert page.index("姓名") < page.index("电话") < page.index("案件编号")


def test_it_scans_to_the_report_of_its_own_street_and_warns_of_danger(town: Town, phone: Client) -> None:
    page = words(phone.get(f"/{STREET}/paper/"))
    assert f"/{STREET}/report/" in page
    assert OTHER_STREET not in page
    assert "110" in page


def test_of_what_is_no_street_there_is_none(town: Town, phone: Client) -> None:
    assert phone.get("/411329999/paper/").status_code == 404
