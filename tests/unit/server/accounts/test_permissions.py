"""The table of who may do what: every role, every action; and that the database is asked the same question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.permissions import SECOND_FACTOR, TABLE, Action, Actor, Door, Matter, may
from server.accounts.tables import Role

CASES = {
    *(Action.READ_CASES, Action.READ_IDENTITY, Action.HANDLE_CASES, Action.RECEIVE_CASES),
    *(Action.APPROVE, Action.ARBITRATE, Action.READ_FIGURES),
}
ALWAYS = {Action.VISIT, Action.OWN_ACCOUNT}
DESK = ALWAYS | {
    Action.READ_CASES,
    Action.READ_IDENTITY,
    Action.HANDLE_CASES,
    Action.RECEIVE_CASES,
    *(Action.READ_FIGURES, Action.SUPERVISE, Action.READ_REPORTS),
}
HEAD = ALWAYS | {Action.READ_CASES, Action.HANDLE_CASES, Action.APPROVE, Action.ARBITRATE, Action.READ_FIGURES}
LEADS = HEAD | {Action.INSTRUCT, Action.SUPERVISE, Action.READ_REPORTS}
#: what each one may, and so everything it may not
MATRIX: dict[Role | Door, set[Action]] = {
    Door.PUBLIC: {Action.VISIT},
    Door.KIOSK: {Action.VISIT, Action.TERMINAL},
    Role.WINDOW: DESK,
    Role.SCREENING: DESK,
    # the desk of a small unit is kept by its head
    Role.DUTY_OFFICER: DESK | {Action.APPROVE},
    Role.UNIT_HEAD: HEAD,
    Role.LEADER: LEADS,
    Role.CONVENOR: LEADS,
    Role.CHIEF: LEADS,
    Role.ASSESSOR: ALWAYS | {Action.READ_CASES, Action.READ_FIGURES, Action.READ_REPORTS},
    Role.ADMINISTRATOR: ALWAYS | {Action.ADMINISTER, Action.READ_ACCOUNTS, Action.OVERSEE},
    Role.AUDITOR: ALWAYS | {Action.READ_AUDIT, Action.OVERSEE},
    Role.SECURITY: ALWAYS | {Action.GRANT, Action.READ_ACCOUNTS, Action.OVERSEE},
}


@pytest.mark.parametrize("who", [*Door, *Role])
def test_everybody_may_what_the_matrix_says_and_nothing_else(who: Role | Door) -> None:
    assert {action for action in Action if may(Actor(who), action)} == MATRIX[who]


def test_every_action_is_somebodys_and_stands_in_the_table() -> None:
    assert set(TABLE) == set(Action) and all(TABLE.values())


def test_the_three_administrators_share_nothing_and_see_no_matter() -> None:
    three = [MATRIX[role] - ALWAYS for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.SECURITY)]
    # what they look at together, each to do the own part
    looks = {Action.OVERSEE, Action.READ_ACCOUNTS}
    assert not ((three[0] & three[1] | three[1] & three[2] | three[0] & three[2]) - looks)
    assert not set().union(*three) & CASES


def test_leaders_and_administrators_need_a_second_factor() -> None:
    assert {Role.LEADER, Role.CHIEF, Role.CONVENOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.SECURITY} == SECOND_FACTOR


UNITS = st.frozensets(st.sampled_from(["a", "b"]))
ACCOUNTS = st.frozensets(st.sampled_from(["me", "other"]))
MATTERS = st.builds(
    Matter, st.sampled_from(["a", "b"]), st.booleans(), ACCOUNTS, barred_units=UNITS, barred_accounts=ACCOUNTS
)
ACTORS = st.builds(
    lambda role, units, desks, follows: Actor(role, "me", units | desks | follows, desks, follows | desks),
    *(st.sampled_from(Role), UNITS, UNITS, UNITS),
)


@given(ACTORS, MATTERS, st.sampled_from(Action))
def test_no_matter_is_open_to_who_is_barred_or_has_no_part_in_it(actor: Actor, matter: Matter, action: Action) -> None:
    open_to = may(actor, action, matter)
    if "me" in matter.barred_accounts or actor.units & matter.barred_units:
        assert not open_to
    if matter.holder not in actor.follows and "me" not in matter.told:
        assert not open_to
    if matter.restricted and matter.holder not in actor.desks:
        assert not open_to
    assert not open_to or may(actor, action)
