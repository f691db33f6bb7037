"""Pages of those who hear complaints, answer requests, audit, and read what they were told."""

import pytest

from linli.facts.worker import run_due
from linli.notify import queries as notices
from linli.people.models import Duty
from linli.privacy import actions as privacy
from linli.privacy.models import RightsRequest, StaffComplaint
from tests.builders import AT, EAST, EAST_1, STREET, Town, report
from tests.web.desk.conftest import NOW, Open


class TestBox:
    @pytest.fixture
    def complaint(self, town: Town) -> StaffComplaint:
        return privacy.complain(
            street=STREET, text="社区的人态度很差。", idempotency="c1", about_place=EAST, at=AT
        )

    def test_the_level_above_reads_and_answers_once(
        self, town: Town, open_as: Open, complaint: StaffComplaint
    ) -> None:
        client = open_as(town.leader)
        assert "社区的人态度很差。" in client.get("/desk/box/").content.decode()
        address = f"/desk/box/{STREET}/{complaint.pk}/"
        assert client.post(address, {"answer": ""}).status_code == 200
        assert client.post(address, {"answer": "已经谈话。"}).status_code == 302
        assert "已经谈话。" in client.get(address).content.decode()
        again = client.post(address, {"answer": "再答一次。"})
        assert again.status_code == 200

    @pytest.mark.parametrize(
        "who", ["community_officer", "grid_member", "street_officer", "stranger", "auditor"]
    )
    def test_to_everybody_else_there_is_none(
        self, town: Town, open_as: Open, complaint: StaffComplaint, who: str
    ) -> None:
        client = open_as(town.cast[who])
        assert client.get("/desk/box/").status_code == 403
        assert client.get(f"/desk/box/{STREET}/{complaint.pk}/").status_code == 404
        assert client.post(f"/desk/box/{STREET}/{complaint.pk}/", {"answer": "x"}).status_code == 404
        assert "Complaints about staff" not in client.get("/desk/").content.decode()

    def test_who_hears_it_is_told_that_it_came_in_and_nobody_else(
        self, town: Town, open_as: Open, complaint: StaffComplaint
    ) -> None:
        run_due(AT)
        hearing = {"leader", "street_admin"}
        told = {name for name, who in town.cast.items() if notices.latest(who.person_id)}
        assert told == hearing
        client = open_as(town.leader)
        page = client.get("/desk/notices/").content.decode()
        assert "A complaint about staff has come in" in page
        assert 'href="/desk/box/"' in page
        assert '<span>Complaints about staff</span> <span class="n">1</span>' in page
        client.post(f"/desk/box/{STREET}/{complaint.pk}/", {"answer": "已经谈话。"})
        assert "Complaints about staff</span> <span" not in client.get("/desk/").content.decode()

    def test_what_was_taken_back_before_is_told_to_nobody(
        self, town: Town, complaint: StaffComplaint
    ) -> None:
        privacy.withdraw_complaint(street=STREET, tracking=complaint.tracking, at=AT)
        run_due(AT)
        assert notices.latest(town.leader.person_id) == []

    def test_one_about_the_street_is_hidden_from_it(self, town: Town, open_as: Open) -> None:
        row = privacy.complain(
            street=STREET, text="街道不办事。", idempotency="c2", about_place=STREET, at=AT
        )
        assert open_as(town.leader).get(f"/desk/box/{STREET}/{row.pk}/").status_code == 404
        assert "街道不办事。" in open_as(town.county_admin).get("/desk/box/").content.decode()


class TestRequests:
    @pytest.fixture
    def request_row(self, town: Town) -> RightsRequest:
        return privacy.make_request(
            street=STREET, kind="access", idempotency="r1", text="想知道存了什么。", at=AT
        )

    def test_the_administrator_is_told_that_it_came_in(
        self, town: Town, open_as: Open, request_row: RightsRequest
    ) -> None:
        run_due(AT)
        assert {name for name, who in town.cast.items() if notices.latest(who.person_id)} == {"street_admin"}
        page = open_as(town.street_admin).get("/desk/notices/").content.decode()
        assert "A request about personal data has come in" in page
        assert 'href="/desk/requests/"' in page
        assert '<span>Requests about personal data</span> <span class="n">1</span>' in page

    def test_the_administrator_answers(self, town: Town, open_as: Open, request_row: RightsRequest) -> None:
        client = open_as(town.street_admin)
        assert "想知道存了什么。" in client.get("/desk/requests/").content.decode()
        address = f"/desk/requests/{STREET}/{request_row.pk}/"
        assert client.post(address, {"answer": "只存了这一条。"}).status_code == 302
        assert "只存了这一条。" in client.get(address).content.decode()

    def test_nobody_else_does(self, town: Town, open_as: Open, request_row: RightsRequest) -> None:
        for who in (town.leader, town.community_officer, town.auditor):
            assert open_as(who).get("/desk/requests/").status_code == 403
            assert open_as(who).get(f"/desk/requests/{STREET}/{request_row.pk}/").status_code == 403


class TestAuditor:
    def test_who_looked_and_what_happened_without_any_content(self, town: Town, open_as: Open) -> None:
        case = report(text="秘密的话。", phone="13800138000")
        open_as(town.grid_member).post(f"/desk/{STREET}/{case.number}/contact/", {"reason": "核对位置"})
        page = open_as(town.auditor).get("/desk/auditor/").content.decode()
        assert "核对位置" in page
        assert "Contact looked at" in page
        assert "秘密的话" not in page
        assert "13800138000" not in page

    def test_it_is_the_auditors_alone(self, town: Town, open_as: Open) -> None:
        for who in (town.leader, town.street_admin, town.grid_member):
            assert open_as(who).get("/desk/auditor/").status_code == 403

    def test_another_street_in_the_address_counts_as_not_said(self, town: Town, open_as: Open) -> None:
        page = open_as(town.auditor).get("/desk/auditor/?street=411329002")
        assert page.status_code == 200


def test_a_vacant_duty_is_shown_with_who_answers_meanwhile(town: Town, open_as: Open) -> None:
    Duty.objects.filter(place=EAST_1).update(person=None)
    page = open_as(town.community_officer).get("/desk/vacant/").content.decode()
    assert "Grid member, Grid 1" in page
    assert "Dongguan" in page
    assert open_as(town.grid_member).get("/desk/vacant/").status_code == 403


@pytest.mark.parametrize("face", ["desk", "m"])
def test_notices_are_listed_and_marked_as_read(town: Town, open_as: Open, face: str) -> None:
    case = report()
    run_due(NOW)
    client = open_as(town.grid_member)
    assert case.number in client.get(f"/{face}/notices/").content.decode()
    assert client.post(f"/{face}/notices/")["Location"] == f"/{face}/notices/"
    assert notices.unread(town.grid_member.person_id) == 0
