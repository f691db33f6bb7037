"""The delivery `notify.mail`: one notice goes out as a message, outside of any transaction."""

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
    """This will send the message of a notice, once as far as that can be known, and note when.

    What the mail server refuses is raised: the worker tries again later and says so. Killed between the two,
    it is sent again under the same Message-ID. Nothing is sent where the address is gone by now.
    """
    notice = Notice.objects.filter(pk=payload["notice"], sent_at=None, fault="").first()
    message = letter(notice) if notice else None
    if notice is None or message is None:
        return
    transmit(message, [notice.pk], at)


def transmit(message: EmailMessage, notices: list[int], at: datetime) -> None:
    """This will hand a message to the mail server and note that its notices are sent, or why they never will be.

    What may go better later is raised.
    """
    same = Notice.objects.filter(pk__in=notices)
    try:
        message.send()
    except Exception as error:
        fault = judged(error)
        with writing():
            states.failed("", states.MAIL, at, fault)
            if fault is Fault.ADDRESS:
                same.update(fault=fault)
        if fault is not Fault.ADDRESS:
            raise
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
