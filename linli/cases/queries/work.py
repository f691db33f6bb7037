"""Which cases a person may see, and what waits for that person: to handle, to check, to decide, or only to wait for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from linli.cases.models import Case, Proposal
from linli.cases.policies import COMMUNITY_DIGITS, COMMUNITY_READERS, GRID_ROLES, STREET_READERS, STREET_ROLES
from linli.cases.workflow import IN_HAND, OPEN, Level, Status
from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import DutyRow, Viewer
from linli.places import queries as places

NOTHING = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Work:
    """A person's open cases in four conditions; a case may be to handle and to decide at once."""

    to_handle: Q  # in the person's hands, or held for a look that they may take
    to_check: Q  # handled by somebody below or beside; this person took no part
    to_decide: Q  # somebody else asked: a deferral, or that it is void
    waiting: Q  # theirs, but somebody else checks it or a deferral runs

    @property
    def to_do(self) -> Q:
        """What this person can move on today."""
        return self.to_handle | self.to_check | self.to_decide

    @property
    def all(self) -> Q:
        """Everything of theirs that is open."""
        return self.to_do | self.waiting


def values(statuses: frozenset[Status]) -> list[str]:
    """This will write states for an `__in`, in one order."""
    return sorted(str(status) for status in statuses)


# What a list asks for that holds open cases alone.
OPEN_STATUS = frozenset({"open", *values(OPEN)})


def scope(viewer: Viewer) -> Q:
    """This will select the cases a person may see; nothing for whom has no such duty."""
    return reduce(or_, _seen(viewer))


def apart(viewer: Viewer) -> list[Q]:
    """This will tell `scope` apart into conditions of which a case meets one at most; each finds an index of its own.

    The last is what is in the person's own hands and not shown by a duty.
    """
    seen = _seen(viewer)
    return [reduce(_but, seen[:number], each) for number, each in enumerate(seen)]


def open_or_due(viewer: Viewer) -> Q:
    """This will select what waits of all the person may see: open cases, and those to be called back about.

    Their ids are joined from parts, each with an index of its own: one condition would read every case of a street.
    """
    still_open = Q(status__in=values(OPEN))
    waits = [still_open, Q(call_back="due") & ~still_open]
    ids = [
        Case.objects.filter(part, each).order_by().values("pk") for part in apart(viewer) for each in waits
    ]
    return Q(pk__in=ids[0].union(*ids[1:], all=True))


def _but(condition: Q, other: Q) -> Q:
    return condition & ~other


def whole_streets(viewer: Viewer) -> list[str]:
    """This will list the streets of which the person may see every case; those of a county that are no more, too."""
    found = {duty.street for duty in viewer.duties if duty.role in STREET_READERS}
    counties = {duty.street[:6] for duty in viewer.duties if duty.role == Role.COUNTY_ADMIN}
    return sorted(found.union(*(places.every_street(county) for county in counties)))


def _seen(viewer: Viewer) -> list[Q]:
    """What a person's duties show, those of one street and kind together, and last what is in their own hands."""
    whole = whole_streets(viewer)
    shown: dict[tuple[str, str], set[str]] = {}
    departments = set()
    for duty in viewer.duties:
        if duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id:
            departments.add(duty.organisation_id)
        for column, place in _shown(duty) if duty.street not in whole else ():
            shown.setdefault((duty.street, column), set()).add(place)
    seen = [_one_of("street", whole)] if whole else []
    seen += [Q(street=street) & _one_of(column, found) for (street, column), found in sorted(shown.items())]
    seen += [Q(department_id=department) for department in sorted(departments)]
    return [*seen, Q(assignee_id=viewer.person_id) | Q(handled_by_id=viewer.person_id)]


def _one_of(column: str, among: Collection[str]) -> Q:
    return Q(**({column: next(iter(among))} if len(among) == 1 else {f"{column}__in": sorted(among)}))


def _shown(duty: DutyRow) -> list[tuple[str, str]]:
    """By which columns a duty shows part of a street, and the place that must stand there."""
    if duty.role in COMMUNITY_READERS and len(duty.where) > COMMUNITY_DIGITS:
        return [("grid", duty.where), ("group", duty.where)]  # as a cadre's area may be either
    if duty.role in COMMUNITY_READERS and duty.where:
        return [("community", duty.where)]
    if duty.role in GRID_ROLES and duty.where:
        return [("grid", duty.where)]
    return [("group", duty.place)] if duty.role == Role.GROUP_HEAD and duty.place else []


def work(viewer: Viewer, at: datetime) -> Work:
    """This will tell a person's own open cases apart by what they wait for.

    Statements: one for each street, and one for each community, in which the person holds what others left vacant.
    """
    me = viewer.person_id
    held, checked, looked_at, decided = (
        Q(assignee_id=me, status__in=values(IN_HAND)),
        NOTHING,
        NOTHING,
        NOTHING,
    )
    for duty in viewer.duties:
        street = Q(street=duty.street)
        if duty.role in STREET_ROLES:
            officers = people.community_officers(duty.street, at)
            empty = [row.code for row in places.communities(duty.street) if row.code not in officers]
            held |= street & (Q(level=Level.STREET) | _fallen_to_street(empty, at))
            checked |= street & _checked_by_street(officers)
            looked_at |= street & (Q(level=Level.STREET) | Q(community__in=[*empty, ""]))
            decided |= street & ~Q(proposal="")
        elif duty.role == Role.COMMUNITY_OFFICER and duty.where:
            here = street & Q(community=duty.where, level__in=[Level.GROUP, Level.COMMUNITY])
            held |= street & (Q(level=Level.COMMUNITY, community=duty.where) | _fallen(duty.where, at))
            checked |= street & Q(level=Level.GROUP, community=duty.where)
            looked_at |= here
            decided |= here & Q(proposal="void")
        else:
            held |= _held_below(duty)
    part = Q(handled_by_id=me) | Q(started_by_id=me) | Q(assignee_id=me)
    to_check = Q(status=Status.CHECKING) & checked & ~part
    asked = Exists(Proposal.objects.filter(case_id=OuterRef("pk"), decided_at=None).exclude(by_id=me))
    return Work(
        to_handle=(held & Q(status__in=values(IN_HAND))) | (looked_at & Q(status=Status.HELD)),
        to_check=to_check,
        to_decide=decided & Q(status__in=values(OPEN)) & Q(asked),
        waiting=((held | Q(handled_by_id=me)) & Q(status=Status.CHECKING) & ~to_check)
        | (held & Q(status=Status.DEFERRED)),
    )


def _held_below(duty: DutyRow) -> Q:
    if duty.role in GRID_ROLES and duty.place:
        return Q(street=duty.street, level=Level.GROUP, grid=duty.place)
    if duty.role == Role.GROUP_HEAD and duty.place:
        return Q(street=duty.street, level=Level.GROUP, group=duty.place)
    if duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id:
        return Q(level=Level.DEPARTMENT, department_id=duty.organisation_id)
    return NOTHING


def _fallen(community: str, at: datetime) -> Q:
    """Cases of the community's grids in which nobody is on duty. One query a community."""
    staffed = people.staffed_grids(community, at)
    empty = [row.code for row in places.grids(community) if row.code not in staffed]
    return Q(level=Level.GROUP, grid__in=[*empty, ""], community=community)


def _fallen_to_street(empty: list[str], at: datetime) -> Q:
    """Cases of the communities without an officer, and of those of their grids without people."""
    fallen = Q(level=Level.COMMUNITY, community__in=empty)
    return reduce(or_, (_fallen(community, at) for community in empty), fallen)


def _checked_by_street(officers: dict[str, frozenset[int]]) -> Q:
    """What the street checks: what communities, itself and departments handled, and what no community could check.

    A grid's case that the community's only officer handled has nobody left in the community to check it.
    """
    alone = [person for persons in officers.values() if len(persons) == 1 for person in persons]
    return (
        ~Q(level=Level.GROUP)
        | Q(level=Level.GROUP, handled_by_id__in=alone)
        | (Q(level=Level.GROUP) & ~Q(community__in=list(officers)))
    )
