"""The picture for a group: what everybody may know of a case, and never the code that opens it."""

import pytest
from django.test import Client

from linli.cases import actions, categories
from linli.cases.models import Case
from linli.places.models import PRIVATE_LOCATIONS
from linli.places.rows import in_language
from tests.builders import AT, EAST, STREET, Town, closed, report
from tests.web.resident.forms import words

TITLE, TEXT, OWN = "路口积存垃圾已清走", "已运走两车。", "王老五家门口三天没人清"


def fixed(town: Town, *, released: bool) -> Case:
    """This will close a case and, if asked, release it under the office's words."""
    case = closed(town, text=OWN, name="赵小红", phone="13800138000")
    if released:
        actions.release(case=case, by=town.community_officer, at=AT, public_title=TITLE, public_text=TEXT)
        case.refresh_from_db()
    return case


def of_code(phone: Client, case: Case) -> str:
    """This will open the picture by the code of a case."""
    answer = phone.get(f"/{STREET}/t/{case.tracking}/share/")
    assert answer.status_code == 200
    return words(answer)


def test_a_released_case_is_shown_in_the_offices_words_and_scans_to_its_public_page(
    town: Town, phone: Client
) -> None:
    page = of_code(phone, fixed(town, released=True))
    for said in (TITLE, "东关社区", "已解决", "扫码看怎样办的", "2026年11月24日 周二"):
        assert said in page


def test_a_case_not_released_shows_its_category_and_scans_to_its_community(town: Town, phone: Client) -> None:
    case = fixed(town, released=False)
    page = of_code(phone, case)
    assert in_language(categories.of_street(STREET)[case.category].name) in page
    assert "扫码看本社区在办什么" in page


@pytest.mark.parametrize("released", [True, False])
def test_nothing_on_it_opens_the_report_or_tells_who_made_it(
    town: Town, phone: Client, released: bool
) -> None:
    case = fixed(town, released=released)
    sheet = of_code(phone, case).split('<article class="leaflet"')[1].split("</article>")[0]
    for kept in (case.tracking, OWN, "王老五", "赵小红", "13800138000", "112.36", "permit="):
        assert kept not in sheet


@pytest.mark.parametrize("where", sorted(PRIVATE_LOCATIONS))
def test_of_a_yard_or_a_house_there_is_none_and_the_page_says_why(
    town: Town, phone: Client, where: str
) -> None:
    case = fixed(town, released=True)
    Case.objects.filter(pk=case.pk).update(location_type=where)
    page = of_code(phone, case)
    assert "只公布数量" in page
    assert "leaflet" not in page
    assert "share/" not in words(phone.get(f"/{STREET}/t/{case.tracking}/"))


def test_the_page_of_a_code_leads_to_it(town: Town, phone: Client) -> None:
    case = report()
    assert f"/{STREET}/t/{case.tracking}/share/" in words(phone.get(f"/{STREET}/t/{case.tracking}/"))


def test_everybody_may_make_it_of_a_released_case_alone(town: Town, phone: Client) -> None:
    shown, kept = fixed(town, released=True), fixed(town, released=False)
    assert TITLE in words(phone.get(f"/{STREET}/c/{shown.number}/share/"))
    assert phone.get(f"/{STREET}/c/{kept.number}/share/").status_code == 404
    assert phone.get(f"/{STREET}/c/../../share/").status_code == 404


def test_a_case_without_a_community_scans_to_the_street(town: Town, phone: Client) -> None:
    case = report()
    Case.objects.filter(pk=case.pk).update(community="")
    assert EAST not in of_code(phone, case).split("leaflet")[1]
