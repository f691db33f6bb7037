"""Reads of persons and duties. Whose day it is depends on the street's own zone."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q

from linli.people import posts
from linli.people.models import Duty, Link, Organisation, Person, PutAside, Role, SecondFactor, SignIn
from linli.people.rows import DutyLine, DutyRow, PersonRow, Post, Vacancy, Viewer
from linli.people.rules import SECOND_FACTOR, plain_phone, plain_username
from linli.places import queries as places
from linli.places import settings
from linli.places.rules import lineage, street_of

# Who answers for cases at each level; the names of the levels are those of the cases.
ANSWERING: dict[str, tuple[Role, ...]] = {
    "group": (Role.GRID_LEAD, Role.GRID_MEMBER, Role.GROUP_HEAD),
    "community": (Role.COMMUNITY_OFFICER,),
    "street": (Role.STREET_OFFICER, Role.STREET_LEADER),
}
LEVELS = {9: "street", 12: "community"}


def today(street: str, at: datetime) -> date:
    """This will give the date at a street, in its own zone."""
    day: date = at.astimezone(settings.value("places.zone", street)).date()
    return day


def in_force(day: date) -> Q:
    """This will select the duties that hold on `day`."""
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gte=day))


def deputised(day: date) -> Q:
    """This will select the duties whose deputy acts on `day`."""
    return Q(leave_from_on__lte=day) & (Q(leave_to_on=None) | Q(leave_to_on__gte=day))


def viewer(person: Person, at: datetime) -> Viewer:
    """This will give what a person may act as at that moment: own duties and those they deputise for.

    One statement. A closed account has no duties.
    """
    day = today(person.street, at)
    mine = Q(person_id=person.pk) | (Q(deputy_id=person.pk) & deputised(day))
    rows = (
        Duty.objects.filter(mine & in_force(day))
        .select_related("organisation")
        .order_by("street", "role", "place", "id")
        if person.is_active
        else ()
    )
    duties = tuple(
        DutyRow(
            id=row.id,
            street=row.street,
            role=row.role,
            place=row.place,
            organisation_id=row.organisation_id,
            organisation_place=row.organisation.place if row.organisation else "",
            acting=row.person_id != person.pk,
            organisation_name=row.organisation.name if row.organisation else {},
            on_roster=row.on_roster,
        )
        for row in rows
    )
    return Viewer(person.pk, person.street, person.name, duties)


def person(person_id: int) -> Person | None:
    """This will give an account by its id, or None."""
    return Person.objects.filter(id=person_id).first()


def by_claim(field: str, value: str) -> Person | None:
    """This will give the one open account with this user name, e-mail or work phone; None for none or several."""
    rows = Person.objects.filter(is_active=True).order_by("id")
    if field == "phone":
        wanted = plain_phone(value)
        same = [
            pk for pk, phone in rows.values_list("id", "work_phone") if phone and plain_phone(phone) == wanted
        ]
        return person(same[0]) if wanted and len(same) == 1 else None
    if field == "username":
        found = list(rows.filter(username=plain_username(value) or "")[:2])
    else:
        found = list(rows.filter(email__iexact=value).exclude(email="")[:2])
    return found[0] if len(found) == 1 else None


def second_factor(person: Person) -> SecondFactor | None:
    """This will give the second factor of an account, or None where there is none."""
    return SecondFactor.objects.filter(person=person).first()


def needs_second_factor(person: Person, viewer: Viewer) -> bool:
    """This will tell whether a duty of the person requires a second factor, by the setting of their street."""
    wanted = SECOND_FACTOR[settings.value("people.second_factor", person.street)]
    return not viewer.roles.isdisjoint(wanted)


def linked(way: str, subject: str) -> Person | None:
    """This will give the account, open or closed, that is linked to a subject of an issuer, or None."""
    row = Link.objects.select_related("person").filter(way=way, subject=subject).first()
    return row.person if row is not None else None


def links(person: Person) -> dict[str, str]:
    """This will give who a person is by each way that is linked to their account: its subject by way."""
    return dict(Link.objects.filter(person=person).order_by("way").values_list("way", "subject"))


def sign_ins(street: str, limit: int) -> list[SignIn]:
    """This will list the newest sign-ins of the accounts a street (or county) keeps, for its auditor."""
    return list(SignIn.objects.filter(street=street).order_by("-at", "-id")[:limit])


def own_sign_ins(person: Person, limit: int) -> list[SignIn]:
    """This will list somebody's own newest sign-ins, so that they see one that was not theirs."""
    return list(SignIn.objects.filter(person_id=person.pk).order_by("-at", "-id")[:limit])


def roles_of(person_id: int, at: datetime) -> frozenset[str]:
    """This will give the roles a person has now, anywhere, as holder or acting deputy. Two statements."""
    found = person(person_id)
    return viewer(found, at).roles if found is not None else frozenset()


def roles_by_person(street: str, at: datetime) -> dict[int, frozenset[str]]:
    """This will give the roles of everybody whose account a street (or county) keeps, wherever their duties are.

    Acting deputies have the role too; who has no duty is missing. One statement.
    """
    day = today(street, at)
    rows = Duty.objects.filter(Q(person__street=street) | Q(deputy__street=street), in_force(day))
    found: dict[int, frozenset[str]] = {}
    for row in rows.select_related("person", "deputy"):
        for who, _acting in _holders(row, day):
            found[who.pk] = found.get(who.pk, frozenset()) | {row.role}
    return found


def has_put_aside(viewer: Viewer, street: str, what: str) -> bool:
    """This will tell whether the person has put aside what a street's pages offer under a name. One statement."""
    return PutAside.objects.filter(street=street, person_id=viewer.person_id, what=what).exists()


def names(person_ids: Collection[int]) -> dict[int, str]:
    """This will give the names of persons by id, in one statement."""
    return dict(Person.objects.filter(id__in=set(person_ids)).values_list("id", "name"))


def persons(street: str) -> list[Person]:
    """This will list the accounts a street (or county) keeps, closed ones last, by name."""
    return list(Person.objects.filter(street=street).order_by("-is_active", "name", "id"))


def demo_accounts() -> list[Person]:
    """This will list the accounts of a demo that sign-in offers, by user name."""
    return list(Person.objects.filter(is_demo=True, is_active=True).order_by("username"))


def organisations(street: str, kind: str = "") -> list[Organisation]:
    """This will list a street's (or county's) open organisations, perhaps of one kind, by kind and code."""
    rows = Organisation.objects.filter(street=street, closed_on=None).order_by("kind", "code", "id")
    return list(rows.filter(kind=kind) if kind else rows)


def duty(street: str, duty_id: int) -> Duty | None:
    """This will give a duty of a street with its holder, deputy and organisation, or None."""
    rows = Duty.objects.select_related("person", "deputy", "organisation")
    return rows.filter(street=street, id=duty_id).first()


def organisation(organisation_id: int) -> Organisation | None:
    """This will give an organisation by its id, or None."""
    return Organisation.objects.filter(id=organisation_id).first()


def on_duty(street: str, level_place: str, roles: Collection[str], at: datetime) -> list[PersonRow]:
    """This will list who has one of the roles at a place now: holders and acting deputies, each once, by id.

    `level_place` is a place's code, or the place or code of an organisation. From memory.
    """
    day = today(street, at)
    wanted = frozenset(roles)
    here = posts.of_street(street).get(level_place, ())
    return _persons((row for row in here if row.role in wanted and posts.holds(row, day)), day)


def on_roster(street: str, at: datetime) -> list[PersonRow]:
    """This will list who is called for danger at any hour in a street, acting deputies too. One statement."""
    day = today(street, at)
    rows = Duty.objects.filter(in_force(day), street=street, on_roster=True)
    return _persons(rows.select_related("person", "deputy").order_by("id"), day)


def of_organisation(organisation_id: int, roles: Collection[str], at: datetime) -> list[PersonRow]:
    """This will list who has one of the roles for an organisation now, such as a county department's officers."""
    found = Organisation.objects.get(id=organisation_id)
    day = today(found.street, at)
    rows = Duty.objects.filter(in_force(day), organisation_id=organisation_id, role__in=list(roles))
    return _persons(rows.select_related("person", "deputy").order_by("id"), day)


def staffed_grids(community: str, at: datetime) -> frozenset[str]:
    """This will give the codes of the grids of a community in which somebody is on duty now. One statement."""
    street = street_of(community)
    day = today(street, at)
    rows = Duty.objects.filter(
        in_force(day), street=street, role__in=[Role.GRID_LEAD, Role.GRID_MEMBER], place__startswith=community
    ).select_related("person", "deputy")
    return frozenset(row.place for row in rows if _holders(row, day))


def community_officers(street: str, at: datetime) -> dict[str, frozenset[int]]:
    """This will give, by code of the community, whose officers are on duty now (deputies too); vacant ones are missing.

    One statement.
    """
    day = today(street, at)
    rows = Duty.objects.filter(in_force(day), street=street, role=Role.COMMUNITY_OFFICER)
    found: dict[str, frozenset[int]] = {}
    for row in rows.select_related("person", "deputy", "organisation"):
        place = row.place or (row.organisation.place if row.organisation else "")
        if holders := frozenset(who.pk for who, _acting in _holders(row, day)):
            found[place] = found.get(place, frozenset()) | holders
    return found


def _persons(rows: Iterable[Duty], day: date) -> list[PersonRow]:
    found: dict[int, PersonRow] = {}
    for duty in rows:
        for who, acting in _holders(duty, day):
            before = found.get(who.pk)
            found[who.pk] = PersonRow(
                id=who.pk,
                street=who.street,
                name=who.name,
                email=who.email,
                language=who.language,
                on_roster=duty.on_roster or bool(before and before.on_roster),
                acting=acting and (before is None or before.acting),
                roles=frozenset({duty.role}) | (before.roles if before else frozenset()),
            )
    return [found[key] for key in sorted(found)]


def _holders(duty: Duty, day: date) -> list[tuple[Person, bool]]:
    """Who acts for a duty: its person, and on leave the deputy too."""
    holders = [(duty.person, False)]
    if duty.leave_from_on and duty.leave_from_on <= day <= (duty.leave_to_on or day):
        holders.append((duty.deputy, True))
    return [(who, acting) for who, acting in holders if who is not None and who.is_active]


def chain(place_code: str, at: datetime) -> list[Post]:
    """This will list who answers for a place from its grid or group up to the street; vacant posts are shown."""
    street = street_of(place_code)
    day = today(street, at)
    codes = [code for code in lineage(place_code) if len(code) >= 9]
    roles = [role for level in ANSWERING.values() for role in level]
    rows = Duty.objects.filter(
        Q(place__in=codes) | (Q(place="") & Q(organisation__place__in=codes)),
        in_force(day),
        street=street,
        role__in=roles,
    ).select_related("person", "deputy", "organisation")
    held: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        where = row.place or (row.organisation.place if row.organisation else "")
        held.setdefault((where, row.role), set()).update(who.pk for who, _ in _holders(row, day))
    return [_post(code, held) for code in codes]


def _post(code: str, held: dict[tuple[str, str], set[int]]) -> Post:
    level = LEVELS.get(len(code), "group")
    people: set[int] = set()
    for role in ANSWERING[level]:
        people |= held.get((code, role), set())
    return Post(level, code, tuple(sorted(people)))


def duty_rows(street: str, at: datetime | None = None) -> list[DutyLine]:
    """This will list a street's duties for its administrator: those in force at `at`, or all, by place and role."""
    rows = Duty.objects.filter(street=street)
    if at is not None:
        rows = rows.filter(in_force(today(street, at)))
    rows = rows.select_related("person", "deputy", "organisation")
    return [_line(row) for row in rows.order_by("place", "role", "from_on", "id")]


def _line(row: Duty) -> DutyLine:
    return DutyLine(
        id=row.id,
        street=row.street,
        role=row.role,
        place=row.place,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name if row.organisation else {},
        person_id=row.person_id,
        person_name=row.person.name if row.person else "",
        deputy_id=row.deputy_id,
        deputy_name=row.deputy.name if row.deputy else "",
        leave_from_on=row.leave_from_on,
        leave_to_on=row.leave_to_on,
        from_on=row.from_on,
        to_on=row.to_on,
        on_roster=row.on_roster,
    )


def vacancies(street: str, at: datetime) -> list[Vacancy]:
    """This will list what nobody answers for now: grids and communities without people, and duties left vacant."""
    day = today(street, at)
    manned: set[str] = set()
    empty: list[Vacancy] = []
    for row in Duty.objects.filter(in_force(day), street=street).select_related(
        "person", "deputy", "organisation"
    ):
        where = row.place or (row.organisation.place if row.organisation else "")
        if not _holders(row, day):
            empty.append(Vacancy(row.role, where, row.id, ""))
        elif row.role in ANSWERING[LEVELS.get(len(where), "group")]:
            manned.add(where)
    for community in places.communities(street):
        needed = [(Role.COMMUNITY_OFFICER, community.code)]
        needed += [(Role.GRID_MEMBER, grid.code) for grid in places.grids(community.code)]
        known = {vacancy.place for vacancy in empty}
        empty += [Vacancy(role, code, None, "") for role, code in needed if code not in manned | known]
    return sorted(
        (Vacancy(each.role, each.place, each.duty_id, _upward(each.place, manned)) for each in empty),
        key=lambda each: (each.place, each.role, each.duty_id or 0),
    )


def _upward(place: str, manned: set[str]) -> str:
    """The nearest place at or above `place` where somebody answers; the street if nobody does."""
    above = [code for code in lineage(place) if len(code) >= 9]
    return next((code for code in above if code in manned), street_of(place))
