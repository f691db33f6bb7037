"""Pictures that wait for a form which is never put right do not fill the disk, and nobody else's is lost for them."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from linli.facts.actions import keep_rhythms
from linli.facts.worker import run_due
from linli.pictures import actions, files
from linli.pictures.actions import Prepared, keeping
from linli.pictures.models import Picture
from linli.pictures.refusals import BadPicture
from tests.pictures.conftest import NOW, STREET, drawn, encoded

pytestmark = pytest.mark.django_db
MOST = 5
HOUR = 3600


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """This will let five pictures wait, so that the test need not draw five hundred."""
    monkeypatch.setattr(keeping, "MOST_WAITING", MOST)


def prepared(*, waited: float = 0.0) -> Prepared:
    """This will have a picture wait for some seconds already."""
    picture = actions.prepare(street=STREET, file=encoded(drawn((64, 64))), at=NOW)
    age(picture.folder, waited)
    return picture


def age(folder: Path, seconds: float) -> None:
    made = folder.stat().st_mtime - seconds
    os.utime(folder, (made, made))


def test_however_many_are_sent_only_so_many_wait(few: None) -> None:
    waiting = [prepared(waited=1000 - n) for n in range(4 * MOST)]
    there = [picture.folder.is_dir() for picture in waiting]
    assert there == [False] * 3 * MOST + [True] * MOST, "those that waited longest went"
    assert actions.claim(actions.ticket(waiting[0])) is None
    assert actions.claim(actions.ticket(waiting[-1])) == waiting[-1]


@pytest.mark.usefixtures("english")
def test_what_is_just_on_its_way_to_its_case_is_not_taken_away(few: None) -> None:
    waiting = [prepared() for _n in range(MOST)]
    with pytest.raises(BadPicture, match="no room for pictures just now"):
        prepared()
    assert all(picture.folder.is_dir() for picture in waiting)
    for number, picture in enumerate(waiting):
        actions.attach(prepared=picture, subject=f"case:{number}", kind="before", by_id=None, at=NOW)
    assert Picture.objects.count() == MOST
    assert prepared().folder.is_dir(), "there is room again"


def test_waiting_pictures_are_swept_each_hour_once_their_hours_are_over() -> None:
    old, young = prepared(waited=6 * HOUR + 60), prepared(waited=6 * HOUR - 60)
    keep_rhythms(at=NOW)
    run_due(NOW + timedelta(hours=1))
    assert not old.folder.is_dir()
    assert actions.claim(actions.ticket(young)) == young


def test_the_nightly_sweep_leaves_them_their_hours() -> None:
    old, young = prepared(waited=6 * HOUR + 60), prepared(waited=2 * HOUR)
    assert actions.sweep_orphans() == 1
    assert [old.folder.is_dir(), young.folder.is_dir()] == [False, True]


def test_the_bound_is_one_gigabyte_at_most() -> None:
    """The heaviest picture we keep is noise, at the largest size: three files, some 2 MB."""
    noise = os.urandom(1600 * 1600 * 3)
    heavy = actions.prepare(
        street=STREET, file=encoded(Image.frombytes("RGB", (1600, 1600), noise), "PNG"), at=NOW
    )
    assert files.weight(heavy.folder) * actions.MOST_WAITING < 1_100_000_000
