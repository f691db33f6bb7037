"""Pages for what could not be given: plain, in the person's language, with a next step.

The root urls name these as handlers: `handler404 = "linli.web.errors.not_found"` and so on.
"""

import errno
import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from linli.web.outbox import explain

log = logging.getLogger(__name__)
# What SQLite and PostgreSQL say of a full disk.
_FULL = ("disk is full", "No space left")
# what is said when even the template cannot be drawn: both languages, since nobody can be asked
_LAST_WORDS = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>出错了</title>'
    "<h1>系统出错了</h1><p>请过几分钟再试。您写的话如果没有提交成功，返回上一页还在。</p>"
    '<p lang="en">Something went wrong. Please try again in a few minutes.</p></html>'
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This will say that a request could not be understood, or that it was too large (Django reports both here)."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return too_large(request, exception)
    return _page(
        request,
        400,
        _("This address or form could not be read"),
        _("Part of it is missing or was changed on the way."),
        _("Go back one page and try again; what you wrote is still there."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This will say that the page is not for this person, with the reason where the policy gave one."""
    reason = (
        str(exception) if exception and str(exception) else _("It belongs to another area or another duty.")
    )
    return _page(
        request,
        403,
        _("You cannot open this page"),
        reason,
        _("If it belongs to your duty, ask the administrator of your street to enter it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This will say that there is no such page. It never tells whether a case of another street exists."""
    return _page(
        request,
        404,
        _("There is no page at this address"),
        _("The link may be cut off or out of date. Check the address or the code and try again."),
    )


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This will say that what was sent is too large, and what to do about it."""
    return _page(
        request,
        413,
        _("What you sent is too large"),
        _("Nothing was stored. Send fewer or smaller pictures; the words alone are enough for a report."),
        _("Go back one page and try again; what you wrote is still there."),
    )


def too_many(request: HttpRequest, *, retry_after_seconds: int = 60) -> HttpResponse:
    """This will ask to wait, and tell programs how long. A report is never answered with this: it is held."""
    response = _page(
        request,
        429,
        _("Too many requests from here"),
        _(
            "Several people may share this network. Wait a minute and try again; what you wrote is still there."
        ),
    )
    response["Retry-After"] = str(retry_after_seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """This will own up to a fault of ours. It must not fail itself, so its last words need no template."""
    try:
        if _is_full(sys.exc_info()[1]):  # Django calls this while it handles the fault
            return no_room(request)
        return _page(
            request,
            500,
            _("Something went wrong on our side"),
            _("It has been noted. Try again in a few minutes."),
            _("If you had sent something, look first whether it arrived, so that it is not sent twice."),
        )
    except Exception:
        log.exception("the page for a fault could not be drawn")
        return HttpResponse(_LAST_WORDS, status=500)


def no_room(request: HttpRequest) -> HttpResponse:
    """This will say that the disk is full: nothing was stored, and words without a picture may still fit."""
    return _page(
        request,
        507,
        _("The server has no room just now"),
        _("Nothing was stored. Send it without the picture, or later."),
        _("Go back one page and try again; what you wrote is still there."),
    )


def _is_full(fault: BaseException | None) -> bool:
    """Whether a disk that took no more is behind a fault: of a file on its way in, or of the database."""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(fault, OperationalError) and any(words in str(fault) for words in _FULL):
            return True
        fault = fault.__cause__
    return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will say that the form was open too long or cookies are off (settings.CSRF_FAILURE_VIEW)."""
    page = _page(
        request,
        403,
        _("This form could not be checked and was not sent"),
        _("It was open for too long, or cookies are switched off in this browser."),
        _("Go back one page, load it again and send it once more; what you wrote is still there."),
    )
    return explain(page, outcome="stale")


def _page(request: HttpRequest, status: int, title: str, *words: str) -> HttpResponse:
    context = {"status": status, "title": title, "words": words}
    return HttpResponse(render_to_string("error.html", context, request), status=status)
