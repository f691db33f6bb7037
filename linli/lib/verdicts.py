"""Answers of policies: yes, or no with the reason the person is shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes. Truthy, so that `if verdict:` reads as a sentence."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why, in a sentence that is shown on the button or the page."""

    reason: "str | Promise"

    def __bool__(self) -> bool:
        return False


Verdict: TypeAlias = Allowed | Denied
ALLOWED = Allowed()


class Refused(Exception):  # it is an answer to a person, not a fault
    """Raised by actions when a policy denies; carries the sentence for the person."""

    def __init__(self, reason: "str | Promise") -> None:
        super().__init__(str(reason))
        self.reason = reason
