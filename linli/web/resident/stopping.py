"""The page behind the link in a mail: no more mail of this kind, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from linli.notify import stopping
from linli.web.doors import now


@csrf_exempt  # a mail program posts without a cookie (RFC 8058); the link itself is what is checked
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_more_mail(request: HttpRequest, token: str) -> HttpResponse:
    """This will ask whether to stop, since programs open links unasked, and stop it when sent."""
    stop = stopping.read(token)
    if stop is None:
        raise Http404
    if request.method == "POST":
        stopping.carry_out(stop, now())
    context = {"stop": stop, "done": request.method == "POST", "now": now()}
    return render(request, "resident/no_more_mail.html", context)
