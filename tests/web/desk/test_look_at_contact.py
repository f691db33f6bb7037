import pytest

from linli.cases import actions
from linli.cases.models import Case, Follower
from linli.privacy import queries as privacy
from tests.builders import AT, STREET, Town, report
from tests.web.desk.conftest import Open

WHY = "核对位置"


def test_the_contact_is_shown_once_for_a_reason_and_logged(town: Town, open_as: Open) -> None:
    case = report(name="王老师", phone="13800138000", call_back_agreed=True)
    client = open_as(town.grid_member)
    address = f"/desk/{case.street}/{case.number}/contact/"
    assert "13800138000" not in client.get(address).content.decode()
    shown = client.post(address, {"reason": WHY})
    assert "13800138000" in shown.content.decode()
    assert "王老师" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "13800138000" not in client.get(address).content.decode()
    looks = privacy.looks(STREET, town.auditor)
    assert [(row.person_id, row.reason) for row in looks] == [(town.grid_member.person_id, WHY)]


def test_without_a_reason_nothing_is_shown_and_nothing_logged(town: Town, open_as: Open) -> None:
    case = report(phone="13800138000")
    for reason in ("", "   ", "字" * 201):
        page = open_as(town.grid_member).post(
            f"/m/{case.street}/{case.number}/contact/", {"reason": reason}
        ).content.decode()  # fmt: skip
        assert "13800138000" not in page
        assert 'id="id_reason_error"' in page
    assert privacy.looks(STREET, town.auditor) == []


def test_who_does_not_hold_the_case_does_not_need_it(town: Town, open_as: Open) -> None:
    case = report(phone="13800138000")
    for who in (town.community_officer, town.street_officer, town.supervisor, town.county_admin):
        page = open_as(who).post(
            f"/desk/{case.street}/{case.number}/contact/", {"reason": WHY}
        ).content.decode()  # fmt: skip
        assert "13800138000" not in page
    assert privacy.looks(STREET, town.auditor) == []


def test_a_contact_that_was_erased_is_gone(town: Town, open_as: Open) -> None:
    case = report(phone="13800138000")
    actions.erase(case=case, at=AT)
    page = open_as(town.grid_member).post(
        f"/desk/{case.street}/{case.number}/contact/", {"reason": WHY}
    ).content.decode()  # fmt: skip
    assert "There is no contact" in page


FIRST, SECOND, JOINED = "13800138001", "13800138002", "13800138003"


def followed(town: Town, **more: str) -> tuple[Case, dict[str, str]]:
    """A case that two people follow and a report was joined to; all three left a phone."""
    case = report(**more)
    followers = [
        actions.follow(case=case, at=AT, idempotency=phone, phone=phone) for phone in (FIRST, SECOND)
    ]
    actions.follow(case=case, at=AT, idempotency="without a phone")
    case.refresh_from_db()
    joined = report(phone=JOINED)
    actions.join(case=joined, by=town.community_officer, at=AT, into=case)
    case.refresh_from_db()
    subjects = [f"case:{joined.pk}", *(f"follower:{row.pk}" for row in followers)]
    return case, dict(zip((JOINED, FIRST, SECOND), subjects, strict=True))


@pytest.mark.parametrize("face", ["desk", "m"])
def test_each_follower_who_left_a_contact_is_opened_the_same_logged_way(
    town: Town, open_as: Open, face: str
) -> None:
    case, subjects = followed(town)
    client = open_as(town.grid_member)
    address = f"/{face}/{case.street}/{case.number}/contact/"
    page = client.get(address).content.decode()
    assert "3 people who follow this case left a contact." in page
    assert not any(phone in page for phone in subjects)
    assert "3 people who follow this case left a contact." in client.get(
        f"/{face}/{case.street}/{case.number}/"
    ).content.decode()  # fmt: skip
    for phone, subject in subjects.items():
        shown = client.post(address, {"whose": subject, "reason": WHY}).content.decode()
        assert [each for each in subjects if each in shown] == [phone]
    looks = privacy.looks(STREET, town.auditor)
    assert [row.subject for row in reversed(looks)] == list(subjects.values())
    assert {row.person_id for row in looks} == {town.grid_member.person_id}


def test_without_a_choice_it_is_the_reporters(town: Town, open_as: Open) -> None:
    case, subjects = followed(town, phone="13800138000")
    shown = open_as(town.grid_member).post(f"/desk/{STREET}/{case.number}/contact/", {"reason": WHY})
    assert "13800138000" in shown.content.decode()
    assert [row.subject for row in privacy.looks(STREET, town.auditor)] == [f"case:{case.pk}"]
    assert not any(phone in shown.content.decode() for phone in subjects)


def test_only_who_holds_the_case_opens_a_followers_contact(town: Town, open_as: Open) -> None:
    case, subjects = followed(town)
    for who in (town.community_officer, town.street_officer, town.supervisor, town.county_admin):
        page = open_as(who).post(
            f"/desk/{case.street}/{case.number}/contact/", {"whose": subjects[FIRST], "reason": WHY}
        ).content.decode()  # fmt: skip
        assert not any(phone in page for phone in subjects)
    assert privacy.looks(STREET, town.auditor) == []


def test_a_follower_of_another_case_or_one_who_left_is_not_opened_here(town: Town, open_as: Open) -> None:
    case, subjects = followed(town)
    other = report()
    stranger = actions.follow(case=other, at=AT, idempotency="elsewhere", phone="13800138009")
    actions.unfollow(follower=Follower.objects.get(idempotency=FIRST), at=AT)
    for subject in (f"follower:{stranger.pk}", subjects[FIRST], "case:1", "'; --"):
        page = open_as(town.grid_member).post(
            f"/desk/{case.street}/{case.number}/contact/", {"whose": subject, "reason": WHY}
        ).content.decode()  # fmt: skip
        assert "There is no contact: none was left, or it has been erased." in page
        assert not any(phone in page for phone in (*subjects, "13800138009"))
    assert privacy.looks(STREET, town.auditor) == []
