"""The two faces of the people who work on cases: the desk and the phone. They share views and differ in frame."""

from dataclasses import dataclass

from django.urls import reverse

from linli.cases.models import Case


@dataclass(frozen=True, slots=True)
class Face:
    """Where a shared view finds its templates and to which addresses it leads on."""

    name: str
    home: str
    case: str
    step: str
    contact: str

    def template(self, page: str) -> str:
        """This will name the template of a page in this face."""
        return f"{self.name}/{page}.html"

    def case_address(self, case: Case) -> str:
        """This will give the address of a case's page."""
        return reverse(self.case, args=[case.street, case.number])

    def contact_address(self, case: Case) -> str:
        """This will give the address where a reporter's contact is asked for."""
        return reverse(self.contact, args=[case.street, case.number])

    def step_address(self, case: Case, action: str) -> str:
        """This will give the address of a step's form."""
        return reverse(self.step, args=[case.street, case.number, action.replace("_", "-")])


DESK = Face("desk", home="inbox", case="case", step="step", contact="contact")
PHONE = Face("phone", home="phone-list", case="phone-case", step="phone-step", contact="phone-contact")
