"""The box for complaints and suggestions, the page of rights, requests, and the copy given at once."""

import pytest
from django.test import Client

from linli.privacy import actions as privacy
from linli.privacy import queries as kept
from linli.privacy.models import RightsRequest, StaffComplaint
from tests.builders import AT, EAST, STREET, Town, report
from tests.web.resident.forms import filled, send, send_again, words

BOX, RIGHTS = f"/{STREET}/complaint/", f"/{STREET}/rights/"


@pytest.mark.parametrize(("about", "heard_by"), [(EAST, "street"), (STREET, "county"), ("", "county")])
def test_a_complaint_goes_one_level_above_whom_it_names(
    town: Town, phone: Client, about: str, heard_by: str
) -> None:
    answer = send(phone, BOX, text="窗口等了一上午没人。", about_place=about)
    made = StaffComplaint.objects.get()
    assert made.heard_by == heard_by
    assert kept.complaint(STREET, town.community_officer, made.pk) is None
    page = words(phone.get(answer["Location"]))
    assert made.tracking in page
    assert "窗口等了一上午没人。" in page


def test_a_complaint_sent_twice_is_one_and_another_one_is_another(town: Town, phone: Client) -> None:
    form = filled(phone.get(BOX), text="窗口等了一上午没人。", about_place=EAST)
    for _ in range(2):
        phone.post(BOX, form)
    phone.post(BOX, form | {"text": "电话也没人接。"})
    assert StaffComplaint.objects.count() == 2


@pytest.mark.parametrize(
    "sent", [{"text": ""}, {"text": "垃" * 100_000}, {"text": "x", "about_place": "411329002001"}]
)
def test_a_complaint_that_cannot_be_kept_is_refused_in_words_and_stays(
    town: Town, phone: Client, sent: dict[str, str]
) -> None:
    page = send(phone, BOX, **sent)
    assert page.status_code == 422
    assert sent["text"] in words(page)
    assert not StaffComplaint.objects.exists()
    assert send_again(phone, BOX, page, text="窗口没人", about_place=EAST).status_code == 303


def test_the_answer_stands_under_the_code_and_the_box_is_looked_up_like_a_report(
    town: Town, phone: Client
) -> None:
    made = privacy.complain(street=STREET, text="窗口没人", idempotency="key-1", about_place=EAST, at=AT)
    privacy.answer_complaint(complaint=made, by=town.leader, answer="已经约谈，午间有人值班。", at=AT)
    answer = send(phone, f"/{STREET}/t/", code=made.tracking.lower())
    assert answer["Location"] == f"/{STREET}/b/{made.tracking}/"
    assert "已经约谈" in words(phone.get(answer["Location"]))


def test_a_complaint_can_be_taken_back(town: Town, phone: Client) -> None:
    made = privacy.complain(street=STREET, text="窗口没人", idempotency="key-1", about_place=EAST, at=AT)
    address = f"/{STREET}/b/{made.tracking}/"
    form = filled(phone.get(address, {"sure": "1"}), withdraw="1")
    assert phone.post(address, form).status_code == 303
    assert not StaffComplaint.objects.exists()
    assert phone.get(address).status_code == 404


def test_the_rights_page_lists_every_rule_with_its_days(town: Town, phone: Client) -> None:
    for address in ("/rights/", RIGHTS):
        page = words(phone.get(address))
        assert "30天" in page
        assert "1095天" in page
    assert STREET in words(phone.get("/rights/"))
    assert STREET in words(phone.get("/complaint/"))


@pytest.mark.parametrize("kind", ["access", "copy"])
def test_with_a_code_a_copy_is_given_at_once(town: Town, phone: Client, kind: str) -> None:
    case = report(text="张三家门口的垃圾", phone="13800000000")
    answer = send(phone, RIGHTS, kind=kind, case_code=case.tracking.lower())
    assert answer["Location"] == f"/{STREET}/t/{case.tracking}/copy/"
    page = words(phone.get(answer["Location"]))
    assert "张三家门口的垃圾" in page
    assert "138****0000" in page
    assert "13800000000" not in page
    file = phone.get(answer["Location"], {"file": "1"})
    assert file["Content-Type"].startswith("text/plain")
    assert "张三家门口的垃圾" in file.content.decode()
    assert not RightsRequest.objects.exists()


def test_other_requests_get_a_code_and_a_day_of_answer(town: Town, phone: Client) -> None:
    case = report()
    answer = send(phone, RIGHTS, kind="delete", case_code=case.tracking)
    made = RightsRequest.objects.get()
    assert made.subject == f"case:{case.pk}"
    page = words(phone.get(answer["Location"]))
    assert made.tracking in page
    assert f"/{STREET}/t/{case.tracking}/erase/" in page


@pytest.mark.parametrize(
    "sent",
    [{}, {"kind": "everything"}, {"kind": "access"}, {"kind": "copy", "case_code": "222-222"},
     {"kind": "copy", "case_code": "nonsense"}, {"kind": "correct", "text": "垃" * 100_000},
     {"kind": "delete", "text": "x", "phone": "12", "age_14": "on"}],
)  # fmt: skip
def test_a_request_that_cannot_be_taken_is_refused_in_words_and_stays(
    town: Town, phone: Client, sent: dict[str, str]
) -> None:
    page = send(phone, RIGHTS, **sent)
    assert page.status_code == 422
    assert "error-summary" in words(page)
    for typed in sent.values():
        assert typed == "everything" or typed in words(page)
    assert not RightsRequest.objects.exists()


def test_a_request_sent_twice_is_one(town: Town, phone: Client) -> None:
    form = filled(phone.get(RIGHTS), kind="correct", text="社区写错了，应该是南关。")
    answers = {phone.post(RIGHTS, form)["Location"] for _ in range(2)}
    assert len(answers) == 1
    assert RightsRequest.objects.count() == 1
