"""Writes of notices: what was read, and the robots of group chats."""

from linli.notify.actions.choosing import change_mail, choose
from linli.notify.actions.reading import read, read_all
from linli.notify.actions.robots import add_robot, pause_robot, remove_robot, resume_robot, try_robot

__all__ = [
    "add_robot",
    "change_mail",
    "choose",
    "pause_robot",
    "read",
    "read_all",
    "remove_robot",
    "resume_robot",
    "try_robot",
]
