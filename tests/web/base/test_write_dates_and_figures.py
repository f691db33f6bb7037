"""Days, times and figures as a Chinese office writes them, and in English."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from linli.lib.calendars import CHINA
from linli.web.wording import dates, numbers

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        ("2026-11-24 08:05", "今天 08:05", "today 08:05"),
        ("2026-11-23 16:20", "昨天 16:20", "yesterday 16:20"),
        ("2026-11-25 09:00", "明天 09:00", "tomorrow 09:00"),
        ("2026-11-20 23:59", "11月20日 周五 23:59", "Fri 20 Nov, 23:59"),
        ("2025-11-24 10:05", "2025年11月24日 周一 10:05", "Mon 24 Nov 2025, 10:05"),
    ],
)
def test_a_moment_is_written_by_its_nearness(moment: str, chinese: str, english: str) -> None:
    when = datetime.fromisoformat(moment).replace(tzinfo=CHINA)
    with translation.override("zh-hans"):
        assert dates.near_date(when, now=NOW) == chinese
    with translation.override("en"):
        assert dates.near_date(when, now=NOW) == english


def test_paper_always_carries_the_year() -> None:
    with translation.override("zh-hans"):
        assert dates.full_date(NOW) == "2026年11月24日 周二 10:42"
    with translation.override("en"):
        assert dates.full_date(NOW) == "Tue 24 Nov 2026, 10:42"


def test_a_template_writes_times_for_readers_and_machines_by_the_now_of_the_page() -> None:
    template = Template("{% load linli %}{% when at %}|{% when on %}|{% when none %}|{% when_day at %}")
    with translation.override("zh-hans"):
        drawn = template.render(Context({"now": NOW, "at": NOW, "on": date(2026, 12, 1), "none": None}))
    assert drawn == (
        '<time datetime="2026-11-24T10:42+08:00">今天 10:42</time>|<time datetime="2026-12-01">12月1日 周二</time>|–|'
        '<time datetime="2026-11-24T10:42+08:00">今天</time>'
    )


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (2812, "2,812"), (None, "–"), (1_000_000, "1,000,000")]
)
def test_figures_are_parted_in_thousands(number: int | None, text: str) -> None:
    assert numbers.thousands(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.914, "91.4%"),
        (Decimal("0.91449"), "91.4%"),
        (1, "100.0%"),
        (0, "0.0%"),
        (None, "–"),
        (0.9999, "99.9%"),
        (0.0001, "0.1%"),
    ],
)
def test_a_rate_has_one_decimal_and_never_rounds_to_all_or_none(share: float | None, text: str) -> None:
    assert numbers.rate(share) == text


@pytest.mark.parametrize(
    ("length", "chinese"),
    [
        (timedelta(hours=17, minutes=45), "17小时45分"),
        (timedelta(hours=2), "2小时"),
        (timedelta(days=1), "1天"),
        (timedelta(days=2, hours=3, minutes=59), "2天3小时"),
        (timedelta(seconds=59), "0分"),
    ],
)
def test_a_length_is_written_in_its_two_largest_units(length: timedelta, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert numbers.duration_words(length) == chinese


def test_codes_and_names_are_written_as_people_say_them() -> None:
    assert numbers.tracking_code("7k39qf") == "7K3-9QF"
    assert numbers.tracking_code("7K3-9QF") == "7K3-9QF"
    with translation.override("zh-hans"):
        assert numbers.grid_name("东关", "411329001003001") == "东关第1网格"
        assert numbers.named({"zh-hans": "东关", "en": "Dongguan"}) == "东关"
        assert numbers.cases(1250) == "1,250件"
    with translation.override("en"):
        assert numbers.named({"zh-hans": "东关", "en": "Dongguan"}) == "Dongguan"
        assert numbers.named({"zh-hans": "东关"}) == "东关"
        assert numbers.cases(1) == "1 case"


@given(st.fractions(0, 1).map(float))
def test_any_share_reads_as_a_percentage_from_none_to_all(share: float) -> None:
    shown = Decimal(numbers.rate(share).removesuffix("%"))
    assert 0 <= shown <= 100
    assert (shown == 100) == (share == 1)
    assert (shown == 0) == (share == 0)
