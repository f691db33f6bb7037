"""The lists people choose from: who is on duty around a case, grids, categories with their matters, cases near by."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.cases import queries
from linli.cases.categories import CategoryRow
from linli.cases.models import Case
from linli.cases.policies import WORKERS
from linli.cases.workflow import OPEN, Level, Status
from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import DutyLine, Viewer
from linli.places import queries as places
from linli.web.desk.naming import Names, duty_words
from linli.web.wording.numbers import named

TITLE = 24  # characters of a title in a list to choose from
Choice = tuple[Any, Any]
Group = tuple[str, Sequence[Choice]]
# Duties to which a street's case may be given, of those `cases.policies.WORKERS` allows; party members are too many.
HANDLERS = WORKERS - {Role.PARTY_MEMBER}


def handlers(case: Case, names: Names) -> list[Group]:
    """This will list to whom a case may be given: who is on duty around it; at a department, its officers alone."""
    office = people.organisation(case.department_id) if case.department_id is not None else None
    if case.level != Level.DEPARTMENT or office is None:
        return people_around(case, names)
    rows = people.of_organisation(office.pk, {Role.DEPARTMENT_OFFICER}, names.at)
    return [(named(office.name), [(row.id, row.name) for row in rows])] if rows else []


def people_around(case: Case, names: Names) -> list[Group]:
    """This will list whoever is on duty around a case: its grid and group first, then community, then street."""
    heads = {
        "grid": places.name(case.grid) if case.grid else "",
        "community": places.name(case.community),
        "street": places.name(case.street),
        "other": _("Other communities"),
    }
    groups: dict[str, list[Choice]] = {key: [] for key in heads}
    given: set[int] = set()
    for key, line in sorted(_ranked(case, names.duties), key=lambda pair: list(heads).index(pair[0])):
        if line.person_id is not None and line.person_id not in given:
            given.add(line.person_id)
            words = {"name": line.person_name, "duty": duty_words(line.role, line.title())}
            groups[key].append(
                (line.person_id, pgettext("name and duty in a list", "%(name)s, %(duty)s") % words)
            )
    return [(heads[key], choices) for key, choices in groups.items() if choices]


def _ranked(case: Case, duties: Sequence[DutyLine]) -> Iterator[tuple[str, DutyLine]]:
    for line in duties:
        if line.role not in HANDLERS:
            continue
        if line.place and line.place in {case.grid, case.group}:
            yield "grid", line
        elif line.place.startswith(case.community):
            yield "community", line
        elif line.place in {"", case.street}:
            yield "street", line
        else:
            yield "other", line


def grids(street: str, *, without: str = "") -> list[Group]:
    """This will list the grids of a street by community."""
    groups = [
        (row.title(), [(grid.code, grid.title()) for grid in places.grids(row.code) if grid.code != without])
        for row in places.communities(street)
    ]
    return [(label, choices) for label, choices in groups if choices]


def whereabouts(street: str, within: Sequence[str] = ()) -> list[Group]:
    """This will list a street's communities, each with its grids, those of `within` first."""
    rows = places.communities(street)
    rows.sort(key=lambda row: (row.code not in within, row.code))
    return [
        (
            row.title(),
            [
                (
                    row.code,
                    pgettext("place list", "%(community)s, grid not known") % {"community": row.title()},
                ),
                *((grid.code, grid.title()) for grid in places.grids(row.code)),
            ],
        )
        for row in rows
    ]


def matters(known: Mapping[str, CategoryRow]) -> list[Choice | Group]:
    """This will list the categories in use; one with several matters is a group of them."""
    shown: list[Choice | Group] = []
    for code, row in known.items():
        if row.retired_on is not None:
            continue
        title = f"{code} {named(row.name)}"
        if len(row.items) == 1:
            shown.append((f"{code}:{row.items[0].key}", title))
        else:
            shown.append((title, [(f"{code}:{item.key}", named(item.name)) for item in row.items]))
    return shown


def near_by(viewer: Viewer, case: Case, at: datetime, names: Names) -> list[Choice]:
    """This will list the open cases near by into which one may be joined."""
    return [
        (row.case.number, beside_words(row, names))
        for row in queries.beside(viewer, case, at)
        if Status(row.case.status) in OPEN
    ]


def beside_words(row: queries.Beside, names: Names) -> str:
    """This will word a case near by: number, title, distance."""
    words = {
        "number": row.case.number,
        "title": (row.case.title or names.category(row.case.category))[:TITLE],
    }
    if row.metres is None:
        return pgettext("case near by", "%(number)s %(title)s") % words
    return pgettext("case near by", "%(number)s %(title)s, %(metres)d m") % {**words, "metres": row.metres}
