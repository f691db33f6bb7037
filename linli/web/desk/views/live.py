"""What an open desk asks again and again: has anything changed?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.web.desk import live
from linli.web.desk.rail import desk_page
from linli.web.doors import signed_in


@require_safe
@signed_in()
def news(request: HttpRequest) -> HttpResponse:
    """This will tell what has changed; mostly nothing, which costs one statement and no body."""
    mark = live.mark(request)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304)
    return JsonResponse(live.news(request), headers={"ETag": mark})


@require_safe
@signed_in()
def keys(request: HttpRequest) -> HttpResponse:
    """This will list the keys of the desk, and switch them on and off."""
    return render(request, "desk/keys.html", desk_page(request, "keys"))
