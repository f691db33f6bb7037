"""The contact left with a complaint or a request: asked for on a page of its own, shown once, logged."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from linli.facts.worker import run_due
from linli.notify import queries as notices
from linli.privacy import actions as privacy
from linli.privacy import clockwork, queries, retention
from linli.privacy.models import StaffComplaint
from tests.builders import AT, EAST, OTHER_STREET, STREET, Town
from tests.web.desk.conftest import NOW, Open

WHY, PHONE, EMAIL = "当面答复", "13800138000", "wang@example.com"
LATE = AT + timedelta(days=16)
Clock = Callable[[datetime], None]


@pytest.fixture
def complaint(town: Town) -> StaffComplaint:
    return privacy.complain(
        street=STREET, text="社区的人态度很差。", idempotency="c1", about_place=EAST, phone=PHONE, at=AT
    )


@pytest.fixture
def address(request: pytest.FixtureRequest, complaint: StaffComplaint) -> str:
    """This will give the page of the complaint, or that of a request, by the test's parameter."""
    if request.param == "box":
        return f"/desk/box/{STREET}/{complaint.pk}/"
    row = privacy.make_request(
        street=STREET, kind="correct", idempotency="r1", text="号码写错了。", phone=PHONE, email=EMAIL, at=AT
    )
    return f"/desk/requests/{STREET}/{row.pk}/"


both = pytest.mark.parametrize("address", ["box", "requests"], indirect=True)


@both
def test_it_is_shown_once_for_a_reason_and_the_auditor_reads_why(
    town: Town, open_as: Open, address: str
) -> None:
    client = open_as(town.street_admin)
    assert f'href="{address}contact/"' in client.get(address).content.decode()
    for page in (address, f"{address}contact/", "/desk/box/", "/desk/requests/"):
        assert PHONE not in client.get(page).content.decode()
    shown = client.post(f"{address}contact/", {"reason": WHY})
    assert PHONE in shown.content.decode()
    assert shown["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert PHONE not in client.get(f"{address}contact/").content.decode()
    audit = open_as(town.auditor).get("/desk/auditor/").content.decode()
    assert audit.count(WHY) == 1
    assert "Contact looked at" in audit
    assert PHONE not in audit


@both
def test_without_a_reason_nothing_is_shown_and_nothing_logged(
    town: Town, open_as: Open, address: str
) -> None:
    for reason in ("", "   ", "字" * 201):
        page = open_as(town.street_admin).post(f"{address}contact/", {"reason": reason}).content.decode()
        assert PHONE not in page
        assert 'id="id_reason_error"' in page
    assert queries.looks(STREET, town.auditor) == []


@pytest.mark.parametrize(
    ("address", "others", "status"),
    [
        ("box", ["community_officer", "grid_member", "street_officer", "stranger", "auditor", "county_admin"], 404),
        ("requests", ["leader", "street_officer", "community_officer", "auditor", "stranger", "county_admin"], 403),
    ],
    indirect=["address"],
)  # fmt: skip
def test_to_everybody_else_there_is_no_such_page(
    town: Town, open_as: Open, address: str, others: list[str], status: int
) -> None:
    for who in others:
        client = open_as(town.cast[who])
        assert client.get(f"{address}contact/").status_code == status
        assert client.post(f"{address}contact/", {"reason": WHY}).status_code == status
    assert queries.looks(STREET, town.auditor) == []
    assert PHONE in open_as(town.street_admin).post(f"{address}contact/", {"reason": WHY}).content.decode()


@both
def test_it_is_found_below_its_own_street_alone(town: Town, open_as: Open, address: str) -> None:
    elsewhere = address.replace(STREET, OTHER_STREET)
    assert open_as(town.street_admin).post(f"{elsewhere}contact/", {"reason": WHY}).status_code == 404


@both
def test_after_the_days_of_the_setting_it_is_gone_and_the_page_says_so(
    town: Town, open_as: Open, clock: Clock, address: str
) -> None:
    client = open_as(town.street_admin)
    assert client.post(address, {"answer": "已经答复。"}).status_code == 302
    retention.sweep(NOW + timedelta(days=31))
    clock(NOW + timedelta(days=31))
    assert "None left, or erased." in client.get(address).content.decode()
    page = client.post(f"{address}contact/", {"reason": WHY}).content.decode()
    assert "There is no contact: none was left, or it has been erased." in page
    assert queries.looks(STREET, town.auditor) == []


class TestMissed:
    @pytest.fixture(autouse=True)
    def missed(self, complaint: StaffComplaint, clock: Clock) -> None:
        clockwork.tick(LATE)
        run_due(LATE)
        clock(LATE)

    def test_the_county_is_told_hears_it_and_answers_without_a_contact(
        self, town: Town, open_as: Open, complaint: StaffComplaint
    ) -> None:
        client = open_as(town.county_admin)
        told = client.get("/desk/notices/").content.decode()
        assert "A complaint about staff was not answered in time; the county hears it too" in told
        assert 'href="/desk/box/"' in told
        assert "社区的人态度很差。" not in told
        assert "社区的人态度很差。" in client.get("/desk/box/").content.decode()
        address = f"/desk/box/{STREET}/{complaint.pk}/"
        page = client.get(address).content.decode()
        assert "The county sees no contact." in page
        assert f"{address}contact/" not in page
        refused = client.post(f"{address}contact/", {"reason": WHY}).content.decode()
        assert "The county sees no contact." in refused
        assert PHONE not in refused
        assert queries.looks(STREET, town.auditor) == []
        assert client.post(address, {"answer": "县里已经督办。"}).status_code == 302
        followed = queries.followed_complaint(STREET, complaint.tracking)
        assert followed is not None
        assert followed.answer == "县里已经督办。"

    def test_the_street_stays_informed_and_still_reaches_who_complained(
        self, town: Town, open_as: Open, complaint: StaffComplaint
    ) -> None:
        client = open_as(town.leader)
        assert {row.letter for row in notices.latest(town.leader.person_id)} == {"complaint"}
        address = f"/desk/box/{STREET}/{complaint.pk}/"
        assert "the county hears it too" in client.get(address).content.decode()
        assert PHONE in client.post(f"{address}contact/", {"reason": WHY}).content.decode()

    def test_nobody_else_is_told(self, town: Town) -> None:
        hearing = {"leader", "street_admin", "county_admin"}
        for name, viewer in town.cast.items():
            assert bool(notices.latest(viewer.person_id)) == (name in hearing), name
