from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.cases import queries
from linli.cases.models import Case
from linli.privacy import queries as privacy
from tests.builders import EAST, EAST_1, EAST_2, STREET, Town
from tests.web.desk.conftest import Open

ENTRY = {"key": "one-key", "text": "门口的灯坏了。", "place": EAST_1, "category": "", "age_14": "on"}


def entered() -> Case:
    """This will give the one case there is."""
    return Case.objects.get()


def test_a_report_is_entered_for_somebody_and_the_slip_has_the_code(town: Town, open_as: Open) -> None:
    client = open_as(town.community_officer)
    answer = client.post("/desk/new/", {**ENTRY, "phone": "13800138000", "call_back": "on"})
    case = entered()
    assert answer["Location"] == f"/desk/{STREET}/{case.number}/slip/"
    assert (case.source, case.grid, case.level) == ("on_behalf", EAST_1, "group")
    assert privacy.kept(STREET, [f"case:{case.pk}"]) == {f"case:{case.pk}": ["phone"]}
    slip = client.get(answer["Location"]).content.decode()
    assert case.tracking in slip
    assert f"/{STREET}/t/{case.tracking}/" in slip
    assert "<svg" in slip
    assert "13800138000" not in slip


def test_only_who_entered_it_gets_the_slip(town: Town, open_as: Open) -> None:
    open_as(town.community_officer).post("/desk/new/", ENTRY)
    address = f"/desk/{STREET}/{entered().number}/slip/"
    assert open_as(town.second_community_officer).get(address).status_code == 404
    assert open_as(town.leader).get(address).status_code == 404


def test_entered_twice_under_one_key_it_is_one_case(town: Town, open_as: Open) -> None:
    client = open_as(town.community_officer)
    first, second = client.post("/desk/new/", ENTRY), client.post("/desk/new/", ENTRY)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_community_is_enough(town: Town, open_as: Open) -> None:
    open_as(town.street_officer).post("/desk/new/", {**ENTRY, "place": EAST})
    assert (entered().grid, entered().level) == ("", "community")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "长" * 100_000}, "text"),
        ({"place": ""}, "place"),
        ({"place": "411329002001001"}, "place"),
        ({"place": "<x>"}, "place"),
        ({"category": "77-77:no"}, "category"),
        ({"phone": "12"}, "phone"),
        ({"phone": "411329199001011234"}, "phone"),
        ({"phone": "13800138000", "age_14": ""}, "age_14"),
        ({"picture_1": SimpleUploadedFile("a.jpg", b"GIF89a")}, "picture_1"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    town: Town, open_as: Open, change: dict[str, Any], field: str
) -> None:
    answer = open_as(town.community_officer).post("/desk/new/", {**ENTRY, **change})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in page
    assert not Case.objects.exists()
    if field != "text":
        assert "门口的灯坏了。" in page


@pytest.mark.parametrize(
    "position", [{"lon": "nan", "lat": "nan"}, {"lon": "112.36", "lat": "x"}, {"lon": "500", "lat": "0"}]
)
def test_a_position_that_is_none_is_refused_kindly(
    town: Town, open_as: Open, position: dict[str, str]
) -> None:
    answer = open_as(town.grid_member).post("/m/new/", {**ENTRY, **position})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "street_admin", "county_admin", "department_officer"])
def test_other_duties_enter_nothing(town: Town, open_as: Open, who: str) -> None:
    for address in ("/desk/new/", "/m/new/", "/desk/found/", "/m/found/"):
        assert open_as(town.cast[who]).get(address).status_code == 403
        assert open_as(town.cast[who]).post(address, ENTRY).status_code == 403


def test_found_and_fixed_is_one_form(town: Town, open_as: Open) -> None:
    client = open_as(town.grid_member)
    assert f'value="{EAST_1}" selected' in client.get("/m/found/").content.decode()
    answer = client.post(
        "/m/found/", {**ENTRY, "text": "墙上的小广告。", "result": "铲了。", "category": "02-01:ads"}
    )
    assert answer["Location"] == "/m/"
    case = entered()
    assert (case.source, case.status, case.grid) == ("find", "fixed_unverified", EAST_1)
    history = queries.timeline(case)
    assert history[0].words[0].text == "铲了。"


def test_one_may_find_something_in_another_grid(town: Town, open_as: Open) -> None:
    open_as(town.grid_member).post("/m/found/", {**ENTRY, "place": EAST_2})
    assert entered().grid == EAST_2
