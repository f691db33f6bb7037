"""Answers of policies; they live in lib, because places, below people, refuses too."""

from linli.lib.verdicts import ALLOWED, Allowed, Denied, Refused, Verdict

__all__ = ["ALLOWED", "Allowed", "Denied", "Refused", "Verdict"]
