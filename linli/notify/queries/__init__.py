"""Reads of notices: what a person was told, and how the channels do."""

from linli.notify.queries.choices import Held, held
from linli.notify.queries.lines import ChannelLine, lines, robot, robot_line
from linli.notify.queries.told import LETTERS, NoticeRow, latest, of_person, unread

__all__ = [
    "LETTERS",
    "ChannelLine",
    "Held",
    "NoticeRow",
    "held",
    "latest",
    "lines",
    "of_person",
    "robot",
    "robot_line",
    "unread",
]
