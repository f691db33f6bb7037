"""An officer covers faces and plates; what was there before is kept apart, and not for long."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from linli.facts import queries as facts
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused
from linli.pictures import actions, queries, retention
from linli.pictures.models import Picture
from linli.pictures.refusals import BadPicture, NoSuchPicture
from linli.pictures.rules import Box
from linli.privacy import retention as keeping
from tests.pictures.conftest import NOW, STREET, encoded, files_in

Store = Callable[..., Picture]
FACE = [250, 250, 500, 500]


def with_face() -> Any:
    """A green picture with a red face in it."""
    picture = Image.new("RGB", (1600, 1200), (20, 120, 40))
    ImageDraw.Draw(picture).ellipse((420, 320, 780, 580), fill=(250, 30, 30))
    return encoded(picture)


@pytest.fixture
def picture(store: Store) -> Picture:
    return store(with_face())


@pytest.fixture
def follow_up(django_capture_on_commit_callbacks: Any) -> Any:
    """What follows a commit is done within the test's transaction too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def reddest(picture: Picture, size: str) -> int:
    with Image.open(queries.file(picture, size)) as image:
        red, green, _blue = image.convert("RGB").split()
        return max(r - g for r, g in zip(red.tobytes(), green.tobytes(), strict=True))


def test_a_covered_face_is_in_no_size_and_at_no_old_address(
    picture: Picture, officer: Viewer, folder: Path, follow_up: Any
) -> None:
    before, old_folder = picture.token, picture.folder
    assert reddest(picture, "small") > 150
    with follow_up():
        actions.redact(picture=picture, boxes=[FACE], by=officer, at=NOW)
    assert all(reddest(picture, size) < 60 for size in ("small", "middle", "large"))
    assert queries.by_token(STREET, before) is None
    assert queries.by_token(STREET, picture.token) == picture
    assert not (folder / old_folder).exists()
    assert (picture.boxes, picture.version) == ([FACE], 2)
    assert facts.history(STREET, "case:1")[-1].data == {"picture": picture.id, "boxes": 1}


def test_the_original_is_opened_by_few_recorded_and_gone_after_its_days(
    picture: Picture, officer: Viewer, admin: Viewer, stranger: Viewer, folder: Path, follow_up: Any
) -> None:
    with follow_up():
        actions.redact(picture=picture, boxes=[FACE], by=officer, at=NOW)
    for curious in (officer, stranger):
        with pytest.raises(Refused):
            actions.see_original(picture=picture, by=curious, at=NOW)
    served = actions.see_original(picture=picture, by=admin, at=NOW)
    assert served.headers["Cache-Control"] == "private, no-store"
    assert served.path.is_file()
    assert facts.history(STREET, "case:1")[-1].kind == "picture.original_looked"

    assert retention.sweep_originals(NOW + timedelta(days=29)) == {}
    assert keeping.sweep(NOW + timedelta(days=30)) == {STREET: {"picture_original": 1}}
    assert not served.path.exists()
    assert len(files_in(folder)) == 3
    picture.refresh_from_db()
    with pytest.raises(Refused):
        actions.see_original(picture=picture, by=admin, at=NOW + timedelta(days=30))
    assert list(queries.missing()) == []


def test_more_boxes_come_on_top_and_the_first_original_stays(
    picture: Picture, officer: Viewer, admin: Viewer, follow_up: Any
) -> None:
    with follow_up():
        actions.redact(picture=picture, boxes=[FACE], by=officer, at=NOW)
        actions.redact(picture=picture, boxes=[[0, 0, 100, 100]], by=officer, at=NOW + timedelta(days=9))
    assert picture.boxes == [FACE, [0, 0, 100, 100]]
    assert picture.original_until == NOW + timedelta(days=30)
    assert reddest(picture, "large") < 60
    assert reddest(picture, "original") > 150


def test_a_box_in_the_wrong_place_is_taken_back_unreleased(
    picture: Picture, officer: Viewer, admin: Viewer, follow_up: Any
) -> None:
    with follow_up():
        actions.redact(picture=picture, boxes=[[0, 0, 1000, 1000]], by=officer, at=NOW)
        actions.release(picture=picture, by=officer, at=NOW)
        with pytest.raises(Refused):
            actions.restore(picture=picture, by=officer, at=NOW)
        actions.restore(picture=picture, by=admin, at=NOW)
    assert reddest(picture, "large") > 150
    assert (picture.boxes, picture.original_until, picture.released_at) == ([], None, None)
    with pytest.raises(Refused):
        actions.restore(picture=picture, by=admin, at=NOW)
    with pytest.raises(NoSuchPicture):
        queries.file(picture, "original")


def test_of_two_officers_one_wins_and_the_other_is_told(
    picture: Picture, officer: Viewer, folder: Path, follow_up: Any
) -> None:
    same = Picture.objects.get(id=picture.id)
    with follow_up():
        actions.redact(picture=picture, boxes=[FACE], by=officer, at=NOW)
    with pytest.raises(Refused, match="同事"):
        actions.redact(picture=same, boxes=[[0, 0, 9, 9]], by=officer, at=NOW)
    with pytest.raises(Refused, match="同事"):
        actions.release(picture=same, by=officer, at=NOW)
    assert len(files_in(folder)) == 4


def test_a_full_disk_leaves_the_picture_as_it_was(
    picture: Picture, officer: Viewer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(folder)

    def full(*_paths: Any, **_more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(BadPicture):
        actions.redact(picture=picture, boxes=[FACE], by=officer, at=NOW)
    assert files_in(folder) == before
    assert Picture.objects.get(id=picture.id).version == 1


@pytest.mark.parametrize(
    "boxes",
    [
        [],
        None,
        "0,0,1,1",
        [[0, 0, 1000]],
        [[0, 0, 1001, 10]],
        [[-1, 0, 5, 5]],
        [[5, 5, 5, 9]],
        [[9, 9, 1, 1]],
        [[0.5, 0, 5, 5]],
        [[True, 0, 5, 5]],
        [["0", "0", "5", "5"]],
        [[0, 0, float("nan"), 5]],
        [FACE] * 51,
    ],
)
def test_boxes_that_are_none_are_refused(boxes: Any, picture: Picture, officer: Viewer) -> None:
    with pytest.raises(Refused):
        actions.redact(picture=picture, boxes=boxes, by=officer, at=NOW)
    assert Picture.objects.get(id=picture.id).version == 1


def test_only_officers_of_the_street_cover_release_and_remove(
    picture: Picture, officer: Viewer, stranger: Viewer
) -> None:
    for act in (actions.release, actions.unrelease, actions.remove):
        with pytest.raises(Refused):
            act(picture=picture, by=stranger, at=NOW)
        with pytest.raises(Refused, match="not yours"):
            act(picture=picture, by=officer, verdict=Denied("not yours"), at=NOW)
    with pytest.raises(Refused):
        actions.redact(picture=picture, boxes=[FACE], by=stranger, at=NOW)
    assert Picture.objects.get(id=picture.id).version == 1


@given(st.data(), st.integers(16, 1600), st.integers(16, 1600))
def test_a_box_covers_at_least_what_was_drawn_and_stays_within(
    data: st.DataObject, width: int, height: int
) -> None:
    left, top = data.draw(st.integers(0, 999)), data.draw(st.integers(0, 999))
    box = Box(left, top, data.draw(st.integers(left + 1, 1000)), data.draw(st.integers(top + 1, 1000)))
    x0, y0, x1, y1 = box.pixels(width, height)
    assert 0 <= x0 <= x1 < width
    assert 0 <= y0 <= y1 < height
    assert x0 * 1000 <= box.left * width
    assert (x1 + 1) * 1000 >= box.right * width
    assert (y1 + 1) * 1000 >= box.bottom * height
