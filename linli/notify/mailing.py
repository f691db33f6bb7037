"""The delivery `notify.mail`: one notice goes out as a message, outside of any transaction."""

from datetime import datetime
from typing import Any

from linli.lib.db import writing
from linli.notify.letters import letter
from linli.notify.models import Notice


def send(payload: dict[str, Any], at: datetime) -> None:
    """This will send the message of a notice, once as far as that can be known, and note when.

    What the mail server refuses is raised: the worker tries again later and says so. Killed between the two,
    it is sent again under the same Message-ID. Nothing is sent where the address is gone by now.
    """
    notice = Notice.objects.filter(pk=payload["notice"], sent_at=None).first()
    message = letter(notice) if notice else None
    if notice is None or message is None:
        return
    message.send()
    with writing():
        Notice.objects.filter(pk=notice.pk).update(sent_at=at)
