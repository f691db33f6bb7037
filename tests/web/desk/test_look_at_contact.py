from linli.cases import actions
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
