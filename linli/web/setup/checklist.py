"""A street's first day: what must stand before the first report comes, read from how things are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.cases import categories
from linli.cases import queries as cases
from linli.people import queries as people
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.places import settings
from linli.web.setup.where import Sentence, address

FIRST_DAY = "first_day"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing of the first day: whether it stands, its words, how it stands now, where it is done, and why."""

    done: bool
    words: Sentence
    state: str
    address: str
    why: Sentence


def tasks(street: str, at: datetime) -> list[Task]:
    """This will list the tasks of a street in the order in which they are best done. Five statements."""
    return [
        *_office(street, at),
        *_areas(street),
        *_people(street, at),
        *_rules(street, at),
        *_boards(street),
    ]


def left(street: str, at: datetime) -> int:
    """This will count what is left of a street's first day. Five statements."""
    return sum(not task.done for task in tasks(street, at))


def left_for(viewer: Viewer, street: str, at: datetime) -> int:
    """This will do the same for a person's rail: nothing once they have put it aside. One statement more."""
    return 0 if people.has_put_aside(viewer, street, FIRST_DAY) else left(street, at)


def _office(street: str, at: datetime) -> Iterator[Task]:
    phone = settings.value("office.phone", street, at)
    yield Task(
        bool(phone),
        _("Telephone of the office"),
        phone or str(_("not set")),
        address("setting", street, "office.phone"),
        _("It is shown wherever the system cannot help."),
    )


def _areas(street: str) -> Iterator[Task]:
    communities = places.communities(street)
    grids = sum(len(places.grids(row.code)) for row in communities)
    counts = _both(
        ngettext("%(n)d community", "%(n)d communities", len(communities)) % {"n": len(communities)},
        ngettext("%(n)d grid", "%(n)d grids", grids) % {"n": grids},
    )
    yield Task(
        bool(communities and grids),
        _("Communities and grids"),
        counts,
        address("areas", street),
        _("A file of areas makes grids and draws their borders."),
    )
    drawn = places.routes(street) and not places.schematic(street)
    state: str | Promise = _("drawn by the street") if drawn else _("schematic or missing")
    yield Task(
        drawn,
        _("Borders of the street's own"),
        str(state),
        address("areas", street),
        _("Without them a report is given to a community chosen from the list."),
    )


def _people(street: str, at: datetime) -> Iterator[Task]:
    duties = people.duty_rows(street, at)
    vacant = len(people.vacancies(street, at))
    held = sum(not row.vacant for row in duties)
    state = _both(
        ngettext("%(n)d duty held", "%(n)d duties held", held) % {"n": held},
        ngettext("%(n)d vacant", "%(n)d vacant", vacant) % {"n": vacant},
    )
    yield Task(
        bool(held) and not vacant,
        _("Duties"),
        state,
        address("duties", street),
        _("Work of a vacant duty falls to the next level up."),
    )
    roster = sum(row.on_roster and not row.vacant for row in duties)
    yield Task(
        bool(roster),
        _("Roster for danger"),
        ngettext("%(n)d person", "%(n)d persons", roster) % {"n": roster},
        address("duties", street),
        _("Without a roster the page of a danger says to call, at night too."),
    )


def _rules(street: str, at: datetime) -> Iterator[Task]:
    known = categories.of_street(street)
    own = sum(row.owner == street for row in known.values())
    yield Task(
        bool(known),
        _("Categories and clocks"),
        _both(
            ngettext("%(n)d category", "%(n)d categories", len(known)) % {"n": len(known)},
            ngettext("%(n)d of the street's own", "%(n)d of the street's own", own) % {"n": own},
        ),
        address("categories", street),
        _("Each limit is a default until somebody has looked at it."),
    )
    written = len(cases.templates(street))
    yield Task(
        bool(written),
        _("Answer templates"),
        ngettext("%(n)d template", "%(n)d templates", written) % {"n": written},
        address("templates", street),
        _("With words to start from, a reporter is answered within the day."),
    )
    calendar = places.calendar(street)
    year = at.astimezone(calendar.zone).year
    for each in (year, year + 1):
        if each == year or at.astimezone(calendar.zone).month >= 11:
            fine = each in calendar.known_years
            yield Task(
                fine,
                _("Holidays of the year"),
                str(_("%(year)d entered") if fine else _("%(year)d not entered")) % {"year": each},
                address("holidays", street) + f"?year={each}",
                _("Until then deadlines count Monday to Friday and are called provisional."),
            )


def _boards(street: str) -> Iterator[Task]:
    boards = len(places.spots(street))
    yield Task(
        bool(boards),
        _("Boards with a label"),
        ngettext("%(n)d board", "%(n)d boards", boards) % {"n": boards},
        address("boards", street),
        _("Who scans the label need not say where they are."),
    )


def _both(one: str, other: str) -> str:
    return str(_("%(one)s, %(other)s")) % {"one": one, "other": other}
