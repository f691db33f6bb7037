"""Doors to what few may know of: one complaint about staff, one request about personal data."""

from django.http import Http404, HttpRequest

from linli.privacy import policies, queries
from linli.privacy.models import RightsRequest, StaffComplaint
from linli.web.doors import viewer_of


def complaint_or_404(request: HttpRequest, street: str, complaint_id: int) -> StaffComplaint:
    """This will give a complaint to whoever hears it; to all others there is none."""
    found = queries.complaint(street, viewer_of(request), complaint_id)
    if found is None:
        raise Http404
    return found


def request_or_404(request: HttpRequest, street: str, request_id: int) -> RightsRequest:
    """This will give a request about personal data to whoever answers it; to all others there is none."""
    viewer = viewer_of(request)
    verdict = policies.may_answer_requests(viewer, street=street)
    found = queries.request(street, viewer, request_id) if verdict else None
    if found is None:
        raise Http404
    return found
