"""A copy of what is kept about whoever holds a code: what other packages keep, and what they wrote themselves."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases import queries as cases
from linli.pictures import queries as pictures
from linli.pictures.models import PictureKind
from linli.places import queries as places
from linli.privacy import copies
from linli.privacy.copies import Line, Part
from linli.web.resident.doors import subject_of
from linli.web.wording import dates


def of(tracked: cases.Tracked) -> list[Part]:
    """This will gather the parts of a copy."""
    parts = [_words(tracked)]
    if tracked.is_reporter:
        parts.append(_case(tracked))
    return [*parts, *copies.copy_of(tracked.own.street, subject_of(tracked))]


def _words(tracked: cases.Tracked) -> Part:
    follower = tracked.follower.pk if tracked.follower else None
    said = [
        Line(dates.full_date(word.at), word.text)
        for word in cases.own_words(tracked.own, follower_id=follower)
    ]
    return Part(_("What you wrote"), said or [Line(_("Text"), _("nothing"))])


def _case(tracked: cases.Tracked) -> Part:
    case = tracked.own
    rows = [row for row in pictures.of(case.street, f"case:{case.pk}") if row.kind != PictureKind.AFTER]
    lines = [
        Line(_("Reported"), case.reported_at),
        Line(_("Place"), places.name(case.community)),
        Line(_("Pictures of yours"), len(rows)),
    ]
    if case.lon is not None and case.spot_id is None:
        lines.append(Line(_("Position of the phone"), f"{case.lon:.6f}, {case.lat:.6f}"))
    return Part(_("Your report"), lines)


def as_text(parts: list[Part]) -> str:
    """This will write a copy as a plain text that any phone opens."""
    return "\n".join(
        "\n".join([str(part.title), *(f"  {line.label}: {_plain(line)}" for line in part.lines), ""])
        for part in parts
    )


def _plain(line: Line) -> str:
    return dates.full_date(line.value) if isinstance(line.value, datetime) else str(line.value)
