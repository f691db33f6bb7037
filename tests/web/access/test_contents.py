"""What lists, searches and rows show: exactly what somebody may read, and nothing about whom it concerns."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.people import queries as people
from linli.people.models import Role
from linli.pictures.models import Picture
from linli.web.admin import site
from tests.builders import AT, COUNTY, EAST, EAST_1, EAST_GROUP, STREET, somebody
from tests.web.access.secrets import READERS, leaks, marks, reports
from tests.web.access.table import PARTS, WHERE
from tests.web.access.town import PHONE, Scene, mark
from tests.web.access.visiting import visit

pytestmark = pytest.mark.django_db
WORKERS = {part: role for part, role in PARTS.items() if role in set(Role)}


@pytest.mark.parametrize("part", list(WORKERS))
def test_a_search_finds_what_somebody_may_read_and_nothing_else(scene: Scene, part: str) -> None:
    for address in ("/desk/cases/?status=any", "/desk/cases/?status=any&q=暗号"):
        page = visit(scene, part, "GET", address)
        assert marks(page.text) == reports(WORKERS[part]), address


@pytest.mark.parametrize("part", ["hea", "gme", "com", "dep", "pty", "aud", "jud", "vol"])
def test_a_list_of_ones_own_work_and_its_search_hold_nothing_of_others(scene: Scene, part: str) -> None:
    for address in ("/desk/?q=暗号", "/desk/", "/m/", "/m/?status=ended", "/desk/notices/", "/m/notices/"):
        assert marks(visit(scene, part, "GET", address).text) <= reports(WORKERS[part])


@pytest.mark.parametrize("part", list(WORKERS))
def test_nobody_finds_a_report_by_the_phone_of_whoever_sent_it(scene: Scene, part: str) -> None:
    for where in ("own", "sibling", "other"):
        phone = PHONE.format(place=WHERE.index(where) + 1, n=1)
        for asked in (phone, phone[-4:]):
            page = visit(scene, part, "GET", f"/desk/cases/?status=any&q={asked}")
            assert not marks(page.text)


@pytest.mark.parametrize("part", list(WORKERS))
def test_a_number_or_a_code_finds_only_what_may_be_read(scene: Scene, part: str) -> None:
    for where in WHERE:
        case = scene.there[where].case
        for asked in (case.number, case.tracking):
            page = visit(scene, part, "GET", f"/desk/cases/?status=any&q={asked}")
            may = WORKERS[part] in READERS[where]
            assert (mark(where, 1) in marks(page.text)) == may, (where, asked)
            assert marks(page.text) <= reports(WORKERS[part])


@pytest.mark.parametrize("part", ["adm", "cou"])
def test_rows_of_the_admin_are_those_of_ones_own_streets_without_a_contact(scene: Scene, part: str) -> None:
    for model in site._registry:
        kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        page = visit(scene, part, "GET", reverse(f"{kind}_changelist"))
        assert page.status == 200, kind
        assert not leaks(scene, WORKERS[part], page.text), kind
        for street in (STREET, "411329002", COUNTY):
            row = model._default_manager.filter(street=street).first()
            if row is None:
                continue
            page = visit(scene, part, "GET", reverse(f"{kind}_change", args=[row.pk]))
            assert not leaks(scene, WORKERS[part], page.text), (kind, street)
            if part == "adm" and street != STREET:
                assert page.status == 302, (kind, street)


@pytest.mark.parametrize("part", ["gme", "cad", "com", "off", "lea", "adm", "ins", "sup", "sec", "cou"])
def test_the_picture_from_before_it_was_covered_is_offered_to_the_streets_leaders_alone(
    scene: Scene, part: str
) -> None:
    there = scene.there["own"]
    Picture.objects.filter(pk=there.picture.pk).update(
        original_until=AT.replace(year=2027), boxes=[[1, 1, 9, 9]]
    )
    address = reverse("picture-desk", args=[there.street, there.case.number, there.picture.pk])
    page = visit(scene, part, "GET", address)
    assert page.status == 200
    assert ('value="restore"' in page.text) == (part in {"lea", "adm"})


def test_the_public_reads_the_words_of_the_officer_and_never_those_of_a_report(scene: Scene) -> None:
    for where in WHERE:
        there = scene.there[where]
        page = visit(scene, "ano", "GET", f"/{there.street}/cases/?community={there.community}")
        assert f"公开的第{there.shown.pk}件" in page.text
        assert f"公开的第{there.taken_back.pk}件" not in page.text
        assert not marks(page.text)


@pytest.mark.parametrize(("place", "reads_next"), [(EAST_1, False), (EAST_GROUP, False), (EAST, True)])
def test_a_cadre_reads_the_area_they_answer_for_and_no_other(
    scene: Scene, place: str, reads_next: bool
) -> None:
    person = people.person(somebody(f"v-cadre-{place}", Role.CADRE, place).person_id)
    assert person is not None
    browser = Client()
    browser.force_login(person)
    page = browser.get("/desk/cases/?status=any&q=暗号").content.decode()
    assert marks(page) == reports(Role.CADRE if reads_next else Role.GRID_MEMBER)
    neighbour, sibling = scene.neighbour, scene.there["sibling"].case
    found = browser.get(f"/desk/{STREET}/{neighbour.number}/").status_code
    assert found == (200 if reads_next else 404)
    assert browser.get(f"/desk/{STREET}/{sibling.number}/").status_code == 404
