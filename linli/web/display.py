"""How a person wants pages shown: size of type, language, light or dark, single keys or none. Kept in small cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

CHOICES = {
    "type": ("normal", "large"),
    "lang": ("zh", "en"),
    "theme": ("light", "dark", "auto"),
    "keys": ("on", "off"),
}
_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest, what: str) -> str:
    """This will tell the choice kept in the cookie, or the first one; foreign values count as none."""
    value = request.COOKIES.get(what, "")
    return value if value in CHOICES[what] else CHOICES[what][0]


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """This will keep the choices named in the address and go back to where the person was.

    A plain link is enough, so that it works without script. Only our own addresses are gone back to.
    """
    response = HttpResponseRedirect(_safe_next(request))
    for what, allowed in CHOICES.items():
        value = request.GET.get(what, "")
        if value in allowed:
            response.set_cookie(
                what, value, max_age=_YEAR, samesite="Lax", secure=_secure(), httponly=True, path="/"
            )
    add_never_cache_headers(response)
    return response


def _secure() -> bool:
    return bool(settings.SESSION_COOKIE_SECURE)  # the one switch by which production says it speaks https


def _safe_next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and len(target) <= 2000 else "/"
