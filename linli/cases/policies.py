"""Who may see a case and take which step of the table now; a refusal carries the sentence shown to the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from linli.cases import categories
from linli.cases.models import Case, Proposal, Source
from linli.cases.placing import GRIDS, is_code
from linli.cases.refusals import SENTENCES
from linli.cases.rules import Asker, Reason, Situation, missing_row, refusal
from linli.cases.workflow import STEPS, Action, Level, Status, Step, Who, row
from linli.people import queries as people
from linli.people.models import Role
from linli.people.queries import on_duty
from linli.people.rows import DutyRow, Viewer
from linli.people.verdicts import ALLOWED, Denied, Refused, Verdict
from linli.places import queries as places
from linli.places import settings as place_settings
from linli.places.rules import county_of

GRID_ROLES = frozenset({Role.GRID_LEAD, Role.GRID_MEMBER})
STREET_ROLES = frozenset({Role.STREET_OFFICER, Role.STREET_LEADER})
# Who reads the cases of a community without holding them.
COMMUNITY_READERS = frozenset({Role.COMMUNITY_OFFICER, Role.BRANCH_SECRETARY, Role.SUPERVISOR, Role.CADRE})
COMMUNITY_DIGITS = 12
STREET_READERS = STREET_ROLES | {Role.STREET_ADMIN, Role.INSPECTOR}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as a page shows it: open, or closed with its reason."""

    step: Step
    verdict: Verdict


class Seen(Protocol):
    """What decides who may read a case."""

    @property
    def street(self) -> str: ...
    @property
    def community(self) -> str: ...
    @property
    def grid(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def assignee_id(self) -> int | None: ...
    @property
    def handled_by_id(self) -> int | None: ...


def may_see(viewer: Viewer, case: Seen) -> Verdict:
    """This will tell whether the person may read the case: their grid, community, street, or a case they hold."""
    if viewer.person_id in {case.assignee_id, case.handled_by_id}:
        return ALLOWED
    if any(_covers(duty, case) for duty in viewer.duties):
        return ALLOWED
    return Denied(SENTENCES[Reason.NOT_YOURS])


def _covers(duty: DutyRow, case: Seen) -> bool:
    if duty.role == Role.COUNTY_ADMIN:
        return case.street.startswith(duty.street[:6])
    if duty.street != case.street and duty.role != Role.DEPARTMENT_OFFICER:
        return False
    if duty.role in STREET_READERS:
        return True
    if duty.role in COMMUNITY_READERS:
        smaller = len(duty.where) > COMMUNITY_DIGITS  # as a cadre's area may be
        return duty.where in ({case.grid, case.group} if smaller else {case.community})
    if duty.role in GRID_ROLES:
        return bool(case.grid) and duty.where == case.grid
    if duty.role == Role.GROUP_HEAD:
        return bool(case.group) and duty.where == case.group
    return duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id == case.department_id is not None


def relations(viewer: Viewer, case: Case, *, at: datetime) -> frozenset[Who]:
    """This will name what a person is to a case now; a query or two, for a vacant duty that falls upward."""
    found: set[Who] = set()
    level = Level(case.level)
    is_street = _has(viewer, STREET_ROLES, case.street)
    is_community = _has(viewer, {Role.COMMUNITY_OFFICER}, case.community)
    if case.assignee_id == viewer.person_id or _stands_at(viewer, case, level):
        found.add(Who.HOLDER)
    if level is Level.GROUP and is_community:
        found |= {Who.ABOVE} if staffed(case, at) else {Who.ABOVE, Who.HOLDER}
    if is_street and level is not Level.STREET:
        found |= {Who.ABOVE} if _somebody_below(case, at) else {Who.ABOVE, Who.HOLDER}
    if level is Level.STREET and _has(viewer, {Role.STREET_LEADER}, case.street):
        found.add(Who.ABOVE)
    if is_street or (is_community and level in {Level.GROUP, Level.COMMUNITY}):
        found.add(Who.OFFICER)
    if is_street:
        found.add(Who.STREET)
    if found or may_see(viewer, case):
        found.add(Who.CHECKER)
    if viewer.roles <= {Role.COUNTY_ADMIN, Role.AUDITOR, Role.STREET_ADMIN}:
        return frozenset()  # they read and set up; they take no part in a case
    return frozenset(found)


def _has(viewer: Viewer, roles: Iterable[str], place: str) -> bool:
    wanted = frozenset(roles)
    return any(duty.role in wanted and duty.where == place for duty in viewer.duties)


def _stands_at(viewer: Viewer, case: Case, level: Level) -> bool:
    if level is Level.GROUP:
        return (bool(case.grid) and _has(viewer, GRID_ROLES, case.grid)) or (
            bool(case.group) and _has(viewer, {Role.GROUP_HEAD}, case.group)
        )
    if level is Level.COMMUNITY:
        return _has(viewer, {Role.COMMUNITY_OFFICER}, case.community)
    if level is Level.STREET:
        return _has(viewer, STREET_ROLES, case.street)
    return any(
        duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id == case.department_id
        for duty in viewer.duties
    )


def staffed(case: Case, at: datetime) -> bool:
    """This will tell whether anybody is on duty where the case lies; if not, the level above holds it."""
    level = Level(case.level)
    if level is Level.GROUP:
        return bool(case.grid and on_duty(case.street, case.grid, GRID_ROLES, at)) or bool(
            case.group and on_duty(case.street, case.group, {Role.GROUP_HEAD}, at)
        )
    if level is Level.COMMUNITY:
        return _community_staffed(case, at)
    if level is Level.DEPARTMENT:
        return case.department_id is not None and bool(
            people.of_organisation(case.department_id, {Role.DEPARTMENT_OFFICER}, at)
        )
    return True


def _somebody_below(case: Case, at: datetime) -> bool:
    """Whether anybody under the street holds the case: a vacant grid falls to its community, and both to the street."""
    if staffed(case, at):
        return True
    return case.level == Level.GROUP and _community_staffed(case, at)


def _community_staffed(case: Case, at: datetime) -> bool:
    return bool(on_duty(case.street, case.community, {Role.COMMUNITY_OFFICER}, at))


def situation(case: Case) -> Situation:
    """This will gather what the refusals must know of a case; at most two queries."""
    category = categories.of_street(case.street, retired=True).get(case.category)
    proposer = None
    if case.proposal:
        proposer = (
            Proposal.objects.filter(case_id=case.pk, decided_at=None).values_list("by_id", flat=True).first()
        )
    return Situation(
        status=Status(case.status),
        level=Level(case.level),
        arrived_by=case.arrived_by,
        sent_back=case.sent_back,
        proposal=case.proposal,
        consulting=case.consulting,
        has_grid=bool(case.grid or case.group),
        danger=bool(category and category.danger),
        community_may_have_it=category is None or category.for_community(case.item),
        closed_at=case.closed_at,
        reopen_for=timedelta(
            days=int(place_settings.value("cases.reopen_days", case.community or case.street))
        ),
        from_resident=case.source in {Source.RESIDENT, Source.QR},
        released=case.released_at is not None,
        followers=case.followers,
        handlers=frozenset(
            person
            for person in (case.handled_by_id, case.started_by_id, case.assignee_id)
            if person is not None
        ),
        proposer_id=proposer,
    )


def may(viewer: Viewer, case: Case, action: Action, *, at: datetime) -> tuple[Verdict, Step | None]:
    """This will tell whether the person may take an action on the case now, and by which row of the table."""
    return _judge(action, case, relations(viewer, case, at=at), situation(case), viewer.person_id, at)


def may_as_reporter(case: Case, action: Action, *, at: datetime) -> tuple[Verdict, Step | None]:
    """This will tell whether whoever holds the tracking link may take an action now."""
    return _judge(action, case, frozenset({Who.REPORTER}), situation(case), None, at)


def _judge(
    action: Action, case: Case, who: frozenset[Who], now: Situation, person_id: int | None, at: datetime
) -> tuple[Verdict, Step | None]:
    if not any(who & step.who for step in STEPS if step.action is action):
        return Denied(SENTENCES[Reason.NOT_YOURS]), None
    step = row(action, now.status, now.level)
    if step is None:
        return Denied(SENTENCES[missing_row(action, now)]), None
    if not who & step.who:
        return Denied(SENTENCES[Reason.NOT_YOURS]), None
    reason = refusal(step, now, Asker(person_id, at, who))
    return (Denied(SENTENCES[reason]), None) if reason else (ALLOWED, step)


def verdicts(viewer: Viewer, case: Case, actions: Iterable[Action], *, at: datetime) -> dict[Action, Verdict]:
    """This will tell of several actions at once whether the person may take them now, for the price of one."""
    who, now = relations(viewer, case, at=at), situation(case)
    return {action: _judge(action, case, who, now, viewer.person_id, at)[0] for action in actions}


def permitted(viewer: Viewer, case: Case, action: Action, *, at: datetime) -> Step:
    """This will give the row of the table to take, or raise Refused with the sentence for the person."""
    verdict, step = may(viewer, case, action, at=at)
    if step is None or isinstance(verdict, Denied):
        raise Refused(verdict.reason if isinstance(verdict, Denied) else "")
    return step


def permitted_reporter(case: Case, action: Action, *, at: datetime) -> Step:
    """This will give the row a reporter takes, or raise Refused."""
    verdict, step = may_as_reporter(case, action, at=at)
    if step is None or isinstance(verdict, Denied):
        raise Refused(verdict.reason if isinstance(verdict, Denied) else "")
    return step


def offers(viewer: Viewer, case: Case, *, at: datetime) -> list[Offer]:
    """This will list the steps a person's page shows, in the table's order, each open or closed with its reason.

    Steps of other duties and of another stage are left out; what is their own but refused stays visible.
    """
    who = relations(viewer, case, at=at)
    now = situation(case)
    shown: list[Offer] = []
    for step in STEPS:
        if not who & step.who or now.status not in step.sources or now.level not in step.levels:
            continue
        reason = refusal(step, now, Asker(viewer.person_id, at, who))
        if reason in {
            Reason.NO_PROPOSAL,
            Reason.NOT_CONSULTING,
            Reason.ALREADY_RELEASED,
            Reason.NOT_RELEASED,
        }:
            continue  # the other half of a pair is on the page
        shown.append(Offer(step, Denied(SENTENCES[reason]) if reason else ALLOWED))
    return shown


def offers_to_reporter(case: Case, *, at: datetime) -> frozenset[Action]:
    """This will list what whoever holds the tracking link may do now; at most two queries for all of it."""
    now = situation(case)
    return frozenset(
        step.action
        for step in STEPS
        if Who.REPORTER in step.who
        and now.status in step.sources
        and now.level in step.levels
        and refusal(step, now, Asker(None, at)) is None
    )


# Who may be given work. Volunteers are asked by people, never assigned; who reads or sets up handles nothing.
WORKERS = GRID_ROLES | STREET_ROLES | {Role.GROUP_HEAD, Role.COMMUNITY_OFFICER, Role.CADRE, Role.PARTY_MEMBER}


def works_in(person_id: int, street: str, at: datetime) -> bool:
    """This will tell whether somebody has a working duty in a street now, so that work may be given to them."""
    return any(duty.street == street and duty.role in WORKERS for duty in _duties(person_id, at))


def assignable(person_id: int, case: Case, at: datetime) -> bool:
    """This will tell whether a case may be given to somebody.

    Whoever works in its street may have it, but what is not on the community's duty list only the street's own
    people; at a county department that department's people alone.
    """
    duties = _duties(person_id, at)
    if case.level == Level.DEPARTMENT:
        return any(
            duty.role == Role.DEPARTMENT_OFFICER and duty.organisation_id == case.department_id
            for duty in duties
        )
    roles = WORKERS if situation(case).community_may_have_it else STREET_ROLES
    return any(duty.street == case.street and duty.role in roles for duty in duties)


def may_be_given(assignee_id: int | None, case: Case, at: datetime) -> Verdict:
    """This will tell whether a case may be given to somebody, with the sentence why not."""
    if assignee_id is not None and assignable(assignee_id, case, at):
        return ALLOWED
    return Denied(_("Choose somebody on duty whose work this is."))


def may_lie_in(grid: str, case: Case) -> Verdict:
    """This will tell whether a case may be handed to a grid, with the sentence why not."""
    place = places.place(grid) if is_code(grid) else None
    if place is None or place.street != case.street or place.ended or place.kind not in GRIDS:
        return Denied(_("Choose a grid of this street."))
    if grid == case.grid and case.level == Level.GROUP:
        return Denied(_("It lies in this grid already."))
    return ALLOWED


def _duties(person_id: int, at: datetime) -> tuple[DutyRow, ...]:
    person = people.person(person_id) if person_id in range(2**63) else None
    return () if person is None else people.viewer(person, at).duties


def may_report_for(viewer: Viewer, street: str) -> Verdict:
    """This will tell whether the person may enter a report for somebody else, or a find of their own."""
    roles = (
        GRID_ROLES | STREET_ROLES | COMMUNITY_READERS | {Role.GROUP_HEAD, Role.INSPECTOR, Role.PARTY_MEMBER}
    )
    if any(duty.role in roles and duty.street == street for duty in viewer.duties):
        return ALLOWED
    return Denied(SENTENCES[Reason.NOT_YOURS])


def may_drop(street: str, code: str) -> Verdict:
    """This will tell whether a street's own row of a category can go, so that the county's counts there again."""
    row = categories.of_street(street, retired=True).get(code)
    county = county_of(street)
    if row is None or row.owner != street or street == county:
        return Denied(SENTENCES[Reason.NO_OWN_ROW])
    return ALLOWED if code in categories.of_street(county) else Denied(SENTENCES[Reason.NO_FALLBACK])
