"""Compiling catalogues and finding what is missing in them."""

import gettext
import os
from pathlib import Path

import pytest

from linli.lib import words

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: zh_Hans\\n"\n\n'


def catalogue(root: Path, package: str, text: str) -> Path:
    path = root / package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def entry(message: str, text: str, head: str = "") -> str:
    return f'{head}msgid "{message}"\nmsgstr "{text}"\n\n'


def test_a_compiled_catalogue_speaks_chinese(tmp_path: Path) -> None:
    source = catalogue(
        tmp_path, "cases", entry("Overdue", "已超期") + entry("Open", "打开", 'msgctxt "door"\n')
    )
    assert words.compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("Overdue") == "已超期"
    assert said.pgettext("door", "Open") == "打开"


def test_only_what_changed_is_compiled_again(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "cases", entry("Overdue", "已超期"))
    assert len(words.compile_catalogues(tmp_path)) == 1
    assert words.compile_catalogues(tmp_path) == []
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert len(words.compile_catalogues(tmp_path)) == 1
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_every_flaw_is_found(tmp_path: Path) -> None:
    catalogue(
        tmp_path,
        "cases",
        entry("Fine", "好")
        + entry("Empty", "")
        + entry("Guessed", "猜", "#, fuzzy\n")
        + entry("%(count)s cases of {street}", "{street}有案件")
        + entry("{n} left", "剩{n}")
        + 'msgid "One case"\nmsgid_plural "%(n)s cases"\nmsgstr[0] "%(n)s 件"\n\n'
        + 'msgid "One day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "几天"\n',
    )
    assert {(flaw.message, flaw.why) for flaw in words.missing(tmp_path)} == {
        ("Empty", "untranslated"),
        ("Guessed", "fuzzy"),
        ("%(count)s cases of {street}", "placeholders differ"),
        ("One day", "placeholders differ"),
    }


def test_a_fuzzy_guess_is_not_shown(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "cases", entry("Guessed", "猜", "#, fuzzy\n"))
    words.compile_catalogues(tmp_path)
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Guessed") == "Guessed"


def test_two_packages_that_say_it_differently_are_told(tmp_path: Path) -> None:
    catalogue(tmp_path, "cases", entry("Open", "待办") + entry("Closed", "已结案"))
    second = catalogue(tmp_path, "places", entry("Open", "打开") + entry("Closed", "已结案"))
    (flaw,) = words.conflicts(tmp_path)
    assert (flaw.path, flaw.message) == (second, "Open")
    assert "待办" in str(flaw)


@pytest.mark.parametrize(
    "text",
    [
        'msgid "Open\nmsgstr "打开"\n',
        'msgid "An "open" case"\nmsgstr "打开"\n',
        "gibberish\n",
        'msgid "Open"\nmsgstr 打开\n',
    ],
)
def test_a_broken_catalogue_is_named(tmp_path: Path, text: str) -> None:
    source = catalogue(tmp_path, "cases", text)
    with pytest.raises(ValueError, match=r"django\.po"):
        words.compile_catalogues(tmp_path)
    assert not source.with_suffix(".mo").exists()


def test_the_words_of_this_package_are_complete() -> None:
    assert words.missing(words.PACKAGE / "lib") == []
    assert words.conflicts(words.PACKAGE / "lib") == []
