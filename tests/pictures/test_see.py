"""Who sees which picture, how it is served, and how repeats are found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from linli.people.rows import Viewer
from linli.people.verdicts import ALLOWED, Denied
from linli.pictures import actions, policies, queries, rules, serving
from linli.pictures.models import Picture
from linli.pictures.policies import Tracking
from linli.pictures.refusals import NoSuchPicture
from tests.pictures.conftest import NOW, STREET, drawn, encoded, viewer

Store = Callable[..., Picture]
SIXTY_FOUR = st.integers(-(2**63), 2**63 - 1)


@pytest.fixture
def picture(store: Store) -> Picture:
    return store()


def test_an_unreleased_picture_is_seen_by_its_reporter_and_who_works_on_it(
    picture: Picture, officer: Viewer, stranger: Viewer
) -> None:
    seen = {
        "reporter": policies.may_see(Tracking(STREET, "case:1"), picture),
        "officer": policies.may_see(officer, picture),
        "grid member": policies.may_see(viewer("grid_member"), picture),
        "department, by its case": policies.may_see(
            viewer("department_officer", street="411329"), picture, verdict=ALLOWED
        ),
    }
    hidden = {
        "public": policies.may_see(None, picture),
        "another reporter": policies.may_see(Tracking(STREET, "case:2"), picture),
        "the same number elsewhere": policies.may_see(Tracking("411329002", "case:1"), picture),
        "other street": policies.may_see(stranger, picture),
        "volunteer": policies.may_see(viewer("volunteer"), picture),
        "county": policies.may_see(viewer("county_admin", street="411329"), picture),
        "officer, not of its case": policies.may_see(officer, picture, verdict=Denied("no")),
    }
    assert all(seen.values()), seen
    assert not any(hidden.values()), hidden


def test_a_released_picture_is_seen_by_all_until_it_is_taken_back(picture: Picture, officer: Viewer) -> None:
    address = picture.token
    actions.release(picture=picture, by=officer, at=NOW)
    assert policies.may_see(None, picture)
    assert picture.token == address
    assert "public" in serving.served(picture, "small").headers["Cache-Control"]
    actions.unrelease(picture=picture, by=officer, at=NOW)
    assert not policies.may_see(None, picture)
    assert queries.by_token(STREET, address) is None


def test_a_picture_is_served_as_nothing_but_a_picture(picture: Picture) -> None:
    served = serving.served(picture, "middle")
    assert served.content_type == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Disposition"].startswith("inline; filename=")
    assert served.headers["Cache-Control"].startswith("private")
    assert served.path == queries.file(picture, "middle")


@pytest.mark.parametrize("size", ["original", "", "huge", "../small", "SMALL"])
def test_a_size_that_is_not_for_everybody_is_not_served(size: str, picture: Picture) -> None:
    with pytest.raises(NoSuchPicture):
        serving.served(picture, size)


def test_a_picture_whose_file_is_gone_is_no_picture(picture: Picture) -> None:
    queries.file(picture, "small").unlink()
    with pytest.raises(NoSuchPicture):
        serving.served(picture, "small")


def test_the_same_picture_is_found_again_smaller_brighter_or_saved_anew(
    picture: Picture, store: Store
) -> None:
    again = [
        store(encoded(drawn().resize((333, 250))), subject="case:2"),
        store(encoded(ImageEnhance.Brightness(drawn()).enhance(1.15), quality=30), subject="case:3"),
    ]
    store(encoded(drawn().transpose(Image.Transpose.ROTATE_180)), subject="case:4")
    store(street="411329002", subject="case:5")
    store(subject="case:1")
    found = queries.repeats(picture, at=NOW + timedelta(minutes=1))
    assert {row.id for row in found} == {row.id for row in again}
    assert queries.repeats(picture, at=NOW + timedelta(days=500)) == []


def test_even_pictures_are_no_repeats_of_each_other(store: Store) -> None:
    black: Any = Image.new("RGB", (320, 240))
    night = store(encoded(black))
    store(encoded(black), subject="case:2")
    assert queries.repeats(night, at=NOW) == []


@given(SIXTY_FOUR, SIXTY_FOUR)
def test_distance_counts_bits_both_ways(one: int, other: int) -> None:
    assert rules.distance(one, other) == rules.distance(other, one) <= 64
    assert rules.distance(one, one) == 0
    assert rules.distance(one, ~one) == 64
