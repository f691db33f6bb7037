"""Acts in a home as the pages would: `python -m tests.cli.acting town | report | find CODES | sweep`.

`report` sends reports with a picture until it is killed, and prints the code of each once it is stored.
"""

import io
import os
import random
import sys
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "linli.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from linli.cases.models import Case  # noqa: E402
from linli.facts.models import Fact  # noqa: E402
from linli.lib.db import writing  # noqa: E402
from linli.notify.models import Notice  # noqa: E402
from linli.people.models import Duty, Person  # noqa: E402
from linli.pictures import actions as pictures  # noqa: E402
from linli.pictures.models import Picture  # noqa: E402
from linli.privacy import actions as privacy  # noqa: E402
from tests.builders import AT, EAST, STREET, build_town, closed, report  # noqa: E402


def photo() -> io.BytesIO:
    """This will draw a picture no other looks like."""
    noise = Image.frombytes("L", (32, 24), random.randbytes(768)).resize((320, 240)).convert("RGB")  # noqa: S311
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG")
    buffer.seek(0)
    return buffer


def send() -> Case:
    """This will send one report with a picture and a contact."""
    prepared = pictures.prepare(street=STREET, file=photo(), at=AT)
    key = f"{os.getpid()}-{random.getrandbits(64)}"
    return report(pictures=[prepared], idempotency=key, phone="13800000000", text="路口有垃圾。")


def town() -> None:
    """This will make the town, with a closed case and two with pictures."""
    call_command("migrate", interactive=False, verbosity=0)
    settings.PICTURES.mkdir(parents=True, exist_ok=True)
    with writing():
        people = build_town()
    closed(people, idempotency="first")
    for _each in range(2):
        send()


def send_on() -> None:
    """This will send reports for ever and say which are stored."""
    while True:
        sys.stdout.write(f"{send().tracking}\n")
        sys.stdout.flush()


def find(codes: str) -> None:
    """This will print each code that no case has, and each picture whose files are not there."""
    known = set(Case.objects.filter(street=STREET).values_list("tracking", flat=True))
    for code in filter(None, codes.split(",")):
        if code not in known:
            sys.stdout.write(f"lost {code}\n")
    for folder in Picture.objects.values_list("folder", flat=True):
        if not (settings.PICTURES / folder / "large.jpg").exists():
            sys.stdout.write(f"no file {folder}\n")


def notices() -> None:
    """This will say whether anybody was told of anything."""
    if Notice.objects.exists():
        sys.stdout.write("told\n")


def codes() -> None:
    """This will print the codes of all cases, in order."""
    sys.stdout.write("\n".join(Case.objects.order_by("tracking").values_list("tracking", flat=True)))


def duties(username: str) -> None:
    """This will print the roles of an account."""
    rows = Duty.objects.filter(person__username=username).values_list("role", flat=True)
    sys.stdout.write(" ".join(rows))


def sql(statement: str) -> None:
    """This will change rows behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def demo() -> None:
    """This will make the town a demo's, with a report of today."""
    Person.objects.update(is_demo=True)
    report(idempotency="today", at=timezone.now())


def quiet() -> None:
    """This will make the town a demo's in which nothing has happened and nothing will by time alone."""
    Person.objects.update(is_demo=True)
    Case.objects.update(tick_at=None)
    Fact.objects.all().delete()


def complain() -> None:
    """This will complain about a community's office today."""
    privacy.complain(
        street=STREET, text="办事推诿。", idempotency="today", about_place=EAST, at=timezone.now()
    )


def kinds(kind: str) -> None:
    """This will print how many facts there are of a kind."""
    sys.stdout.write(str(Fact.objects.filter(kind=kind).count()))


if __name__ == "__main__":
    verbs: dict[str, Callable[..., object]] = {
        **{"town": town, "report": send_on, "find": find},
        **{"sweep": pictures.sweep_orphans, "notices": notices, "codes": codes, "duties": duties},
        **{"sql": sql, "demo": demo, "kinds": kinds, "complain": complain, "quiet": quiet},
    }
    verbs[sys.argv[1]](*sys.argv[2:])
