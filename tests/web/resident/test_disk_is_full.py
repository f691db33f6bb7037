"""A disk that fills while pictures are sent: said plainly, nothing half-written, what was typed is kept."""

import errno
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from linli.cases.models import Case
from linli.facts.models import Fact
from linli.people import queries as people
from linli.pictures.models import Picture
from tests.builders import EAST, STREET, Town, report
from tests.web.resident.forms import filled, photo, send, send_again, words

PAGE = f"/{STREET}/report/"
TYPED = "墙边堆了七八袋装修垃圾。"
NO_ROOM = "服务器暂时存不下照片"


def full(*_arguments: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


class Filling(io.FileIO):
    """A file of a disk that is just filling up: the beginning is written, the rest is not."""

    def write(self, content: Any) -> int:
        super().write(content[:100])
        return int(full())


@pytest.fixture
def pictures(tmp_path: Path, settings: Any) -> Path:
    """This will give the test a folder of pictures of its own."""
    settings.PICTURES = tmp_path / "pictures"
    settings.PICTURES.mkdir()
    return Path(settings.PICTURES)


@pytest.fixture(params=["first file", "second file", "confirming", "moving"])
def filling(
    request: pytest.FixtureRequest, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """This will let the disk of pictures be full at one of the moments at which a picture is written."""
    before, opened = Path.open, 0

    def opening(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        nonlocal opened
        if mode != "wb" or pictures not in path.parents:
            return before(path, mode, *more, **named)
        opened += 1
        last = 2 if request.param == "second file" else 1
        return Filling(path, "wb") if opened >= last else before(path, mode, *more, **named)

    with monkeypatch.context() as patch:
        if request.param.endswith("file"):
            patch.setattr(Path, "open", opening)
        elif request.param == "confirming":
            patch.setattr("linli.pictures.files.os.fsync", full)
        else:
            patch.setattr(Path, "rename", full)
        yield


def left(pictures: Path) -> list[str]:
    """What lies in the folder of pictures, whole or half."""
    found = [path for path in pictures.rglob("*") if path.is_file() and path.name != ".clock"]
    return sorted(path.name for path in found)


def test_a_report_says_so_at_the_picture_and_keeps_what_was_typed(
    town: Town, phone: Client, pictures: Path, filling: None
) -> None:
    facts = Fact.objects.count()
    page = send(phone, PAGE, text=TYPED, community=EAST, phone="", picture0=photo())
    assert page.status_code == 422
    shown = words(page)
    assert NO_ROOM in shown
    assert TYPED in shown
    assert (Case.objects.count(), Picture.objects.count(), Fact.objects.count()) == (0, 0, facts)
    assert left(pictures) == []
    without = send_again(phone, PAGE, page)
    assert without.status_code == 303, "the words alone need no disk of pictures"
    assert Case.objects.get().community == EAST


def test_a_colleague_at_work_keeps_what_was_typed_too(
    town: Town, phone: Client, pictures: Path, filling: None
) -> None:
    case = report()
    person = people.person(town.grid_member.person_id)
    assert person is not None
    phone.force_login(person)
    address = f"/m/{STREET}/{case.number}/fix/"
    page = phone.post(
        address, filled(phone.get(address), words="已清运干净。", picture_1=photo()), follow=False
    )
    assert page.status_code == 200
    assert NO_ROOM in words(page)
    assert "已清运干净。" in words(page)
    case.refresh_from_db()
    assert case.handled_at is None
    assert not Picture.objects.exists()
    assert left(pictures) == []


def test_a_file_that_does_not_even_arrive_is_a_page_that_says_what_to_do(
    town: Town, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    phone = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = send(phone, PAGE, text=TYPED, community=EAST, picture0=photo(size=(1200, 900)))
    assert answer.status_code == 507
    shown = words(answer)
    assert "服务器暂时没有空间" in shown
    assert "返回上一页再试一次，您写的话还在。" in shown
    assert not Case.objects.exists()
    assert left(pictures) == []
