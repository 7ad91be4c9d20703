"""What can happen to a case that starts or meets a clock. A regime file that names anything else is refused."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """The closed list of events, in the order of a matter's life."""

    # the visit
    VISIT_STARTED = "visit_started"
    REGISTERED = "registered"
    #: the machine was not sure which unit is responsible: the screening desk decides
    SCREENING = "screening"
    #: the petition office has the matter (收到信访事项)
    RECEIVED = "received"
    #: an organ other than the petition office was addressed directly
    RECEIVED_DIRECT = "received_direct"
    #: a named accusation came in
    RECEIVED_NAMED = "received_named"
    #: transferred, assigned or reported upwards (转送、交办、报请)
    FORWARDED = "forwarded"
    DISPATCHED = "dispatched"
    #: handed to the unit with a limit of its own (交办), which the event carries
    ASSIGNED = "assigned"
    #: the unit reports what came of a matter handed to it (反馈结果、提交办结报告)
    RESULT_REPORTED = "result_reported"
    #: the responsible unit has the transferred matter (收到转送、交办)
    RECEIVED_FORWARDED = "received_forwarded"
    ACKNOWLEDGED = "acknowledged"
    #: the unit says the matter is not its own and hands it back (退件)
    OBJECTION = "objection"
    #: who sent the matter does not agree: it stays where it is
    OBJECTION_REFUSED = "objection_refused"
    #: whose matter it is goes to the common superior or the joint conference (Art. 24), and is decided
    DISPUTED = "disputed"
    ARBITRATED = "arbitrated"
    #: taken back from a unit that must not have it
    RECALLED = "recalled"
    ON_SCENE = "on_scene"
    INTERVIEW_CLOSED = "interview_closed"
    WRITTEN_NOTICE = "written_notice"
    # the decision
    ACCEPTED = "accepted"
    #: taken up by another lawful procedure than that of petitions (Art. 31, items 1 to 5)
    ACCEPTED_BY_LAW = "accepted_by_law"
    ACCEPT_NOTICE = "accept_notice"
    ACCEPTED_OR_FORWARDED = "accepted_or_forwarded"
    #: more time was approved (延期)
    EXTENDED = "extended"
    HANDLED = "handled"
    OPINION_ISSUED = "opinion_issued"
    OPINION_SERVED = "opinion_served"
    RESULT_DELIVERED = "result_delivered"
    CLOSED = "closed"
    FEEDBACK = "feedback"
    # review (复查) and re-review (复核)
    REVIEW_REQUESTED = "review_requested"
    REVIEW_RECEIVED = "review_received"
    REVIEW_ISSUED = "review_issued"
    REVIEW_SERVED = "review_served"
    RECHECK_REQUESTED = "recheck_requested"
    RECHECK_RECEIVED = "recheck_received"
    RECHECK_ISSUED = "recheck_issued"
    HEARING_OPENED = "hearing_opened"
    HEARING_CLOSED = "hearing_closed"
    # mediation, grid, rating, one-time notice
    MEDIATION_ACCEPTED = "mediation_accepted"
    MEDIATION_CLOSED = "mediation_closed"
    AGREEMENT_EFFECTIVE = "agreement_effective"
    JOINT_APPLICATION = "joint_application"
    REPORTED = "reported"
    RESOLVED = "resolved"
    BAD_RATING = "bad_rating"
    CALLBACK = "callback"
    RECTIFIED = "rectified"
    MATERIALS_RECEIVED = "materials_received"
    ONE_TIME_NOTICE = "one_time_notice"


class Tag(StrEnum):
    """What a matter can be, so that a rule for special matters applies."""

    #: life or property in danger (危及生命财产)
    DANGER = "danger"
    #: water, power, gas or heating of a home (水电气热)
    UTILITIES = "utilities"
    #: heating during the heating season (供暖季供热)
    HEATING_SEASON = "heating_season"
    #: an application under a law of its own (Art. 31): reconsideration, a licence, government information
    RECONSIDERATION = "reconsideration"
    LICENSING = "licensing"
    DISCLOSURE = "disclosure"
    #: name and address are not clear: no written notice is owed (姓名、住址不清)
    UNREACHABLE = "unreachable"
    #: an accusation: its limits are those of discipline inspection (Art. 30)
    ACCUSATION = "accusation"
    #: a letter, a call or a message: nobody waits in the hall
    NOT_PRESENT = "not_present"
