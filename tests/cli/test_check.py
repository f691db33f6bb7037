"""Checking what is stored, counting anew, renewing keys."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Home

STREET = "411329001"


def test_a_sound_home_passes(home: "Home") -> None:
    done = home.linli("verify")
    assert (done.returncode, done.stdout.count("✓")) == (0, 4)
    assert home.linli("verify", "--street", STREET).returncode == 0


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE facts_fact SET kind = 'case.filed2' WHERE seq = 2", "Facts"),
        ("UPDATE cases_case SET followers = followers + 1", "Cases"),
        ("UPDATE figures_now SET n = n + 1", "Figures"),
        ("UPDATE cases_statement SET unindexed = NULL", "Search index"),
    ],
)
def test_the_first_wrong_row_is_named(home: "Home", statement: str, name: str) -> None:
    home.act("sql", statement)
    done = home.linli("verify")
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"✗ {name}")]
    assert STREET in line


def test_wrong_figures_are_counted_anew(home: "Home") -> None:
    home.act("sql", "UPDATE figures_now SET n = n + 1")
    assert home.linli("figures", "verify").returncode == 1
    assert home.linli("figures", "rebuild").returncode == 0
    assert home.linli("figures", "verify").returncode == 0


def test_words_missing_in_the_index_are_put_there(home: "Home") -> None:
    home.act("sql", "UPDATE cases_statement SET unindexed = NULL")
    assert home.linli("search", "verify").returncode == 1
    assert home.linli("search", "rebuild").returncode == 0
    assert home.linli("search", "verify", "--street", STREET).returncode == 0


def test_dead_channels_and_what_fails_again_and_again_are_named(home: "Home") -> None:
    assert home.linli("check").returncode == 0
    home.act(
        "sql",
        "INSERT INTO notify_channelstate (id, street, channel, failing_since, fault)"
        " VALUES (1, '', 'mail', '2026-11-24 01:00:00', 'away')",
    )
    home.act(
        "sql", "UPDATE facts_delivery SET attempts = 5, last_error = 'OSError' WHERE handler = 'cases.tick'"
    )
    done = home.linli("check", LINLI_MAIL_HOST="127.0.0.1")
    assert done.returncode == 1
    assert "could not be reached" in done.stdout
    assert done.stdout.count("✗ E-mail") == 1


def test_an_unknown_street_is_refused(home: "Home") -> None:
    for command in (("verify",), ("figures", "rebuild"), ("search", "verify")):
        done = home.linli(*command, "--street", "123456789")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_new_key_in_front_seals_everything_again(home: "Home") -> None:
    old = (home.path / "contact-keys").read_text()
    new = "n" * 40
    assert "Sealed again: 2;" in home.linli("keys", "rotate", LINLI_CONTACT_KEYS=f"{new},{old}").stdout
    assert "already: 2;" in home.linli("keys", "rotate", LINLI_CONTACT_KEYS=new).stdout
    lost = home.linli("keys", "rotate", LINLI_CONTACT_KEYS="x" * 40)
    assert (lost.returncode, "no key: 2" in lost.stdout) == (1, True)
