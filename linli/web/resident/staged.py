"""One picture ahead of its report: the outbox of a browser sends each in a request of its own.

It is sent when the person taps "send", not when it is chosen: whoever changes their mind has sent nothing. A
network that breaks costs one picture, not all of them, and never the words. Without script pictures go with the form.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.pictures import actions as pictures
from linli.pictures.refusals import BadPicture
from linli.web.doors import now, street_or_404
from linli.web.resident.doors import form_page
from linli.web.resident.staging import Waiting


@require_POST
@form_page
def picture(request: HttpRequest, street: str) -> HttpResponse:
    """This will keep a picture for some hours and give the signed ticket by which the report names it."""
    office = street_or_404(street)
    file: Any = request.FILES.get("picture")
    if file is None:
        return JsonResponse({"outcome": "refused", "words": _("This is no picture.")}, status=422)
    try:
        kept = Waiting(pictures.prepare(street=office.code, file=file, at=now()))
    except BadPicture as refused:
        return JsonResponse({"outcome": "refused", "words": str(refused.reason)}, status=422)
    return JsonResponse({"outcome": "done", "ticket": kept.ticket})
