"""The server's side of the outbox: a form sent by script is answered in JSON, whatever page its view would give.

`static/web/outbox/` sends a form's own POST with `X-Linli-Outbox: 1` and reads {outcome, address, code, words,
errors, after}. A view stays as it is: a redirect means done, a page means that something is to be put right.
What the page says beyond its status a view adds by `explain`. The outcome is one of

- done: it is stored, now or already by an earlier try; `address` to show, `code` to follow it by;
- refused: the server says no; `words`, and `errors` by field; the entry waits for the person;
- look: the person must look at something first (similar cases); never when sent from the queue, which says `looked`;
- conflict: somebody acted meanwhile, `words` say who did what; waits for the person;
- signed_out: nobody, or somebody else, is signed in; sent again after signing in at `address`;
- stale: the form's token has passed; the browser fetches a fresh one and asks again, once;
- later: too many, too early, no room, our fault; tried again after `after` seconds.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.web.doors import now

_PERSON = "linli.outbox.person"
# Nobody is asked to come back later than this, whatever a page says.
_MOST_SECONDS = 3600


def asked(request: HttpRequest) -> bool:
    """Whether the request was sent by the outbox of a browser, which reads JSON and not pages."""
    return request.headers.get("X-Linli-Outbox") == "1" and request.method == "POST"


def person_mark(request: HttpRequest) -> str:
    """This will give a mark of who is signed in, the same on every day and saying nothing; empty for nobody.

    A kept step carries it, so that it is never sent in the name of the next person at a shared phone.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac(_PERSON, str(user.pk)).hexdigest()[:24]


def explain(
    response: HttpResponse, *, form: forms.Form | None = None, outcome: str = "", **more: Any
) -> HttpResponse:
    """This will say with an answer what the outbox is told of it: the errors of a form, an outcome, a code.

    `words` are one sentence for the person; without them the form's first errors are said.
    """
    told: dict[str, Any] = {**more}
    if outcome:
        told["outcome"] = outcome
    if form is not None and form.errors:
        told["errors"] = {
            ("" if name == NON_FIELD_ERRORS else name): [str(each) for each in sentences]
            for name, sentences in form.errors.items()
        }
    cast("Any", response).outbox = told
    return response


class OutboxMiddleware:
    """This will turn the answer to an outbox's request into JSON; every other request passes untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not asked(request):
            return self.get_response(request)
        if self._somebody_else(request):
            return JsonResponse({"outcome": "signed_out", "address": _sign_in(request)}, status=403)
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        told = _read(response)
        # A redirect would be followed by the browser, and the page be read for nothing.
        status = 200 if told["outcome"] in {"done", "signed_out"} else response.status_code
        answer = JsonResponse(told, status=status)
        answer.cookies = response.cookies
        return answer

    @staticmethod
    def _somebody_else(request: HttpRequest) -> bool:
        meant = request.headers.get("X-Linli-Person", "")
        return bool(meant) and meant != person_mark(request)


def _read(response: HttpResponseBase) -> dict[str, Any]:
    told: dict[str, Any] = dict(getattr(response, "outbox", {}))
    status, address = response.status_code, response.headers.get("Location", "")
    if 300 <= status < 400:
        login = resolve_url(settings.LOGIN_URL)
        signed_out = address.split("?")[0] == login
        return {"outcome": "signed_out" if signed_out else "done", "address": address} | told
    if status == 429 or status >= 500:
        return {"outcome": "later", "after": _seconds(response.headers.get("Retry-After", ""))} | told
    told.setdefault("outcome", "conflict" if status == 409 else "refused")
    told.setdefault("words", _words(told.get("errors", {}), status))
    return told


def _words(errors: Mapping[str, list[str]], status: int) -> str:
    sentences = [sentence for each in errors.values() for sentence in each]
    if sentences:
        return sentences[0]
    if status == 404:
        return _("There is no page at this address any more.")
    if status == 413:
        return _("What you sent is too large")
    if status == 403:
        return _("You cannot open this page")
    return _("Not sent: something has to be put right.")


def _seconds(text: str) -> int:
    return min(int(text), _MOST_SECONDS) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _sign_in(request: HttpRequest) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?next={request.path}"


@require_safe
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """This will give a form's token to a page of ours that has none which still holds, and who is signed in.

    A form may be sent hours after it was opened, when the cookie has gone or somebody has signed in. Only our own
    pages can read this answer, just as only they can read the token in a form; so the check is as strict as before.
    """
    return JsonResponse(
        {"token": get_token(request), "person": person_mark(request), "at": now().isoformat()}
    )
