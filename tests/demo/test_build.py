"""A small demo: made by the real actions, all or nothing, once."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings

from linli.cases import checks
from linli.cases.models import Case, Statement
from linli.cases.workflow import ENDED
from linli.demo import building, command, season
from linli.demo.building import SIZES, build
from linli.demo.cast import COUNTY, STREET, VACANT_GRID
from linli.demo.drawing import SCENES, picture
from linli.demo.rhythm import arrivals
from linli.demo.telling import Teller
from linli.facts import chains
from linli.figures import recount
from linli.people import queries as people
from linli.people.models import Person
from linli.people.verdicts import Refused
from linli.pictures import decoding
from linli.pictures import queries as pictures
from linli.pictures.models import Picture
from linli.places import queries as places

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)  # Tuesday, nine in the morning there
RANDOM = Random(1)  # noqa: S311  any sequence will do


@pytest.fixture
def demo(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This will make the small demo with its pictures in a folder of the test."""
    monkeypatch.setattr(settings, "PICTURES", tmp_path)
    monkeypatch.setattr(settings, "MODE", "demo")
    assert build(size="small", at=AT)


def test_a_small_season_fits_its_facts_and_meets_no_rule(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settings, "PICTURES", tmp_path)
    build(size="small", at=AT)
    assert not caplog.records
    assert not [*chains.faults(), *checks.verify(), *recount.verify()]
    cases = Case.objects.filter(street=STREET)
    assert cases.count() >= SIZES["small"].reports
    assert cases.filter(status__in=ENDED).exists()
    assert cases.exclude(status__in=ENDED).exists()
    assert not cases.filter(reported_at__gte=AT).exists()
    assert not list(pictures.missing())
    assert Picture.objects.exists()


def test_a_demo_is_made_once(demo: None) -> None:
    before = Case.objects.count()
    assert build(size="small", at=AT) is False
    assert Case.objects.count() == before


def test_a_build_that_breaks_leaves_nothing_and_can_be_begun_again(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PICTURES", tmp_path)

    def broken(*_arguments: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(season.Season, "_day", broken)
        with pytest.raises(OSError, match="full"):
            build(size="small", at=AT)
    assert not Person.objects.exists()
    assert not Case.objects.exists()
    assert building.build(size="small", at=AT)


def test_a_database_in_use_is_left_alone(db: None) -> None:
    Person.objects.create(id=1, street=COUNTY, username="somebody", name="somebody")
    with pytest.raises(Refused):
        build(size="small", at=AT)


def test_everybody_has_a_demo_account_and_one_grid_has_nobody(demo: None) -> None:
    accounts = people.demo_accounts()
    assert len(accounts) > 55
    assert not any(person.has_usable_password() for person in accounts)
    assert all(people.viewer(person, AT).duties for person in accounts)
    assert VACANT_GRID in {vacancy.place for vacancy in people.vacancies(STREET, AT)}
    assert people.on_roster(STREET, AT)
    assert any(line.on_leave(AT.date()) for line in people.duty_rows(STREET, AT))


def test_the_command_says_where_to_go_and_who_is_there(
    demo: None, capsys: pytest.CaptureFixture[str]
) -> None:
    command.make(size="small")
    said = capsys.readouterr().out
    assert f"/{STREET}/report/" in said
    assert "/sign-in/" in said
    tokens = re.findall(rf"/{STREET}/q/(\w+)/", said)
    assert tokens
    assert all(places.spot(STREET, token) for token in tokens)


def test_texts_differ_and_name_no_placeholder(demo: None) -> None:
    texts = list(Statement.objects.filter(kind="report").values_list("text", flat=True))
    assert len(set(texts)) > len(texts) * 0.9
    assert not any(sign in text for text in texts for sign in "{}")


def test_frequent_kinds_can_be_told_in_many_ways() -> None:
    for kind in Teller(RANDOM).kinds:
        if kind.weight >= 5:
            assert len(kind.words["open"]) * len(kind.words["more"]) >= 40, kind.name


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_before_and_after_is_two_pictures(scene: str) -> None:
    before, after = picture(scene, 1, after=False), picture(scene, 1, after=True)
    assert picture(scene, 1, after=False) == before
    assert before != after
    assert decoding.decode(io.BytesIO(before)).size[0] > 500


def test_reports_come_in_the_season_and_more_by_day() -> None:
    times = arrivals(RANDOM, 500, until=AT)
    assert times == sorted(times)
    assert max(times) < AT
    by_day = sum(8 <= (each.hour + 8) % 24 < 20 for each in times)
    assert by_day > 350
