"""The outbox of a browser sends the page's own form and is answered in JSON; the key makes many tries one report."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from linli.cases.models import Case, Follower
from linli.people.models import Person
from linli.pictures.models import Picture
from tests.builders import EAST, STREET, Town
from tests.web.resident.forms import filled, named, photo, words

PAGE = f"/{STREET}/report/"


def told(phone: Client, address: str, form: dict[str, Any], **headers: str) -> dict[str, Any]:
    """This will send a form as the outbox does, with a fresh token, and give what it is told."""
    token = {} if "X-CSRFToken" in headers else {"X-CSRFToken": phone.get("/outbox/token/").json()["token"]}
    answer = phone.post(address, form, headers={"X-Linli-Outbox": "1", **token, **headers})
    given: dict[str, Any] = answer.json()
    return given


def test_a_report_is_done_and_its_code_is_told_however_often_it_is_sent(town: Town, phone: Client) -> None:
    form = filled(phone.get(PAGE), text="墙边堆了装修垃圾。", community=EAST)
    first, again = told(phone, PAGE, form), told(phone, PAGE, form | {"looked": "1"})
    case = Case.objects.get()
    assert first == {
        "outcome": "done",
        "address": f"/{STREET}/t/{case.tracking}/?done=new",
        "code": case.tracking,
    }
    assert again == first


def test_a_report_that_says_too_little_is_refused_in_words_by_field(town: Town, phone: Client) -> None:
    answer = told(phone, PAGE, filled(phone.get(PAGE), text=""))
    assert answer["outcome"] == "refused"
    assert set(answer["errors"]) == {"text", "community"}
    assert answer["words"] in {sentence for each in answer["errors"].values() for sentence in each}
    assert not Case.objects.exists()


def test_similar_cases_are_to_be_looked_at_unless_nobody_is_there_to_look(town: Town, phone: Client) -> None:
    where = {"lon": "112.3651", "lat": "32.5288"}
    told(phone, PAGE, filled(phone.get(PAGE), text="路灯不亮", **where))
    form = filled(phone.get(PAGE), text="路灯坏了", **where)
    assert told(phone, PAGE, form)["outcome"] == "look"
    assert Case.objects.count() == 1
    assert told(phone, PAGE, form | {"looked": "1"})["outcome"] == "done"
    assert not Follower.objects.exists()


def test_pictures_go_ahead_one_by_one_and_the_report_names_them(town: Town, phone: Client) -> None:
    tickets = [told(phone, f"{PAGE}picture/", {"picture": photo()})["ticket"] for _ in range(2)]
    assert not Picture.objects.exists()
    form = filled(phone.get(PAGE), text="", community=EAST, kept=tickets)
    codes = {told(phone, PAGE, form)["code"] for _ in range(3)}
    assert codes == {Case.objects.get().tracking}
    assert Picture.objects.count() == 2


def test_what_is_no_picture_is_said_and_the_words_were_not_sent(town: Town, phone: Client) -> None:
    answer = told(phone, f"{PAGE}picture/", {"picture": named(b"%PDF-1.7", "a.jpg")})
    assert answer["outcome"] == "refused"
    assert answer["words"]
    assert told(phone, f"{PAGE}picture/", {})["outcome"] == "refused"


def test_a_ticket_that_has_passed_asks_for_the_picture_again(town: Town, phone: Client) -> None:
    form = filled(phone.get(PAGE), text="有垃圾", community=EAST, kept=["invented"])
    answer = told(phone, PAGE, form)
    assert (answer["outcome"], answer["expired"]) == ("refused", True)
    assert not Case.objects.exists()


def test_a_form_whose_token_has_passed_is_stale_and_goes_with_a_fresh_one(town: Town) -> None:
    careful = Client(enforce_csrf_checks=True)
    form = filled(careful.get(PAGE), text="有垃圾", community=EAST)
    careful.cookies.clear()
    old = form.pop("csrfmiddlewaretoken")
    assert told(careful, PAGE, form, **{"X-CSRFToken": old})["outcome"] == "stale"
    assert told(careful, PAGE, form)["outcome"] == "done"


def test_a_token_of_somewhere_else_is_no_token(town: Town) -> None:
    careful, other = Client(enforce_csrf_checks=True), Client()
    form = filled(careful.get(PAGE), text="有垃圾", community=EAST)
    form.pop("csrfmiddlewaretoken")
    foreign = other.get("/outbox/token/").json()["token"]
    assert told(careful, PAGE, form, **{"X-CSRFToken": foreign})["outcome"] == "stale"
    assert not Case.objects.exists()


def test_a_board_taken_away_meanwhile_is_refused_with_the_field_to_fill(town: Town, phone: Client) -> None:
    answer = told(phone, f"/{STREET}/q/nosuchboard/", {"text": "有垃圾", "key": "k" * 24})
    assert (answer["outcome"], set(answer["errors"])) == ("refused", {"community"})


def test_a_street_that_is_gone_is_told_as_refused(town: Town, phone: Client) -> None:
    assert told(phone, "/411329999/report/", {"text": "有垃圾"})["outcome"] == "refused"


def test_a_step_kept_by_one_person_is_not_sent_by_the_next_at_the_phone(town: Town) -> None:
    browser = Client()
    assert told(browser, "/m/", {}, **{"X-Linli-Person": "somebody"}) == {
        "outcome": "signed_out",
        "address": "/sign-in/?next=/m/",
    }
    browser.force_login(Person.objects.get(pk=town.grid_member.person_id))
    mark = browser.get("/outbox/token/").json()["person"]
    assert mark
    assert told(browser, "/m/notices/", {}, **{"X-Linli-Person": mark})["outcome"] == "done"
    assert told(browser, "/m/notices/", {}, **{"X-Linli-Person": "somebody"})["outcome"] == "signed_out"


@pytest.mark.parametrize("offline", [True, False])
def test_the_worker_is_of_this_release_or_leaves(
    settings: LazySettings, phone: Client, offline: bool
) -> None:
    settings.OFFLINE = offline
    answer = phone.get("/sw.js")
    assert answer["Cache-Control"] == "no-cache"
    assert ("unregister" in words(answer)) is not offline
    assert ("X-Linli-Shell" in words(answer)) is offline


def test_only_a_page_of_nobody_in_particular_may_be_kept(town: Town, phone: Client) -> None:
    assert phone.get(PAGE)["X-Linli-Shell"] == "1"
    assert not phone.get(f"{PAGE}?community={EAST}").has_header("X-Linli-Shell")
    phone.cookies["sessionid"] = "somebody"
    assert not phone.get(PAGE).has_header("X-Linli-Shell")
