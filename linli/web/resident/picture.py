"""Serving a picture: to everybody once it is public, to a page that was given a permit, to staff who see its case."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from linli.cases import policies as case_policies
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.stepping import is_public
from linli.people import queries as people
from linli.pictures import policies, serving
from linli.pictures import queries as pictures
from linli.pictures.models import Picture
from linli.pictures.policies import Tracking
from linli.pictures.refusals import NoSuchPicture
from linli.web.doors import now
from linli.web.resident import grants


@require_safe
def picture(request: HttpRequest, street: str, token: str, size: str) -> HttpResponseBase:
    """This will serve one size of a picture; to whoever may not see it there is none."""
    found = pictures.by_token(street, token)
    if found is None or not _may_see(request, found):
        raise Http404
    try:
        served = serving.served(found, size)
        response = FileResponse(
            served.path.open("rb"), content_type=served.content_type, headers=served.headers
        )
    except (NoSuchPicture, OSError) as gone:
        raise Http404 from gone
    return response


def _may_see(request: HttpRequest, found: Picture) -> bool:
    if grants.holds(found.token, request.GET.get("permit", "")):
        return bool(policies.may_see(Tracking(found.street, found.subject), found))
    case = _case(found)
    if found.released_at is not None and case is not None and is_public(case):
        return bool(policies.may_see(None, found))
    if case is None or not request.user.is_authenticated:
        return False
    viewer = people.viewer(request.user, now())
    verdict = case_policies.may_see(viewer, case)
    return bool(verdict and policies.may_see(viewer, found, verdict=verdict))


def _case(found: Picture) -> Case | None:
    kind, _colon, number = found.subject.partition(":")
    return cases.get_case(int(number)) if kind == "case" and number.isdigit() else None
