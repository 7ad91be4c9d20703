"""What the domains below need of the settings, checked once at the start and handed along with every transaction."""

from __future__ import annotations

from collections.abc import Mapping

from server.cases.settings import SETTINGS, CaseSettings
from server.clocks import service as clocks
from server.clocks.calendar import CalendarInvalid
from server.clocks.regime import RegimeInvalid
from server.clocks.settings import ClockSettings
from server.clocks.stored import STORED
from server.core.settings import ServerSettings
from server.notify import service as notify
from server.routing import service as routing
from server.routing.settings import RoutingSettings, models_folder


def domain_settings(settings: ServerSettings) -> Mapping[str, object]:
    """Return the settings of clocks, routing and notices; raise ValueError naming what to mend."""
    of_clocks = ClockSettings.model_validate(
        {"regimes": settings.regimes, "hall_hours": settings.hall_hours, "calendars": settings.calendars}
    )
    # read now: a regime with a gap must stop the start, not the first visitor
    try:
        clocks.open_book(of_clocks)
    except (RegimeInvalid, CalendarInvalid) as error:
        raise ValueError(str(error)) from error
    return {
        clocks.SETTINGS: of_clocks,
        STORED: True,
        routing.SETTINGS: RoutingSettings(threshold=settings.routing_threshold, models=models_folder(settings.data)),
        notify.SETTINGS: notify.load_plan(settings.notices),
        SETTINGS: CaseSettings(collective_min=settings.collective_min, most_passes=settings.most_passes),
    }
