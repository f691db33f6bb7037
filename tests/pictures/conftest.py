"""Pictures drawn for the tests, the fixed cast, and a folder of pictures of each test's own."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from PIL import Image, ImageDraw

from linli.people.rows import DutyRow, Viewer
from linli.pictures import actions
from linli.pictures.models import Picture

STREET = "411329001"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """This will give every test its own folder of pictures."""
    settings.PICTURES = tmp_path / "pictures"
    settings.PICTURES.mkdir()
    return Path(settings.PICTURES)


def drawn(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """This will draw a picture with a dark corner at the top left, so that which way up it is can be seen."""
    picture = Image.new("RGB", size, (200, 210, 220))
    brush = ImageDraw.Draw(picture)
    width, height = size
    brush.rectangle((0, 0, width // 4, height // 4), fill=(20, 20, 20))
    brush.ellipse((width // 2, height // 2, width * 3 // 4, height * 3 // 4), fill=(180, 60, 40))
    brush.line((0, height, width, height // 3), fill=(60, 120, 60), width=max(width // 30, 1))
    return picture.convert(mode)


def encoded(picture: Image.Image, form: str = "JPEG", **options: Any) -> io.BytesIO:
    """This will encode a picture in memory."""
    file = io.BytesIO()
    picture.save(file, form, **options)
    file.seek(0)
    return file


def viewer(*roles: str, street: str = STREET, person_id: int = 7, place: str = "") -> Viewer:
    """This will make somebody with these roles in a street."""
    duties = tuple(
        DutyRow(n, street, role, place or street, None, "", False) for n, role in enumerate(roles, 1)
    )
    return Viewer(person_id, street, "某人", duties)


@pytest.fixture
def officer() -> Viewer:
    return viewer("community_officer", place="411329001003")


@pytest.fixture
def admin() -> Viewer:
    return viewer("street_admin", person_id=8)


@pytest.fixture
def stranger() -> Viewer:
    return viewer("street_admin", street="411329002", person_id=9)


@pytest.fixture
def store(db: None) -> Callable[..., Picture]:
    """This will give a way to store a picture of case 1 with the values at hand."""

    def stored(file: Any = None, **changes: Any) -> Picture:
        values: dict[str, Any] = {
            "street": STREET,
            "subject": "case:1",
            "file": file or encoded(drawn()),
            "kind": "before",
            "by_id": None,
            "at": NOW,
        }
        return actions.store(**{**values, **changes})

    return stored


def files_in(folder: Path) -> list[str]:
    """This will list all files below a folder, but the mark the clock leaves."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.name != ".clock")


@pytest.fixture
def english() -> Iterator[None]:
    """This will have sentences in English."""
    with translation.override("en"):
        yield
