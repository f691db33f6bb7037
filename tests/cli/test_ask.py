"""Asking for a command: quick, in the terminal's language, and with a sentence when it cannot be."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from linli.cli.words import language_of
from tests.cli.conftest import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Home


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {}, "en"),
        (["verify", "--lang", "zh"], {"LANG": "C"}, "zh-hans"),
        (["verify", "--lang=en"], {"LANG": "zh_CN"}, "en"),
    ],
)
def test_the_terminal_or_the_option_tells_the_language(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert language_of(arguments, environment) == expected


def test_help_needs_no_django(empty: "Home") -> None:
    code = (
        "import sys; sys.argv[1:] = ['--help']\n"
        "from linli.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=empty.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("False\n")
    assert not empty.path.exists()


def test_help_is_chinese_on_a_chinese_terminal(empty: "Home") -> None:
    done = empty.linli("--help", LC_ALL="zh_CN.UTF-8")
    assert "街道" in done.stdout
    assert "usage" not in done.stdout


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("verify", "--nonsense"), ("figures",), ("import",)]
)
def test_what_is_no_command_is_usage(empty: "Home", arguments: tuple[str, ...]) -> None:
    done = empty.linli(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verify", "--street", "411329001"), 1),  # no tables yet
        (("restore", "/nonexistent.tar"), 2),
        (("backup", "/nonexistent/b.tar"), 2),
        (("import", "people", "/nonexistent.csv", "--street", "411329001"), 2),
        (("import", "cases", "/nonexistent.csv", "--mapping", "/nonexistent.toml"), 2),
        (("clock", "--at", "tomorrow"), 1),
        (("setup", "--street", "4113", "--admin", "wang"), 2),
        (("setup", "--street", "411329001", "--admin", "wang"), 1),
    ],
)
def test_what_cannot_be_done_is_one_sentence(empty: "Home", arguments: tuple[str, ...], code: int) -> None:
    done = empty.linli(*arguments)
    assert done.returncode == code
    assert done.stderr.count("\n") == 1, done.stderr


def test_an_error_of_ours_shows_its_place_when_asked(empty: "Home") -> None:
    done = empty.linli("verify", "--traceback")
    assert "Traceback" in done.stderr


def test_a_reader_that_has_gone_is_no_error(empty: "Home") -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "linli.cli.main", "migrate"],
        cwd=ROOT, env=empty.environment, stdout=writer, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writer)
    assert "Traceback" not in done.stderr


def test_django_is_at_hand(empty: "Home") -> None:
    done = empty.linli("manage", "check", "--help")
    assert "usage: linli manage check" in done.stdout
