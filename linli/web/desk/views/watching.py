"""What happened and who looked, for the auditor; duties nobody has; what a person was told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from linli.facts import queries as facts
from linli.notify import actions as notify
from linli.notify import queries as notices
from linli.people import queries as people
from linli.people.models import Role
from linli.people.rows import Viewer
from linli.places import queries as places
from linli.privacy import queries as privacy
from linli.web.desk.auditing import kind_words, subject_words
from linli.web.desk.naming import Names, duty_words
from linli.web.desk.rail import desk_page
from linli.web.desk.standing import DESK_ROLES, chosen_street, streets_of
from linli.web.doors import now, signed_in, viewer_of
from linli.web.signing.ways import how

SHOWN = 100


@require_safe
@signed_in(Role.AUDITOR)
def auditor(request: HttpRequest) -> HttpResponse:
    """This will list looks at contacts with why, sign-ins, and the newest facts by kind; no content of any case."""
    viewer, at = viewer_of(request), now()
    street = chosen_street(request.GET, streets_of(viewer))
    looks = privacy.looks(street, viewer, limit=SHOWN)
    newest = facts.newest(street, limit=SHOWN)
    entered = people.sign_ins(street, limit=SHOWN)
    names = Names(street, at)
    names.know([row.person_id for row in looks] + [row.actor_id for row in newest])
    names.know([row.person_id for row in entered])
    return render(request, "desk/auditor.html", desk_page(
        request, "auditor", street=street, streets=[(code, places.name(code)) for code in streets_of(viewer)],
        looks=[
            {"row": row, "who": names.person(row.person_id), "about": subject_words(row.subject)}
            for row in looks
        ],
        sign_ins=[{"row": row, "who": names.person(row.person_id), "how": how(row.way)} for row in entered],
        facts=[
            {"row": row, "who": names.person(row.actor_id) if row.actor_id else "",
             "what": kind_words(row.kind), "about": subject_words(row.subject)}
            for row in newest
        ],
    ))  # fmt: skip


@require_safe
@signed_in(*DESK_ROLES, Role.STREET_ADMIN)
def vacant(request: HttpRequest) -> HttpResponse:
    """This will list the duties nobody has, and to whom their work falls meanwhile."""
    viewer = viewer_of(request)
    street = chosen_street(request.GET, streets_of(viewer))
    rows = [
        {"duty": duty_words(row.role, places.name(row.place)), "falls_to": places.name(row.falls_to)}
        for row in people.vacancies(street, now())
        if _concerns(viewer, row.place)
    ]
    return render(request, "desk/vacant.html", desk_page(request, "duties", rows=rows, street=street))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def notice_list(request: HttpRequest) -> HttpResponse:
    """This will list what a person was told; a post marks all of it as read."""
    viewer = viewer_of(request)
    if request.method == "POST":
        notify.read_all(by=viewer, at=now())
        return redirect("notices")
    rows = notices.latest(viewer.person_id, limit=SHOWN)
    return render(request, "desk/notices.html", desk_page(request, "notices", rows=rows))


def _concerns(viewer: Viewer, place: str) -> bool:
    """Who works for one community sees its vacancies, not its neighbours'."""
    own = viewer.places()
    return any(place.startswith(code) for code in own) or not own
