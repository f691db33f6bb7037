"""The first day of a street's administrator: in order, with reasons, counted until done, put aside and found again."""

import re

import pytest

from linli.people import actions as people
from linli.people.models import PutAside
from linli.people.rows import Viewer
from linli.places.actions import change_setting
from linli.web.setup.checklist import left, tasks
from tests.builders import AT, STREET, Town
from tests.web.desk.conftest import NOW, Open

GUIDE = f"/setup/{STREET}/"


def text(answer: object) -> str:
    assert getattr(answer, "status_code", 0) == 200
    return str(getattr(answer, "content", b"").decode())


def count_of(page: str, address: str) -> str:
    """This will read the number beside a link of the rail, "" for none."""
    link = page[page.index(f'href="{address}"') :]
    found = re.search(r'<span class="n">([^<]*)</span>', link[: link.index("</a>")])
    return found[1] if found else ""


def test_each_task_says_why_and_leads_to_a_page(town: Town, open_as: Open) -> None:
    admin = open_as(town.street_admin)
    page = text(admin.get(GUIDE))
    for task in tasks(STREET, NOW):
        assert task.why
        assert f'href="{task.address}"' in page
        assert admin.get(task.address).status_code == 200


def test_what_is_left_is_counted_beside_the_way_in_set_up_and_on_the_desk(town: Town, open_as: Open) -> None:
    admin, before = open_as(town.street_admin), left(STREET, NOW)
    assert before > 0
    assert count_of(text(admin.get(GUIDE)), GUIDE) == str(before)
    assert count_of(text(admin.get("/desk/notices/")), "/setup/") == str(before)
    change_setting(key="office.phone", place=STREET, text="0377-66210000", by=None, at=AT)
    assert left(STREET, NOW) == before - 1
    assert count_of(text(admin.get("/desk/notices/")), "/setup/") == str(before - 1)


def test_the_first_that_is_left_is_the_next(town: Town, open_as: Open) -> None:
    following = next(task for task in tasks(STREET, NOW) if not task.done)
    page = text(open_as(town.street_admin).get(GUIDE))
    step = page[page.index('aria-current="step"') :]
    assert f'href="{following.address}"' in step[: step.index("</li>")]


def test_it_is_put_aside_and_found_again(town: Town, open_as: Open) -> None:
    admin = open_as(town.street_admin)
    for _twice in range(2):
        assert admin.post(GUIDE, {"action": "aside"}).status_code == 302
    page = text(admin.get(GUIDE))
    assert count_of(page, GUIDE) == ""
    assert count_of(text(admin.get("/desk/notices/")), "/setup/") == ""
    assert 'value="again"' in page
    assert PutAside.objects.count() == 1
    admin.post(GUIDE, {"action": "again"})
    assert count_of(text(admin.get(GUIDE)), GUIDE) == str(left(STREET, NOW))


def test_one_person_s_choice_is_not_another_s(town: Town, open_as: Open) -> None:
    people.put_aside(by=town.street_admin, street=STREET, what="first_day")
    assert count_of(text(open_as(town.county_admin).get(GUIDE)), GUIDE) == str(left(STREET, NOW))


@pytest.mark.parametrize("action", ["", "nonsense", "\0"])
def test_another_word_changes_nothing(town: Town, open_as: Open, action: str) -> None:
    assert open_as(town.street_admin).post(GUIDE, {"action": action}).status_code in {200, 302}
    assert not PutAside.objects.exists()


@pytest.mark.parametrize("who", ["street_officer", "community_officer", "leader"])
def test_who_sets_nothing_up_sees_nothing_of_it(town: Town, open_as: Open, who: str) -> None:
    viewer: Viewer = town.cast[who]
    assert 'href="/setup/"' not in text(open_as(viewer).get("/desk/notices/"))
