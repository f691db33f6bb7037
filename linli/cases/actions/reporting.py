"""A report becomes a case: from a phone, a QR code, a clerk's desk, or a grid member's find fixed on the spot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from linli.cases import categories, codes, flood, opening, rules
from linli.cases.actions.reviewing import limit_columns
from linli.cases.actions.taking import checked
from linli.cases.models import Case, Source
from linli.cases.numbers import next_number
from linli.cases.placing import Placed, is_code, place
from linli.cases.policies import may_report_for
from linli.cases.refusals import Invalid
from linli.cases.rows import insert
from linli.cases.stepping import Said, change, times
from linli.cases.workflow import Level, Status, Words
from linli.lib.db import writing
from linli.lib.ids import new_id
from linli.people.rows import Viewer
from linli.people.verdicts import Denied, Refused
from linli.pictures import actions as pictures
from linli.pictures.actions import Prepared
from linli.pictures.models import PictureKind
from linli.places import queries as places
from linli.places.models import LocationType
from linli.privacy import actions as privacy

TITLE = 40
ENDS_OF_SENTENCES = "。！？!?\n；;"
RESIDENTS = frozenset({Source.RESIDENT, Source.QR})
KEY_LENGTH = 64
TRIES = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says of one matter. Of spot, position and community the first that is given places it."""

    street: str
    text: str
    idempotency: str
    source: Source = Source.RESIDENT
    category: str = ""
    item: str = ""
    location_type: str = ""
    spot_token: str = ""
    lon: float | None = None  # WGS-84
    lat: float | None = None
    community: str = ""
    grid: str = ""  # of that community, where whoever enters the report knows it
    name: str = ""
    phone: str = ""
    email: str = ""
    call_back_agreed: bool = False
    age_14: bool = True
    pictures: Sequence[Prepared] = field(default_factory=tuple)


def report(*, report: Report, at: datetime, by: Viewer | None = None, origin: str = "") -> Case:
    """This will store a report as a case, filed at once unless its origin sent too many this hour (then held).

    `origin` is a digest of the sender's address, "" to not count. Sent twice under one key it is stored once
    and the first case comes back. A danger is never held. What a colleague enters is theirs for somebody, never
    a resident's own. Raises Invalid, Refused, BadContact, or places.rules.OutsideCounty; nothing is kept then.
    """
    report = _from(report, by)
    text = checked(report.text, Words.NONE if report.pictures else Words.REQUIRED, field="text")
    case, category, limits = _drawn_up(report, text, at)
    by_id = by.person_id if by else None
    _file(case, limits, at)
    filed = _opening(case, text, by_id, at)

    def store() -> Case:
        opened = filed
        held = bool(origin) and flood.over_rate(report.street, origin, at) and not category.danger
        if held:
            _hold(case)
            opened = _opening(case, text, by_id, at)
        first = None if category.danger or held else flood.first_of(case, at)
        _store(case, at)
        opening.write(opened)
        _keep(case, report, by, at)
        if first is not None:
            _join_flood(case, first, at)
        return case

    return _once(report, store)


def found_and_fixed(
    *, report: Report, by: Viewer, at: datetime, result: str, pictures_after: Sequence[Prepared] = ()
) -> Case:
    """This will keep what a grid member found and fixed on the spot, in one action: closed, unverified.

    For small things only: a danger or hazardous waste is reported, so that the street sees it. Raises as `report`.
    """
    report = _from(replace(report, source=Source.FIND), by)
    done = checked(result, Words.OPTIONAL, field="result")
    text = checked(report.text, Words.REQUIRED, field="text")
    case, category, limits = _drawn_up(report, text, at)
    if category.danger or category.item(case.item).hazardous:
        raise Refused(
            _("A danger or hazardous waste is reported, not fixed on the spot; the street must see it.")
        )
    _file(case, limits, at)
    filed = _opening(case, text, by.person_id, at)

    def store() -> Case:
        _store(case, at)
        opening.write(filed)
        _keep(case, report, by, at)
        for picture in pictures_after:
            _picture(case, picture, PictureKind.AFTER, by.person_id, at)
        change(
            case, kind="found_and_fixed", by_id=by.person_id, at=at, said=[Said("result", done, told=True)],
            changes=_fixed_on_the_spot(case, by, at),
        )  # fmt: skip
        return case

    return _once(report, store)


def _fixed_on_the_spot(case: Case, by: Viewer, at: datetime) -> dict[str, Any]:
    return {
        "status": str(Status.FIXED_UNVERIFIED),
        "started_at": at,
        "started_by_id": by.person_id,
        "handled_at": at,
        "handled_by_id": by.person_id,
        "closed_at": at,
        "act_by": None,
        "first_answer_at": at,
        "call_back": "due" if rules.sampled(case.pk, flood.call_back_percent(case)) else "",
    }


def _from(report: Report, by: Viewer | None) -> Report:
    """Who may send it, and under which source; the key is what the page made."""
    if not 0 < len(report.idempotency) <= KEY_LENGTH or not report.idempotency.isprintable():
        raise Invalid(
            {"": _("This page is out of date. Please open it again; what you wrote can be copied.")}
        )
    if by is None:
        return report if report.source in RESIDENTS else replace(report, source=Source.RESIDENT)
    if isinstance(verdict := may_report_for(by, report.street), Denied):
        raise Refused(verdict.reason)
    return replace(report, source=Source.ON_BEHALF) if report.source in RESIDENTS else report


def _once(report: Report, store: Callable[[], Case]) -> Case:
    """Stores it, or gives what was stored under its key before; the unique constraints say which, without a look-up."""
    for left in reversed(range(TRIES)):
        try:
            with writing(savepoint=True):
                return store()
        except IntegrityError:
            found = Case.objects.filter(street=report.street, idempotency=report.idempotency).first()
            if found is not None:
                return found
            if not left:  # else it was the code or the number, which are drawn anew
                raise
    raise AssertionError("unreachable")


def _drawn_up(report: Report, text: str, at: datetime) -> tuple[Case, categories.CategoryRow, rules.Limits]:
    known = categories.of_street(report.street) if is_code(report.street) else {}
    if categories.UNSORTED not in known:
        raise Invalid({"": _("Nobody takes reports here. Please call the office.")})
    if report.category and report.category not in known:
        raise Invalid({"category": _("Choose a category from the list.")})
    category = known[report.category or categories.UNSORTED]
    placed = place(report, at)
    item = category.item(report.item)
    limits = categories.limits(category, item.key, street=placed.street, community=placed.community, at=at)
    location = report.location_type or placed.location_type
    case = Case(
        id=new_id(),
        idempotency=report.idempotency,
        source=str(report.source),
        category=category.code,
        item=item.key,
        danger=category.danger,
        location_type=str(location if location in LocationType.values else LocationType.PUBLIC_AREA),
        title=title_of(text),
        level=str(first_level(category, item, placed)),
        arrived_by="report",
        reported_at=at,
        arrived_at=at,
        **placed.columns(),
        **limit_columns(limits),
    )
    return case, category, limits


def first_level(category: categories.CategoryRow, item: categories.Item, placed: Placed) -> Level:
    """This will name who receives it first: the grid or group it lies in, else its community.

    Danger, hazardous waste and what is outside the community's duty list go to the street at once.
    """
    if category.danger or not category.for_community(item.key):
        return Level.STREET
    return Level.GROUP if placed.grid or placed.group else Level.COMMUNITY


def title_of(text: str) -> str:
    """This will give the first sentence of a report, at most 40 characters, for lists."""
    for end in ENDS_OF_SENTENCES:
        text = text.replace(end, "\n")
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


def _file(case: Case, limits: rules.Limits, at: datetime) -> None:
    office = places.calendar(case.street)
    case.status = str(Status.RECEIVED)
    case.filed_at = at
    case.handle_by = rules.handle_by(limits, office, at)
    case.act_by = rules.act_by(Level(case.level), limits, office, at)
    case.tick_at = rules.tick_at(times(case))


def _hold(case: Case) -> None:
    case.status = str(Status.HELD)
    case.filed_at = case.handle_by = case.act_by = None
    case.tick_at = rules.tick_at(times(case))


def _store(case: Case, at: datetime) -> None:
    case.number = next_number(case, at)
    case.tracking = codes.case_code()
    insert([case])


def _opening(case: Case, text: str, by_id: int | None, at: datetime) -> opening.Opening:
    """The first facts: collected, and filed in the same breath unless it is held."""
    own_words = case.source in {*RESIDENTS, Source.ON_BEHALF}
    said = Said("report", text, told=True, by_reporter=own_words)
    kinds = ["reported"] if case.filed_at is None else ["reported", "filed"]
    return opening.draw(case, kinds=kinds, by_id=by_id, at=at, said=said)


def _keep(case: Case, report: Report, by: Viewer | None, at: datetime) -> None:
    if report.name or report.phone or report.email:
        privacy.keep_contact(
            street=case.street,
            subject=f"case:{case.pk}",
            name=report.name,
            phone=report.phone,
            email=report.email,
            call_back_agreed=report.call_back_agreed,
            age_14=report.age_14,
            at=at,
        )
    for picture in report.pictures:
        _picture(case, picture, PictureKind.BEFORE, by.person_id if by else None, at)


def _picture(case: Case, picture: Prepared, kind: PictureKind, by_id: int | None, at: datetime) -> None:
    pictures.attach(prepared=picture, subject=f"case:{case.pk}", kind=kind, by_id=by_id, at=at)


def _join_flood(case: Case, first: Case, at: datetime) -> None:
    """One place, many reports: the newest follow the first, and the office sees one case with many voices."""
    change(
        case, kind="joined", by_id=None, at=at, data={"into": first.pk, "flood": True}, tell=False,
        changes={"status": str(Status.DUPLICATE), "joined_to_id": first.pk, "closed_at": at, "act_by": None},
    )  # fmt: skip
    change(
        first, kind="joined_by", by_id=None, at=at, data={"from": case.pk}, tell=False,
        changes={"followers": first.followers + 1},
    )  # fmt: skip
