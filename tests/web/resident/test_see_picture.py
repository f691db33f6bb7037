"""Pictures: to everybody once public, to a page that was given a permit, to staff who see the case, else to nobody."""

import pytest
from django.test import Client

from linli.cases import actions
from linli.cases.models import Case
from linli.people.models import Person
from linli.people.rows import Viewer
from linli.pictures import actions as pictures
from linli.pictures.models import Picture
from linli.web.resident import grants
from tests.builders import AT, OTHER_STREET, STREET, Town, report
from tests.web.resident.forms import photo, words


@pytest.fixture
def case(town: Town) -> Case:
    """This will report something with a picture."""
    return report(pictures=[pictures.prepare(street=STREET, file=photo(), at=AT)])


def plain(size: str = "middle") -> str:
    """This will give the picture's address without a permit."""
    return grants.address(Picture.objects.get(), size, permit=False)


def sign_in(who: Viewer) -> Client:
    """This will give the browser of somebody on duty."""
    browser = Client()
    browser.force_login(Person.objects.get(pk=who.person_id))
    return browser


def test_the_reporters_page_shows_it_and_its_bare_address_does_not(case: Case, phone: Client) -> None:
    page = words(phone.get(f"/{STREET}/t/{case.tracking}/"))
    source = page.split('<img src="')[1].split('"')[0].replace("&amp;", "&")
    served = phone.get(source)
    assert served.status_code == 200
    assert served["Content-Type"] == "image/jpeg"
    assert served["Cache-Control"].startswith("private")
    assert "sandbox" in served["Content-Security-Policy"]
    assert phone.get(plain()).status_code == 404


@pytest.mark.parametrize("permit", ["", "x", "1a:b:c", "0:" + "A" * 43, "A" * 5000, "\x00"])
def test_a_forged_permit_opens_nothing(case: Case, phone: Client, permit: str) -> None:
    assert phone.get(plain(), {"permit": permit}).status_code == 404


def test_a_permit_ends_after_some_hours_and_is_for_one_picture(
    case: Case, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = grants.address(Picture.objects.get(), "small")
    token = Picture.objects.get().token
    assert phone.get(address.replace(token, "B" * len(token))).status_code == 404
    monkeypatch.setattr(grants, "HOURS", -1)
    assert phone.get(address).status_code == 404


def test_staff_see_it_by_their_duty(case: Case, town: Town) -> None:
    for who in (town.grid_member, town.community_officer, town.street_officer):
        assert sign_in(who).get(plain()).status_code == 200
    for who in (town.second_grid_member, town.sibling_officer, town.stranger):
        assert sign_in(who).get(plain()).status_code == 404


def test_released_with_its_case_everybody_sees_it_until_the_case_is_taken_back(
    case: Case, town: Town, phone: Client
) -> None:
    pictures.release(picture=Picture.objects.get(), by=town.community_officer, at=AT)
    assert phone.get(plain()).status_code == 404
    actions.release(case=case, by=town.community_officer, at=AT, public_title="路口垃圾")
    served = phone.get(plain())
    assert served.status_code == 200
    assert served["Cache-Control"].startswith("public")
    actions.unrelease(case=case, by=town.community_officer, at=AT)
    assert phone.get(plain()).status_code == 404


@pytest.mark.parametrize("size", ["original", "huge", "../small", ""])
def test_there_are_three_sizes_and_no_other(case: Case, phone: Client, size: str) -> None:
    address = grants.address(Picture.objects.get(), "small").replace("-small.jpg", f"-{size}.jpg")
    assert phone.get(address).status_code == 404


def test_another_street_has_no_such_picture(case: Case, phone: Client) -> None:
    assert (
        phone.get(grants.address(Picture.objects.get(), "small").replace(STREET, OTHER_STREET)).status_code
        == 404
    )
