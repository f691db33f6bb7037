"""The first page: what is done of a street's first day and what is not."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.people import actions
from linli.people import queries as people
from linli.web.doors import now, signed_in, viewer_of
from linli.web.setup.checklist import FIRST_DAY, tasks
from linli.web.setup.door import ADMINISTRATORS, administered, administering
from linli.web.setup.page import setup_page
from linli.web.setup.where import address

# What a person may do with the guide.
CHOICES = {"aside": actions.put_aside, "again": actions.take_up}


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
    viewer = viewer_of(request)
    if (do := CHOICES.get(request.POST.get("action", ""))) is not None:
        do(by=viewer, street=street, what=FIRST_DAY)
        return redirect(address("street", street))
    todo = tasks(street, now())
    done = sum(task.done for task in todo)
    lead = _("%(done)d of %(all)d stand. Each line is read from how things are now.")
    context = setup_page(
        request,
        street,
        "street",
        tasks=todo,
        title=_("First day"),
        following=next((task for task in todo if not task.done), None),
        is_aside=people.has_put_aside(viewer, street, FIRST_DAY),
        lead=lead % {"done": done, "all": len(todo)},
    )
    return render(request, "setup/overview.html", context)
