from io import BytesIO

import pytest
from PIL import Image

from linli.cases import actions
from linli.cases.models import Case
from linli.pictures import actions as picture_actions
from linli.pictures import queries as pictures
from linli.pictures.models import Picture
from tests.builders import AT, STREET, Town, report
from tests.web.desk.conftest import Open


def with_picture(**more: str) -> tuple[Case, Picture, str]:
    """This will send a report with a picture, and give its page on the desk."""
    file = BytesIO()
    Image.new("RGB", (400, 300), "#c33").save(file, "JPEG")
    case = report(pictures=[picture_actions.prepare(street=STREET, file=file, at=AT)], **more)
    row = pictures.of(STREET, f"case:{case.pk}")[0]
    return case, row, f"/desk/{STREET}/{case.number}/picture/{row.pk}/"


def fresh(row: Picture) -> Picture:
    """This will read a picture again."""
    return next(each for each in pictures.of(row.street, row.subject) if each.pk == row.pk)


BOX = {"left_1": "100", "top_1": "100", "right_1": "600", "bottom_1": "500"}


def test_boxes_are_burnt_in(town: Town, open_as: Open) -> None:
    _case, row, address = with_picture()
    answer = open_as(town.community_officer).post(address, {"action": "redact", **BOX})
    assert answer.status_code == 302
    assert fresh(row).boxes == [[100, 100, 600, 500]]
    assert fresh(row).token != row.token


@pytest.mark.parametrize(
    "boxes",
    [
        {},
        {"left_1": "100"},
        {**BOX, "right_1": "50"},
        {**BOX, "right_1": "2000"},
        {**BOX, "right_1": "-1"},
        {**BOX, "right_1": "wide"},
        {**BOX, "right_1": "9" * 400},
    ],
)
def test_boxes_that_are_none_are_refused_with_a_sentence(
    town: Town, open_as: Open, boxes: dict[str, str]
) -> None:
    _case, row, address = with_picture()
    answer = open_as(town.community_officer).post(address, {"action": "redact", **boxes})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert fresh(row).boxes == []


def test_a_picture_becomes_public_only_with_its_case(town: Town, open_as: Open) -> None:
    case, row, address = with_picture()
    client = open_as(town.community_officer)
    assert "Make the case public first." in client.post(address, {"action": "release"}).content.decode()
    actions.release(case=case, by=town.community_officer, at=AT, public_title="路口垃圾")
    assert client.post(address, {"action": "release"}).status_code == 302
    assert fresh(row).released_at is not None
    assert client.post(address, {"action": "unrelease"}).status_code == 302
    assert fresh(row).released_at is None


def test_never_one_of_a_yard(town: Town, open_as: Open) -> None:
    _case, row, address = with_picture(location_type="inside_yard")
    open_as(town.community_officer).post(address, {"action": "release"})
    assert fresh(row).released_at is None


def test_who_is_no_officer_decides_nothing(town: Town, open_as: Open) -> None:
    _case, row, address = with_picture()
    page = open_as(town.grid_member).post(address, {"action": "redact", **BOX}).content.decode()
    assert "An officer of the community or the street decides on pictures." in page
    assert fresh(row).boxes == []


def test_the_original_comes_back_by_a_leader_alone(town: Town, open_as: Open) -> None:
    _case, row, address = with_picture()
    open_as(town.community_officer).post(address, {"action": "redact", **BOX})
    assert 'value="restore"' not in open_as(town.community_officer).get(address).content.decode()
    open_as(town.community_officer).post(address, {"action": "restore"})
    assert fresh(row).boxes != []
    assert open_as(town.leader).post(address, {"action": "restore"}).status_code == 302
    assert fresh(row).boxes == []


def test_what_is_no_button_is_no_page(town: Town, open_as: Open) -> None:
    _case, row, address = with_picture()
    assert open_as(town.leader).post(address, {"action": "explode"}).status_code == 404
    assert open_as(town.leader).get(address.replace(str(row.pk), "1")).status_code == 404
