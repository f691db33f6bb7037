"""The doors of one's own account: who is signed in, and who proved a moment ago that it is still them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.people import queries as people
from linli.people.models import Person
from linli.web.doors import now
from linli.web.signing.beginning import NO_DUTY, recently

Page = Callable[..., HttpResponse]


def own(view: Page) -> Callable[..., HttpResponseBase]:
    """This will let in who is signed in, as `request.viewer`; also who still owes the second factor of their duty."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        viewer = people.viewer(request.user, now())
        if not viewer.duties:
            raise PermissionDenied(str(NO_DUTY))
        cast("Any", request).viewer = viewer
        return view(request, *args, **kwargs)

    return door


def proven(view: Page) -> Callable[..., HttpResponseBase]:
    """This will let in as `own` does, but first ask once more for the password if that was not done just now.

    A form posted too late leads to its own page again: what is posted here is codes and passwords, kept by nobody.
    """

    @own
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not recently(request):
            back = request.path if request.method == "POST" else request.get_full_path()
            return redirect(f"{reverse('account-confirm')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return door


def person_of(request: HttpRequest) -> Person:
    """This will give who is signed in, after the door let them in."""
    return cast("Person", request.user)
