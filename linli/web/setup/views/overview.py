"""The first page: what is done of a street's first hour and what is not."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.web.doors import now, signed_in, viewer_of
from linli.web.setup.checklist import tasks
from linli.web.setup.door import ADMINISTRATORS, administered, administering
from linli.web.setup.page import address, setup_page


@require_safe
@signed_in(*ADMINISTRATORS)
def start(request: HttpRequest) -> HttpResponse:
    """This will lead to the first street a person may set up."""
    streets = administered(viewer_of(request))
    if not streets:
        raise PermissionDenied
    return redirect(address("street", streets[0]))


@administering
def overview(request: HttpRequest, street: str) -> HttpResponse:
    """This will show the checklist of a street."""
    todo = tasks(street, now())
    done = sum(task.done for task in todo)
    lead = _("%(done)d of %(all)d stand. Each line is read from how things are now.")
    context = setup_page(
        request,
        street,
        "street",
        tasks=todo,
        title=_("First hour"),
        lead=lead % {"done": done, "all": len(todo)},
    )
    return render(request, "setup/overview.html", context)
