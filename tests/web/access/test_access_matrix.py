"""Every address × part × place of `docs/access.md`, asked; and no address that is not there."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.builders import OTHER_STREET, STREET
from tests.web.access.asking import body, path
from tests.web.access.reasons import without_reason
from tests.web.access.secrets import leaks
from tests.web.access.table import PARTS, WHERE, Line, lines
from tests.web.access.town import Scene
from tests.web.access.visiting import QUIET, visit

pytestmark = pytest.mark.django_db
LINES = lines()
# What somebody chose of their mail is no fact. Signing in notes when, and a delivery may be done sooner: nobody's
# rights hang on it.
OPENS = {"contact", "phone-contact", "box-contact", "rights-contact"}
ALSO_QUIET = {
    "sign-in": {"people_person"},
    "setup-channels": {"facts_delivery"},
    "saved": {"cases_savedfilter"},
    "setup-street": {"people_putaside"},
    "choices": {"notify_choices"},
    "phone-choices": {"notify_choices"},
    "no-more-mail": {"notify_choices"},
}


def addresses(patterns: Any = None, inside: str = "") -> Iterator[str]:
    """This will name every address of the root urlconf; one of the admin without a name is called by what it is."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else inside
            yield from addresses(each.url_patterns, inner)
        elif isinstance(each, URLPattern):
            yield inside + (each.name or ("*_~" if "object_id" in str(each.pattern) else "catch-all"))


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    known, there = {line.name for line in LINES}, set(addresses())
    lost = {name for name in there if not any(name == one or fnmatchcase(name, one) for one in known)}
    assert not lost, "addresses without a line in docs/access.md"
    assert not {one for one in known if not any(name == one or fnmatchcase(name, one) for name in there)}


def test_no_line_stands_twice() -> None:
    asked = [str(line) for line in LINES]
    assert sorted(asked) == sorted(set(asked))


def paths(scene: Scene, line: Line, part: str) -> dict[str, str]:
    """This will give the paths of a line by the place they are at, each once.

    What does not hang on the place, for anybody or for whom the door is shut, is asked at one of the three: at
    another one from part to part and from line to line.
    """
    turn = (LINES.index(line) + list(PARTS).index(part)) % len(WHERE)
    alike = line.is_alike_everywhere or line.cells[part] in {("s",) * 3, ("x",) * 3}
    found: dict[str, str] = {}
    for where in WHERE[turn : turn + 1] if alike else WHERE:
        found.setdefault(path(scene, line, part, where), where)
    return {where: address for address, where in found.items()}


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=str)
def test_whoever_looks_is_answered_as_the_matrix_says(scene: Scene, line: Line) -> None:
    wrong: list[Any] = []
    for part in PARTS:
        for where, address in paths(scene, line, part).items():
            seen = visit(scene, part, "GET", address)
            told = set() if line.name == "slip" else leaks(scene, PARTS[part], seen.text)
            if mute := without_reason(seen.text):
                wrong.append((part, where, "a button without its reason", mute))
            if seen.sign != line.expected(part, where) or seen.written - QUIET or told:
                wrong.append((part, where, seen.sign, line.expected(part, where), seen.written - QUIET, told))
    assert not wrong


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "POST"], ids=str)
def test_whoever_sends_is_answered_as_the_matrix_says_and_what_is_refused_changes_nothing(
    scene: Scene, line: Line
) -> None:
    wrong = []
    quiet = QUIET | ALSO_QUIET.get(line.name, set())
    for part in PARTS:
        for where, address in paths(scene, line, part).items():
            seen = visit(scene, part, "POST", address, body(scene, line, part, where))
            sign = "n" if seen.sign == "+" else seen.sign
            changed = set() if sign == "w" else seen.written - quiet
            told = leaks(scene, PARTS[part], seen.text)
            if (
                line.name in OPENS and sign == "w"
            ):  # this is where a contact is opened: that one, and no other
                told -= {told.pop()} if len(told) == 1 else set()
            if sign != line.expected(part, where) or changed or told:
                wrong.append((part, where, sign, line.expected(part, where), changed, told))
    assert not wrong


def test_what_has_no_line_for_sending_takes_nothing(scene: Scene) -> None:
    sent = {line.name for line in LINES if line.method == "POST"}
    given = {"name": "x", "action": "delete_selected", "new_password1": "p", "post": "yes"}
    for line in LINES:
        if line.name in sent or line.name == "admin:logout":
            continue
        for part in ("ano", "lea", "adm", "cou"):
            seen = visit(scene, part, "POST", path(scene, line, part, "own"), given)
            assert seen.status < 500, line
            assert not seen.written - QUIET, line


# What belongs to a street, and is looked for at the address of another one.
BELONGS = {
    "box-complaint",
    "box-contact",
    "case",
    "case-paper",
    "community",
    "contact",
    "phone-case",
    "phone-contact",
    "phone-step",
    "picture",
    "picture-desk",
    "public-case",
    "rights-contact",
    "rights-request",
    "setup-board",
    "setup-channel",
    "setup-duty",
    "setup-hand-over",
    "setup-label",
    "setup-leave",
    "setup-organisation",
    "setup-person",
    "setup-template",
    "slip",
    "step",
}


@pytest.mark.parametrize("line", [line for line in LINES if line.name in BELONGS], ids=str)
def test_nothing_of_another_street_is_found_at_an_address_of_ones_own(scene: Scene, line: Line) -> None:
    if line.way in {"county", "street"}:
        return
    for part in ("com", "lea", "adm", "cou"):
        address = path(scene, line, part, "other").replace(f"/{OTHER_STREET}/", f"/{STREET}/")
        given = None if line.method == "GET" else body(scene, line, "ano", "other")
        seen = visit(scene, part, line.method, address, given)
        assert seen.sign in {"x", "."}, (part, seen.sign)
        assert not seen.written - QUIET, part
