"""What may be done with a matter, as forms: one description a step, shown by one template, sent to one kind of route."""

from __future__ import annotations

from server.cases.choices import Choice
from server.web.acts.beside import BESIDE
from server.web.acts.form import Act
from server.web.acts.office import OFFICE
from server.web.acts.oversight import OVERSIGHT
from server.web.acts.review import REVIEW
from server.web.acts.unit import UNIT

#: a step that has no form cannot be offered: a test holds this against `Choice`
ACTS: dict[Choice, Act] = {act.choice: act for act in (*UNIT, *OFFICE, *REVIEW, *BESIDE, *OVERSIGHT)}
