"""The words of the command line, in the language of the terminal.

The standard library reads the catalogue, because arguments are parsed before Django is even imported.
"""

import gettext as catalogues
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "locale"
CHINESE, ENGLISH = "zh-hans", "en"


class _Chosen:
    """The language of this process."""

    code = ENGLISH
    catalogue: catalogues.NullTranslations = catalogues.NullTranslations()


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """This will tell the language that `--lang` asks for, or else the terminal's; English if that is not Chinese."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return CHINESE if arguments[number + 1].startswith("zh") else ENGLISH
        if argument.startswith("--lang="):
            return CHINESE if argument.startswith("--lang=zh") else ENGLISH
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return CHINESE if (next(filter(None, named), None) or "").lower().startswith("zh") else ENGLISH


def choose(code: str) -> None:
    """This will have everything said in a language from now on; argparse's own few words too."""
    _Chosen.code = code
    languages = ["zh_Hans"] if code == CHINESE else []
    _Chosen.catalogue = catalogues.translation("django", _FOLDER, languages, fallback=True)
    # argparse asks the standard library's own domain.
    catalogues.bindtextdomain("django", _FOLDER)
    catalogues.textdomain("django")
    os.environ["LANGUAGE"] = languages[0] if languages else "en"


def chosen() -> str:
    """This will give Django's code of the language."""
    return _Chosen.code


def gettext(message: str) -> str:
    """This will give a sentence in the chosen language."""
    return _Chosen.catalogue.gettext(message)
