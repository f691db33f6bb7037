"""How to reach a reporter: kept sealed, looked at with a reason, erased in time."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.facts import queries as facts
from linli.people.models import Person
from linli.people.rows import DutyRow, Viewer
from linli.people.verdicts import ALLOWED, Denied, Refused
from linli.privacy import actions, queries, refusals, retention
from linli.privacy.models import Contact, ContactLook
from linli.privacy.refusals import BadContact
from linli.privacy.rules import ContactDetails
from tests.privacy.conftest import COUNTY, NOW, OTHER_STREET, STREET

pytestmark = pytest.mark.django_db
CASE = "case:1"
REASON = "回访是否解决"


def keep(**changes: Any) -> Contact | None:
    values: dict[str, Any] = {"street": STREET, "subject": CASE, "phone": "138 3770 1234", "at": NOW}
    return actions.keep_contact(**{**values, **changes})


def look(by: Viewer, **changes: Any) -> ContactDetails:
    values: dict[str, Any] = {"street": STREET, "contact_subject": CASE, "verdict": ALLOWED, "reason": REASON}
    return actions.look(**{**values, **changes}, by=by, at=NOW)


def kinds(subject: str = CASE) -> list[str]:
    return [fact.kind for fact in facts.history(STREET, subject)]


def test_a_contact_is_kept_sealed_and_says_only_what_it_holds(cast: dict[str, Viewer]) -> None:
    row = keep(name=" 王  小明 ", email="wang@example.com", call_back_agreed=True)
    assert row is not None
    assert row.has == ["email", "name", "phone"]
    assert row.call_back_agreed
    stored = Contact.objects.values_list().get()
    assert not any(secret in str(stored) for secret in ("138", "1234", "王", "wang"))
    assert look(cast["officer"]) == ContactDetails("王 小明", "13837701234", "wang@example.com")
    assert queries.kept(STREET, [CASE, "case:2"]) == {CASE: ["email", "name", "phone"]}


def test_nothing_given_keeps_nothing() -> None:
    assert keep(phone="  ") is None
    assert keep(phone="", age_14=False) is None
    assert not Contact.objects.exists()
    assert kinds() == []


def test_a_corrected_contact_takes_the_place_of_the_first(cast: dict[str, Viewer]) -> None:
    keep()
    keep(phone="0377-6621 0000")
    assert look(cast["officer"]) == ContactDetails(phone="037766210000")
    assert kinds() == ["contact.kept", "contact.changed", "contact.looked"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        ("phone", {"phone": "12345"}, "not a phone number"),
        ("phone", {"phone": "1" * 100_000}, "not a phone number"),
        ("phone", {"phone": "<script>alert(1)</script>"}, "not a phone number"),
        ("phone", {"phone": "41132919800101123X"}, "ID number"),
        ("email", {"email": "wang"}, "not an e-mail"),
        ("email", {"email": "a@b.cn\nBcc: all@b.cn"}, "not an e-mail"),
        ("email", {"email": "a" * 250 + "@b.cn"}, "not an e-mail"),
        ("name", {"name": "名" * 31}, "30 characters"),
        ("age_14", {"age_14": False}, "under 14"),
    ],
)
def test_what_is_no_contact_is_refused_at_its_field(field: str, given: Any, sentence: str) -> None:
    with pytest.raises(BadContact, match=sentence) as refusal:
        keep(**given)
    assert refusal.value.field == field
    assert not Contact.objects.exists()


def test_a_rare_name_and_full_width_digits_are_understood(cast: dict[str, Viewer]) -> None:
    keep(name="㛃𠮷👨‍👩‍👧", phone="＋86 138－3770－1234")
    assert look(cast["officer"]) == ContactDetails("㛃𠮷👨‍👩‍👧", "13837701234")


def test_each_look_is_logged_with_its_reason_and_without_what_was_seen(
    cast: dict[str, Viewer], people: dict[str, Person]
) -> None:
    keep()
    look(cast["officer"])
    [row] = queries.looks(STREET, cast["auditor"])
    assert (row.person_id, row.subject, row.reason) == (people["officer"].pk, CASE, REASON)
    fact = facts.history(STREET, CASE)[-1]
    assert (fact.kind, fact.actor_id, fact.data) == ("contact.looked", people["officer"].pk, {})


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("officer", {"verdict": Denied("Hold the case first.")}),
        ("officer", {"reason": " \n"}),
        ("officer", {"reason": "长" * 201}),
        ("officer", {"contact_subject": "case:2"}),
        ("county", {}),
        ("auditor", {}),
        ("resting", {}),
        ("other_admin", {}),
    ],
)
def test_who_has_no_need_or_gives_no_reason_sees_nothing(
    who: str, changes: Any, cast: dict[str, Viewer]
) -> None:
    keep()
    with pytest.raises(Refused):
        look(cast[who], **changes)
    assert not ContactLook.objects.exists()
    assert kinds() == ["contact.kept"]


def test_only_the_auditor_of_the_street_reads_the_log(cast: dict[str, Viewer]) -> None:
    for who, viewer in cast.items():
        if who != "auditor":
            with pytest.raises(Refused):
                queries.looks(STREET, viewer)
    with pytest.raises(Refused):
        queries.looks(OTHER_STREET, cast["auditor"])
    of_county = Viewer(1, COUNTY, "审计", (DutyRow(1, COUNTY, "auditor", COUNTY, None, "", False),))
    assert queries.looks(STREET, of_county) == []


def test_the_log_is_read_page_by_page(cast: dict[str, Viewer]) -> None:
    keep()
    for _n in range(5):
        look(cast["officer"])
    first = queries.looks(STREET, cast["auditor"], limit=3)
    rest = queries.looks(STREET, cast["auditor"], before_id=first[-1].id, limit=3)
    assert len({row.id for row in first + rest}) == 5


def test_a_contact_goes_thirty_days_after_the_end_and_not_if_the_case_is_reopened() -> None:
    keep()
    keep(subject="case:2")
    for subject in (CASE, "case:2"):
        actions.start_clock(street=STREET, subject=subject, at=NOW)
    actions.stop_clock(street=STREET, subject="case:2")
    assert retention.sweep(NOW + timedelta(days=29, hours=23)) == {}
    assert retention.sweep(NOW + timedelta(days=30)) == {STREET: {"contact": 1}}
    assert retention.sweep(NOW + timedelta(days=30)) == {}
    assert kinds()[-1] == "contact.expired"
    assert Contact.objects.get().subject == "case:2"
    [fact] = facts.of_kind(STREET, "retention.swept")
    assert fact.data == {"erased": {"contact": 1}}


def test_a_reporter_erases_at_once_and_only_their_own(cast: dict[str, Viewer]) -> None:
    keep()
    keep(subject="follower:2")
    assert actions.erase(street=STREET, subject=CASE, at=NOW)
    assert not actions.erase(street=STREET, subject=CASE, at=NOW)
    assert queries.contact(STREET, CASE) is None
    assert queries.contact(STREET, "follower:2") is not None
    with pytest.raises(Refused):
        look(cast["officer"])
    assert kinds() == ["contact.kept", "contact.erased"]


def test_a_contact_whose_key_is_lost_is_a_sentence_and_no_crash(
    keys: Any, cast: dict[str, Viewer], english: None
) -> None:
    keep()
    keys.CONTACT_KEYS = ["another key of more than thirty-two characters"]
    with pytest.raises(Refused, match="cannot be opened"):
        look(cast["officer"])
    assert not ContactLook.objects.exists()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_is_either_kept_in_order_or_refused(name: str, phone: str, email: str) -> None:
    try:
        details = refusals.checked(name=name, phone=phone, email=email)
    except BadContact:
        return
    assert refusals.checked(name=details.name, phone=details.phone, email=details.email) == details
    assert len(details.name) <= 30
    assert not any(c in details.email + details.phone + details.name for c in "\r\n\0")
    masked = details.masked()
    assert len(details.phone) == 0 or masked.phone != details.phone
