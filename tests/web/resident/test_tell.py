"""What a reporter says: fixed or not, more words and pictures, one to five, a number, withdrawing, erasing."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from linli.cases import actions
from linli.cases.models import Case, Statement
from linli.facts import worker
from linli.notify.channels import NO_MAIL
from linli.pictures.models import Picture
from linli.privacy.models import Contact
from tests.builders import AT, STREET, Town, closed, handled, report
from tests.web.resident.forms import filled, named, photo, send, send_again, words


def at(case: Case, verb: str = "") -> str:
    """This will give the address of a case's page, or of one of its small pages."""
    return f"/{STREET}/t/{case.tracking}/{verb}{'/' if verb else ''}"


def tap(phone: Client, case: Case, verb: str, **sent: str) -> str:
    """This will tap a button of the case's page, and say where it led."""
    token = filled(phone.get(at(case)))["csrfmiddlewaretoken"]
    answer = phone.post(at(case, verb), {"csrfmiddlewaretoken": token, **sent})
    assert answer.status_code == 303
    case.refresh_from_db()
    led: str = answer["Location"]
    return led


def test_fixed_closes_the_case_and_a_second_tap_changes_nothing(town: Town, phone: Client) -> None:
    case = handled(town)
    token = filled(phone.get(at(case)))["csrfmiddlewaretoken"]
    for _ in range(2):
        answer = phone.post(at(case, "fixed"), {"csrfmiddlewaretoken": token})
        assert answer["Location"] == at(case) + "?done=fixed"
    case.refresh_from_db()
    assert case.status == "fixed"
    assert "已结案" in words(phone.get(answer["Location"]))


def test_fixed_after_the_case_went_on_is_told_and_changes_nothing(town: Town, phone: Client) -> None:
    case = handled(town)
    token = filled(phone.get(at(case)))["csrfmiddlewaretoken"]
    actions.reject(case=case, by=town.community_officer, at=AT, reason="还有两袋")
    answer = phone.post(at(case, "fixed"), {"csrfmiddlewaretoken": token})
    assert "没有记上" in words(phone.get(answer["Location"]))
    case.refresh_from_db()
    assert case.status == "rework"


@pytest.mark.parametrize("stage", [handled, closed])
def test_not_fixed_goes_back_to_the_handler_with_words_and_a_picture(
    town: Town, phone: Client, stage: object
) -> None:
    case: Case = stage(town)  # type: ignore[operator]  # one of two builders
    form = filled(phone.get(at(case, "not-fixed")), words="还有两袋没拿走")
    for _ in range(2):
        answer = phone.post(at(case, "not-fixed"), form | {"picture0": photo()})
        assert answer["Location"] == at(case) + "?done=not_fixed"
    case.refresh_from_db()
    assert case.status == "rework"
    assert Picture.objects.filter(kind="more").count() == 1
    assert "还有两袋没拿走" in words(phone.get(at(case)))


def test_not_fixed_needs_no_word(town: Town, phone: Client) -> None:
    case = handled(town)
    assert send(phone, at(case, "not-fixed")).status_code == 303
    case.refresh_from_db()
    assert case.status == "rework"


def test_a_false_picture_keeps_the_words_and_the_case_as_it_is(town: Town, phone: Client) -> None:
    case = handled(town)
    page = send(phone, at(case, "not-fixed"), words="还有两袋", picture0=named(b"%PDF-1.7", "a.jpg"))
    assert page.status_code == 422
    assert "还有两袋" in words(page)
    case.refresh_from_db()
    assert case.status == "checking"
    assert send_again(phone, at(case, "not-fixed"), page).status_code == 303


def test_words_and_a_picture_are_added_once(town: Town, phone: Client) -> None:
    case = report()
    form = filled(phone.get(at(case, "add")), words="还有一个旧沙发")
    for _ in range(2):
        assert phone.post(at(case, "add"), form | {"picture0": photo()}).status_code == 303
    assert Statement.objects.filter(text="还有一个旧沙发").count() == 1
    assert Picture.objects.count() == 1


def test_what_staff_did_meanwhile_is_no_reason_to_refuse_an_addition(town: Town, phone: Client) -> None:
    case = report()
    form = filled(phone.get(at(case, "add")), words="还有一个旧沙发")
    actions.start(case=case, by=town.grid_member, at=AT)
    assert phone.post(at(case, "add"), form).status_code == 303
    assert "还有一个旧沙发" in words(phone.get(at(case)))


@pytest.mark.parametrize("words_", ["", "垃" * 100_000])
def test_an_addition_that_says_nothing_or_too_much_is_refused_and_stays(
    town: Town, phone: Client, words_: str
) -> None:
    page = send(phone, at(report(), "add"), words=words_)
    assert page.status_code == 422
    assert words_ in words(page)


@pytest.mark.parametrize("given", ["0", "6", "", "-1", "五", "1e9"])
def test_only_one_to_five_is_a_rating(town: Town, phone: Client, given: str) -> None:
    case = closed(town)
    assert tap(phone, case, "rate", satisfaction=given).endswith("done=refused")
    assert case.satisfaction is None


def test_a_rating_is_kept_and_may_be_changed(town: Town, phone: Client) -> None:
    case = closed(town)
    for given in ("2", "5"):
        tap(phone, case, "rate", satisfaction=given)
    assert case.satisfaction == 5


def test_withdrawing_asks_first_and_takes_it_back_once(town: Town, phone: Client) -> None:
    case = report()
    assert phone.get(at(case, "withdraw")).status_code == 200
    case.refresh_from_db()
    assert case.status == "received"
    form = filled(phone.get(at(case, "withdraw")))
    for _ in range(2):
        assert phone.post(at(case, "withdraw"), form)["Location"].endswith("done=withdrawn")
    case.refresh_from_db()
    assert case.status == "withdrawn"


def test_erasing_says_what_stays_and_erases_words_pictures_and_number(town: Town, phone: Client) -> None:
    answer = send(
        phone, f"/{STREET}/report/", text="张三家门口", community="411329001003", phone="13800000000", age_14="on",
        picture0=photo(),
    )  # fmt: skip
    case = Case.objects.get()
    page = words(phone.get(at(case, "erase")))
    assert "留下的" in page
    assert Contact.objects.exists()
    for _ in range(2):
        assert (
            send_again(phone, at(case, "erase"), phone.get(at(case, "withdraw")) or answer).status_code == 303
        )
    assert not Contact.objects.exists()
    assert not Picture.objects.exists()
    assert not Statement.objects.exists()


def test_an_address_can_be_left_and_each_step_is_sent_there(
    town: Town, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = report()
    page = at(case, "contact")
    monkeypatch.setattr(settings, "EMAIL_BACKEND", NO_MAIL)
    assert 'name="email"' not in phone.get(page).content.decode(), "nobody could send anything there"
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    assert 'name="email"' in phone.get(page).content.decode()
    assert send(phone, page, email="nobody", age_14="on").status_code == 422
    assert send(phone, page, email="one@example.org").status_code == 422, "the tick of age is missing"
    assert send(phone, page, email="one@example.org", age_14="on").status_code == 303
    case.refresh_from_db()
    actions.start(case=case, by=town.grid_member, at=AT)
    worker.run_due(AT)
    assert [message.to for message in mail.outbox] == [["one@example.org"]]


def test_a_number_can_be_left_replaced_and_erased(town: Town, phone: Client) -> None:
    case = report()
    page = send(phone, at(case, "contact"), phone="13800000000")
    assert page.status_code == 422
    assert send_again(phone, at(case, "contact"), page, age_14="on").status_code == 303
    assert Contact.objects.get().subject == f"case:{case.pk}"
    token = filled(phone.get(at(case, "contact")))["csrfmiddlewaretoken"]
    phone.post(at(case, "contact"), {"csrfmiddlewaretoken": token, "erase": "1"})
    assert not Contact.objects.exists()


def test_looking_at_any_of_these_pages_changes_nothing(town: Town, phone: Client) -> None:
    case = handled(town)
    for verb in ("not-fixed", "add", "contact", "withdraw", "erase", "copy"):
        assert phone.get(at(case, verb)).status_code == 200
    for verb in ("fixed", "rate"):
        assert phone.get(at(case, verb)).status_code == 405
    version = case.version
    case.refresh_from_db()
    assert case.version == version
