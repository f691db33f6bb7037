"""A demo's clock: forward, with all that time causes; nobody else's."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from linli.cli.clock import moment
from linli.cli.screen import Stop

if TYPE_CHECKING:
    from tests.cli.conftest import Home

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24 18:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("2026-11-25", datetime(2026, 11, 24, 16, tzinfo=UTC)),
        ("2026-11-24T18:00+00:00", datetime(2026, 11, 24, 18, tzinfo=UTC)),
        ("+3d", NOW + timedelta(days=3)),
        ("+90m", NOW + timedelta(minutes=90)),
    ],
)
def test_times_are_read_as_china_writes_them(text: str, expected: datetime) -> None:
    assert moment(text, NOW) == expected


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "2026-11-24 08:59", "9999-01-01", "+99999d"])
def test_what_is_no_time_ahead_is_refused(text: str) -> None:
    with pytest.raises(Stop):
        moment(text, NOW)


def test_cases_escalate_on_the_way_and_the_facts_fit(home: "Home") -> None:
    home.act("demo")
    done = home.linli("clock", "--at", "+3d")
    assert done.returncode == 0, done.stderr
    assert home.act("kinds", "case.escalated_by_clock") != "0"
    assert home.linli("verify").returncode == 0
    shown = datetime.fromisoformat(home.linli("clock").stdout.split(" is ")[1].strip(" .\n"))
    real = datetime.now(UTC) + timedelta(hours=8)
    assert timedelta(days=2, hours=23) < shown.replace(tzinfo=UTC) - real < timedelta(days=3, hours=1)


def test_a_clock_goes_back_only_while_nothing_has_happened_later(home: "Home") -> None:
    home.act("quiet")
    assert home.linli("clock", "--at", "+2m").returncode == 0
    assert home.linli("clock", "--reset").returncode == 0
    shown = datetime.fromisoformat(home.linli("clock").stdout.split(" is ")[1].strip(" .\n"))
    real = datetime.now(UTC) + timedelta(hours=8)
    assert abs(shown.replace(tzinfo=UTC) - real) < timedelta(minutes=2)

    home.act("demo")
    home.linli("clock", "--at", "+3d")
    before = home.linli("clock").stdout
    done = home.linli("clock", "--reset")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Things have happened in this demo up to ")
    assert "make a new demo" in done.stderr
    assert home.linli("clock").stdout[:30] == before[:30]


def test_complaints_are_passed_up_on_the_way(home: "Home") -> None:
    home.act("demo")
    home.act("complain")
    home.linli("clock", "--at", "+20d")
    assert home.act("kinds", "complaint.escalated_by_clock") == "1"


def test_a_real_office_keeps_real_time(home: "Home") -> None:
    done = home.linli("clock", "--at", "+3d")
    assert done.returncode == 2
    done = home.linli("clock", "--at", "+3d", LINLI_MODE="production")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
