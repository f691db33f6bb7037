"""Settings: typed, by place and date."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from linli.facts.queries import history
from linli.lib.calendars import Limit
from linli.lib.geometry import Box
from linli.lib.ids import new_id
from linli.lib.verdicts import Refused
from linli.places import memory, settings
from linli.places.actions import change_setting
from linli.places.kinds import (
    BadValue,
    Boxed,
    Choice,
    Exact,
    Hours,
    Json,
    Kind,
    LimitOf,
    Text,
    Whole,
    YesNo,
    Zone,
)
from linli.places.models import Setting
from tests.places.conftest import AT, COUNTY, EAST, STREET
from tests.places.drawing import Administrator, Nobody

SOUTH, OTHER = "411329001004", "411329002"


@pytest.fixture(scope="module", autouse=True)
def keys() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "_keys", dict(settings._keys))
        settings.register(
            settings.Key("test.days", Whole(1, 90), 7, "community", label="Days"),
            settings.Key("test.limit", "limit", "3wd", label="Limit"),
            settings.Key("test.note", Text(20), "", label="Note"),
        )
        yield


def change(place: str, text: str, key: str = "test.days", **more: Any) -> Any:
    return change_setting(**{"key": key, "place": place, "text": text, "at": AT, "by": None, **more})


def test_the_nearest_place_that_says_something_counts(db: None) -> None:
    assert settings.value("test.days", EAST, AT) == 7
    change(COUNTY, "8")
    change(STREET, "9")
    change(EAST, "10")
    assert [settings.value("test.days", code, AT) for code in (COUNTY, OTHER, STREET, SOUTH, EAST, EAST + "001")] == [
        8, 8, 9, 9, 10, 10,
    ]  # fmt: skip
    assert settings.source("test.days", EAST, AT) == EAST
    assert settings.source("test.days", SOUTH, AT) == STREET
    assert settings.source("test.limit", EAST, AT) == ""


def test_a_value_counts_from_its_date_on(db: None) -> None:
    change(STREET, "8")
    change(STREET, "9", from_at=AT + timedelta(days=7))
    assert settings.value("test.days", STREET, AT) == 8
    assert settings.value("test.days", STREET, AT - timedelta(days=1)) == 7
    assert settings.value("test.days", STREET, AT + timedelta(days=7)) == 9


@given(
    some.lists(
        some.tuples(
            some.sampled_from([COUNTY, STREET, EAST, SOUTH, OTHER]), some.integers(0, 5), some.integers(1, 90)
        ),
        max_size=12,
        unique_by=lambda each: each[:2],
    ),
    some.sampled_from([COUNTY, STREET, EAST, SOUTH, OTHER, EAST + "001", EAST + "G01"]),
    some.integers(-1, 6),
)
@pytest.mark.django_db(transaction=False)
def test_resolution_is_the_last_begun_value_of_the_nearest_place(
    values: list[tuple[str, int, int]], place: str, day: int
) -> None:
    Setting.objects.all().delete()
    for code, begins, number in values:
        Setting.objects.create(
            id=new_id(), street=code[:9], place=code, key="test.days", value=str(number),
            from_at=AT + timedelta(days=begins),
        )  # fmt: skip
    for street in (COUNTY, STREET, OTHER):
        memory.move(street, "settings")
    expected = 7
    for code in (place[:12], place[:9], place[:6]):
        begun = [(begins, number) for held, begins, number in values if held == code and begins <= day]
        if begun:
            expected = max(begun)[1]
            break
    assert settings.value("test.days", place, AT + timedelta(days=day)) == expected


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Whole(1, 5), " 3 ", 3),
        (Exact(), "0.50", Decimal("0.50")),
        (YesNo(), "是", True),
        (YesNo(), "off", False),
        (LimitOf(), "2WD", Limit.parse("2wd")),
        (Text(10), " 汉城 ", "汉城"),
        (Boxed(), "112.22, 32.32, 112.60, 32.81", Box(112.22, 32.32, 112.60, 32.81)),
        (Hours(), "8:00-12:00，14:30–24:00", ((time(8), time(12)), (time(14, 30), time(0)))),
        (Choice({"a": "A"}), "a", "a"),
        (Zone(), "America/New_York", ZoneInfo("America/New_York")),
        (Json(), '{"a": [1]}', {"a": [1]}),
    ],
)
def test_what_is_typed_becomes_a_value_that_is_stored_and_written_the_same(
    kind: Kind, text: str, value: Any
) -> None:
    assert kind.parse(text) == value
    assert kind.load(kind.dump(value)) == value
    assert kind.parse(kind.write(value)) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Whole(1, 5), "6"),
        (Whole(), "9" * 5_000),
        (Whole(), "３.5"),
        (Exact(), "NaN"),
        (Exact(), "1e999999"),
        (YesNo(), "maybe"),
        (LimitOf(), "2 weeks"),
        (Text(5), "123456"),
        (Text(50), "a\x00b"),
        (Text(50), "a\nb"),
        (Boxed(), "112.6, 32.3, 112.2, 32.8"),
        (Boxed(), "nan, nan, nan, nan"),
        (Hours(), "8:00-12:00, 11:00-13:00"),
        (Hours(), "25:00-26:00"),
        (Hours(), ""),
        (Choice({"a": "A"}), "b"),
        (Zone(), "../../etc/passwd"),
        (Json(), "[" * 15_000),
        (Json(), "{"),
    ],
)
def test_what_is_no_such_value_is_refused_with_a_sentence(kind: Kind, text: str) -> None:
    with pytest.raises(BadValue) as refused:
        kind.parse(text)
    assert str(refused.value.sentence).endswith(".")


def test_a_bad_value_changes_nothing(db: None) -> None:
    with pytest.raises(BadValue):
        change(STREET, "1000")
    assert not Setting.objects.exists()
    assert not history(STREET, f"settings:{STREET}")


def test_each_change_is_a_fact_that_never_holds_text(db: None) -> None:
    change(STREET, "9")
    change(STREET, "东门旁边", key="test.note")
    kept = [fact.data for fact in history(STREET, f"settings:{STREET}")]
    assert [data.get("value") for data in kept] == ["9", None]
    assert [data["key"] for data in kept] == ["test.days", "test.note"]


@pytest.mark.parametrize(
    ("place", "by", "more"),
    [
        (STREET, Nobody(), {}),
        (STREET, Administrator(OTHER), {}),
        (COUNTY, Administrator(STREET), {}),
        (EAST, None, {"key": "test.limit", "text": "1wd"}),
        (EAST + "001", None, {}),
        (STREET, None, {"from_at": AT - timedelta(seconds=1)}),
        (STREET, None, {"key": "no.such.key"}),
    ],
)
def test_what_may_not_be_set_here_is_refused(db: None, place: str, by: Any, more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        change(**{"place": place, "text": "9", "by": by, **more})
    assert not Setting.objects.exists()


def test_a_default_may_be_written_as_a_person_would(db: None) -> None:
    assert settings.value("test.limit", STREET, AT) == Limit.parse("3wd")


def test_two_packages_cannot_register_one_name_for_different_things() -> None:
    with pytest.raises(ValueError, match=r"test\.days"):
        settings.register(settings.Key("test.days", Whole(), 8, label="Other"))


def test_every_registered_key_has_a_label_and_a_default_of_its_kind() -> None:
    for key in settings.keys():  # noqa: SIM118  # a function of the module
        assert str(key.label)
        assert key.kind.load(key.kind.dump(key.initial)) == key.initial


def test_a_time_without_zone_is_not_needed_to_read_the_present(db: None) -> None:
    change(STREET, "9", at=datetime(2024, 1, 2, tzinfo=UTC))
    assert settings.value("test.days", STREET) == 9
