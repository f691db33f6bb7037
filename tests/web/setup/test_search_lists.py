"""Long lists of set-up are looked through by words and read fifty at a time."""

import re

import pytest

from linli.people.models import Organisation, Person
from linli.places.models import LocationType, Spot
from linli.web.setup.searching import PAGE_SIZE
from tests.builders import EAST, EAST_1, EAST_2, STREET, Town, give_duty
from tests.web.desk.conftest import Open

AT = f"/setup/{STREET}/"
MANY = 2 * PAGE_SIZE + 20


@pytest.fixture
def many(town: Town) -> None:
    """This will fill every list: number 77 alone is called 七七."""
    for n in range(MANY):
        chinese = "七七" if n == 77 else f"第{n}位"
        person = Person.objects.create(id=10_000 + n, street=STREET, username=f"many-{n:03}", name=chinese)
        give_duty(person, "grid_member", EAST_2)
        Organisation.objects.create(
            id=20_000 + n, street=STREET, kind="branch", code=f"B{n}", name={"zh-hans": chinese}
        )
        Spot.objects.create(
            id=30_000 + n, street=STREET, token=f"TOKEN{n:05}ABCDEF", name={"zh-hans": chinese},
            community=EAST, grid=EAST_1, location_type=LocationType.ROADSIDE, lon=112.361, lat=32.531,
        )  # fmt: skip


LISTS = ("people/", "duties/", "organisations/", "boards/")


def links(page: str) -> int:
    """This will count the rows of a page: the cells that head one and lead on."""
    return len(re.findall(r'<th scope="row"><a ', page))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", LISTS)
def test_fifty_at_a_time_with_the_whole_count(town: Town, open_as: Open, name: str) -> None:
    client = open_as(town.street_admin)
    first, last = client.get(AT + name).content.decode(), client.get(f"{AT}{name}?page=99").content.decode()
    assert links(first) == PAGE_SIZE
    total = int(re.search(r"(\d+) entries", first)[1])  # type: ignore[index]
    assert total >= MANY
    assert 0 < links(last) <= total % PAGE_SIZE  # the county's organisations are no links
    assert 'rel="next"' in first
    assert 'rel="prev"' in last


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", LISTS)
def test_words_find_one_among_many(town: Town, open_as: Open, name: str) -> None:
    client = open_as(town.street_admin)
    found = client.get(AT + name, {"q": " 七七 "}).content.decode()
    assert links(found) == 1
    assert "1 entry" in found
    assert 'value="七七"' in found
    nothing = client.get(AT + name, {"q": "没有这个词"}).content.decode()
    assert links(nothing) == 0
    assert "Nothing matches" in nothing


@pytest.mark.usefixtures("many")
def test_all_words_must_stand_there_in_any_order_and_case(town: Town, open_as: Open) -> None:
    client = open_as(town.street_admin)
    assert links(client.get(AT + "people/", {"q": "MEMBER Many-07"}).content.decode()) == 10
    assert links(client.get(AT + "people/", {"q": "many-07 auditor"}).content.decode()) == 0


def test_vacant_duties_are_looked_through_too(town: Town, open_as: Open) -> None:
    give_duty(None, "grid_lead", EAST_1)
    client = open_as(town.street_admin)
    assert "role=grid_lead" in client.get(AT + "duties/", {"q": "lead"}).content.decode()
    assert "role=grid_lead" not in client.get(AT + "duties/", {"q": "auditor"}).content.decode()


def test_a_short_list_asks_for_no_words(town: Town, open_as: Open) -> None:
    page = open_as(town.street_admin).get(AT + "boards/").content.decode()
    assert "Notice board" in page
    assert 'type="search"' not in page
