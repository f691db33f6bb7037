"""The inbox, and all cases a person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.web.desk.listing import list_page
from linli.web.doors import signed_in


@require_safe
@signed_in()
def inbox(request: HttpRequest) -> HttpResponse:
    """This will show what is the person's own to act on, most urgent first."""
    return render(request, "desk/list.html", list_page(request, everything=False))


@require_safe
@signed_in()
def cases(request: HttpRequest) -> HttpResponse:
    """This will show all cases the person may see; the open ones first."""
    return render(request, "desk/list.html", list_page(request, everything=True))
