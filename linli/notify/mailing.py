"""The delivery `notify.mail`: notices of a case go out as one message, outside of any transaction."""

import smtplib
import ssl
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage

from linli.lib.db import writing
from linli.notify import states
from linli.notify.faults import Fault
from linli.notify.letters import letter
from linli.notify.models import Notice


def send(payload: dict[str, Any], at: datetime) -> None:
    """This will send what waits for a receiver about a case as one message, and note when.

    `payload` names the notice where it waits for no other. What the mail server refuses is raised: the worker tries
    again later and says so. Killed between sending and noting, it is sent again, under the same Message-ID unless more
    has come to it. Nothing is sent where the address is gone by now.
    """
    waiting = Notice.objects.filter(sent_at=None, fault="", digest=False)
    if "notice" in payload:
        waiting = waiting.filter(pk=payload["notice"])
    else:
        waiting = waiting.filter(
            street=payload["street"],
            channel=payload["channel"],
            person_id=payload["to"],
            subject=payload["subject"],
        )
    notices = list(waiting.order_by("id"))
    message = letter(notices) if notices else None
    if message is not None:
        transmit(message, [each.pk for each in notices], at)


def transmit(message: EmailMessage, notices: list[int], at: datetime) -> None:
    """This will hand a message to the mail server and note that its notices are sent, or why they never will be.

    What may go better later is raised.
    """
    same = Notice.objects.filter(pk__in=notices)
    try:
        message.send()
    except Exception as error:
        fault = judged(error)
        if fault is not Fault.ADDRESS:
            states.failed("", states.MAIL, at, fault)
            raise
        with writing():  # the channel works; it is this address that does not
            same.update(fault=fault)
        return
    with writing():
        same.update(sent_at=at)
        states.worked("", states.MAIL, at)


def judged(error: Exception) -> Fault:
    """This will say what was wrong; an address is given up only where the server refused it for good (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return Fault.ADDRESS if codes and all(500 <= code < 600 for code in codes) else Fault.REFUSED
    kinds: tuple[tuple[type[Exception], Fault], ...] = (
        (smtplib.SMTPAuthenticationError, Fault.SIGN_IN),
        (smtplib.SMTPServerDisconnected, Fault.CUT),
        (smtplib.SMTPException, Fault.REFUSED),
        (ssl.SSLError, Fault.INSECURE),
        (TimeoutError, Fault.SLOW),
        (OSError, Fault.AWAY),
    )
    return next((fault for kind, fault in kinds if isinstance(error, kind)), Fault.REFUSED)
