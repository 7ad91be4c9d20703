"""Who may do what: the one table. Pure.

A role opens a kind of action; which matters it opens is said by posts and units, in `sees`. The three administrators are
apart (三员分立, GB/T 22239-2019 8.1.5): an account has one role, the administrator and the security officer never see a matter,
the auditor reads the trail and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.accounts.tables import Role


class Door(StrEnum):
    """Who comes in without an account."""

    #: anybody: number and query code are the key where one is needed
    PUBLIC = "public"
    #: an enrolled terminal, by its signature
    KIOSK = "kiosk"


Who = Role | Door


class Action(StrEnum):
    #: pages and answers that hold nothing of anybody, or ask for number and query code
    VISIT = "visit"
    #: what a terminal sends
    TERMINAL = "terminal"
    #: one's own sign-in, password, second factor, sessions
    OWN_ACCOUNT = "own_account"
    #: lists, files, pages, clocks of the matters one follows
    READ_CASES = "read_cases"
    #: name, phone and address unmasked, at the desk that must meet the petitioner
    READ_IDENTITY = "read_identity"
    #: say that one has a matter, and take its steps
    HANDLE_CASES = "handle_cases"
    #: register what came by letter, phone or net; sealed envelopes
    RECEIVE_CASES = "receive_cases"
    #: more time, and what the head of a unit approves
    APPROVE = "approve"
    #: decide between units
    ARBITRATE = "arbitrate"
    #: order something of a unit, on a matter or a theme (批示)
    INSTRUCT = "instruct"
    #: push late units: remind, supervise, name them in a circular (催办、督办、通报)
    SUPERVISE = "supervise"
    #: figures, rankings, proposals over many matters
    READ_FIGURES = "read_figures"
    #: accounts, terminals, units, exchange of master data; never a matter
    ADMINISTER = "administer"
    #: roles, locks, second factors; never one's own
    GRANT = "grant"
    #: who has an account, whether it is open or locked
    READ_ACCOUNTS = "read_accounts"
    #: how the centre is, and who changed what of its own data; never a matter
    OVERSEE = "oversee"
    #: weekly and monthly reports over the whole centre
    READ_REPORTS = "read_reports"
    #: the audit trail
    READ_AUDIT = "read_audit"


_DESKS = frozenset({Role.WINDOW, Role.SCREENING, Role.DUTY_OFFICER})
_HEADS = frozenset({Role.UNIT_HEAD, Role.LEADER, Role.CHIEF})
_CASES = _DESKS | _HEADS | {Role.CONVENOR}
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR})
_PEOPLE: frozenset[Who] = frozenset(Role)

TABLE: Mapping[Action, frozenset[Who]] = {
    Action.VISIT: frozenset({*Door, *Role}),
    Action.TERMINAL: frozenset({Door.KIOSK}),
    Action.OWN_ACCOUNT: _PEOPLE,
    Action.READ_CASES: frozenset(_CASES | {Role.ASSESSOR}),
    Action.READ_IDENTITY: frozenset(_DESKS),
    Action.HANDLE_CASES: frozenset(_CASES),
    Action.RECEIVE_CASES: frozenset(_DESKS),
    Action.APPROVE: frozenset(_HEADS | {Role.DUTY_OFFICER, Role.CONVENOR}),
    Action.ARBITRATE: frozenset(_HEADS | {Role.CONVENOR}),
    Action.INSTRUCT: frozenset({Role.LEADER, Role.CHIEF, Role.CONVENOR}),
    Action.SUPERVISE: frozenset(_CASES - {Role.UNIT_HEAD}),
    Action.READ_REPORTS: frozenset(_CASES - {Role.UNIT_HEAD} | {Role.ASSESSOR}),
    Action.READ_FIGURES: frozenset(_CASES | {Role.ASSESSOR}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Action.GRANT: frozenset({Role.SECURITY}),
    Action.READ_ACCOUNTS: frozenset({Role.ADMINISTRATOR, Role.SECURITY}),
    Action.OVERSEE: frozenset(_ADMINISTRATORS),
    Action.READ_AUDIT: frozenset({Role.AUDITOR}),
}
#: a code from the telephone as well: whose word moves matters of others, or opens the centre itself
SECOND_FACTOR: frozenset[Role] = frozenset(_HEADS | {Role.CONVENOR} | _ADMINISTRATORS) - {Role.UNIT_HEAD}
#: these follow every unit of the region of their own one
WHOLE_REGION = frozenset({Role.CHIEF, Role.ASSESSOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Units by code: those of any post, those whose desk is kept, those followed."""

    role: Who
    account: str = ""
    units: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a matter decides who may know of it."""

    holder: str
    #: an accusation, for the holding desk alone (Regulations on Petitioning 2022, Art. 30)
    restricted: bool = False
    #: accounts that were told
    told: frozenset[str] = frozenset()
    barred_units: frozenset[str] = frozenset()
    barred_accounts: frozenset[str] = frozenset()


def may(actor: Actor, action: Action, matter: Matter | None = None) -> bool:
    """Tell whether this action is open to the actor; with a matter, on that matter."""
    return actor.role in TABLE[action] and (matter is None or sees(actor, matter))


def sees(actor: Actor, matter: Matter) -> bool:
    """Tell whether the actor may know that the matter exists. `server.cases.access` asks the database the same."""
    if actor.account in matter.barred_accounts or actor.units & matter.barred_units:
        return False
    if matter.restricted and matter.holder not in actor.desks:
        return False
    return matter.holder in actor.follows or actor.account in matter.told
