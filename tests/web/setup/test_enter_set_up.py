"""Who comes in: the administrator of the street and of its county; for the rest it is refused or does not exist."""

import pytest
from django.test import Client

from tests.builders import OTHER_STREET, STREET, Town
from tests.web.desk.conftest import Open

PAGES = (
    "", "categories/", "categories/new/", "categories/01-02/", "templates/", "templates/new/", "duties/", "duties/new/",
    "people/", "people/new/", "organisations/", "organisations/new/", "tables/", "boards/", "boards/new/",
    "boards/DGTOKEN234567890/", "boards/DGTOKEN234567890/label/", "holidays/", "holidays/?year=2027", "settings/",
    "settings/office.phone/", "settings/places.box/", "areas/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["street_admin", "county_admin"])
def test_an_administrator_opens_every_page(town: Town, open_as: Open, who: str, page: str) -> None:
    answer = open_as(town.cast[who]).get(f"/setup/{STREET}/{page}")
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("page", PAGES)
def test_another_street_does_not_exist(town: Town, open_as: Open, page: str) -> None:
    client = open_as(town.street_admin)
    assert client.get(f"/setup/{OTHER_STREET}/{page}").status_code == 404
    assert client.post(f"/setup/{OTHER_STREET}/{page}", {"action": "retire"}).status_code == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["street_officer", "leader", "grid_member", "auditor", "stranger"])
def test_another_duty_is_refused(town: Town, open_as: Open, who: str, page: str) -> None:
    client = open_as(town.cast[who])
    assert client.get(f"/setup/{STREET}/{page}").status_code == 403
    assert client.post(f"/setup/{STREET}/{page}", {}).status_code == 403


def test_set_up_begins_at_ones_own_street(town: Town, open_as: Open) -> None:
    assert open_as(town.street_admin).get("/setup/")["Location"] == f"/setup/{STREET}/"
    assert open_as(town.county_admin).get("/setup/").status_code == 302
    assert open_as(town.leader).get("/setup/").status_code == 403


def test_the_county_chooses_among_its_streets(town: Town, open_as: Open) -> None:
    words = open_as(town.county_admin).get(f"/setup/{OTHER_STREET}/").content.decode()
    assert f"/setup/{STREET}/" in words


def test_who_is_not_signed_in_is_asked_to(town: Town) -> None:
    answer = Client().get(f"/setup/{STREET}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
