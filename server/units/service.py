"""Units by code, the desks nothing falls past, who is told, and (in one place) who is kept away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from server.contract.v1 import UnitRef
from server.core import reference
from server.units import rules
from server.units.organisation import Organisation, organisation
from server.units.tables import Post, PostRole, Region, Unit, UnitKind

#: digits of a district code: names up to this level are mere prefixes of unit names
_DISTRICT_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PartyAccount:
    """One person who is told: post, user name, name shown to colleagues."""

    role: PostRole
    account: str
    holder: str


def are_known(session: Session) -> bool:
    """Tell whether this transaction answers everything here without asking the database."""
    return reference.is_known(session, Organisation)


def unit(session: Session, code: str) -> Unit | None:
    return organisation(session).units.get(code)


def ref(session: Session, code: str) -> UnitRef | None:
    """Return what a citizen is told of a unit; None for an unknown or empty code."""
    found = organisation(session).units.get(code)
    return UnitRef(code=found.code, name=found.name, phone=found.phone) if found else None


def regions(session: Session) -> Mapping[str, str]:
    """Return the names of all regions by code."""
    return organisation(session).regions


def beside(session: Session, code: str) -> frozenset[str]:
    """Return the codes of every unit in the region of this one, itself among them; empty for an unknown code."""
    units = organisation(session).units
    here = units.get(code)
    return frozenset(one.code for one in units.values() if here and one.region.startswith(here.region))


def excluded(session: Session, names: Iterable[str]) -> frozenset[str]:
    """Return the codes of every unit that must not learn of a matter complaining of `names`.

    Regulations on Petitioning 2022, Art. 30(3): never to the accused unit. This is the only place that decides it;
    dispatch, notices, lists and files all ask here or read what was decided here and stored with the case.
    """
    wanted = [name for name in names if name.strip()]
    if not wanted:
        return frozenset()
    known = organisation(session)
    facts = [_facts(found, known.regions) for found in known.units.values()]
    prefixes = tuple(name for code, name in known.regions.items() if len(code) <= _DISTRICT_DIGITS)
    named = frozenset(code for name in wanted for code in rules.matching(name, facts, prefixes))
    return rules.with_subordinates(named | _led_by(known, wanted), facts)


def _led_by(known: Organisation, names: Iterable[str]) -> frozenset[str]:
    """The units whose head or leader in charge bears one of these names: those who answer to the accused.

    A name comes alone or with the post it holds (副区长 某某).
    """
    said = tuple(names)
    leads = (PostRole.HEAD, PostRole.LEADER_IN_CHARGE)
    return frozenset(
        post.unit for post in known.posts if post.role in leads and any(rules.means(name, post.holder) for name in said)
    )


def places(session: Session, county: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every township and village of a county (6 digits), by code."""
    regions = organisation(session).regions
    return tuple(
        (code, regions[code]) for code in sorted(regions) if code.startswith(county) and len(code) > len(county)
    )


def below(session: Session, code: str) -> frozenset[str]:
    """Return the unit and everything that answers to it, as exclusion counts it; empty for an unknown code."""
    known = organisation(session)
    if code not in known.units:
        return frozenset()
    facts = [_facts(found, known.regions) for found in known.units.values()]
    return rules.with_subordinates(frozenset({code}), facts)


def remember_name(unit: Unit, former: str) -> None:
    """Keep the name a unit had: matters that complain of it by that name are kept away from it as well."""
    if former != unit.name and former not in unit.aliases.split("|"):
        unit.aliases = "|".join(one for one in (unit.aliases, former) if one)


def dissolve(session: Session, code: str, successor: str, day: date) -> None:
    """Dissolve a unit; another one goes on with its duties, its matters and what it must not learn of (Art. 24(2)).

    Raise ValueError for a unit that does not work or does not exist, and for a successor that does not either.
    """
    found = session.get(Unit, code)
    if found is None or found.dissolved_on:
        raise ValueError(f"没有这个单位，或已撤销 · unknown or dissolved already: {code}")
    if successor == code or not works(session, successor):
        raise ValueError(f"承接单位不存在或已撤销 · the successor is unknown or dissolved: {successor}")
    found.dissolved_on, found.successor = day.isoformat(), successor
    session.add(found)
    session.flush()


def works(session: Session, code: str) -> bool:
    """Tell whether this unit exists and is not dissolved."""
    found = organisation(session).units.get(code)
    return found is not None and not found.dissolved_on


def formerly(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Return the dissolved units whose duties went to one of these, directly or by way of another."""
    units, found = organisation(session).units, frozenset(codes)
    before: frozenset[str] = frozenset()
    while more := frozenset(one.code for one in units.values() if one.successor in found | before) - before - found:
        before |= more
    return before


def _facts(found: Unit, regions: Mapping[str, str]) -> rules.UnitFacts:
    labels = [found.name, *(alias for alias in found.aliases.split("|") if alias)]
    if found.kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE):
        labels.append(regions.get(found.region, ""))
    own_line = found.kind in (UnitKind.DISCIPLINE, UnitKind.PETITION)
    return rules.UnitFacts(found.code, found.parent, tuple(labels), own_line, found.successor)


def barred(session: Session, units: frozenset[str], names: Iterable[str]) -> frozenset[str]:
    """Return the accounts kept away: whoever holds any post in an excluded unit or bears a complained-of name.

    Any post: the leader in charge of the complained-of unit is its superior in line.
    """
    said = [name for name in names if name.strip()]
    if not units and not said:
        return frozenset()
    posts = organisation(session).posts
    return frozenset(
        post.account for post in posts if post.unit in units or any(rules.means(name, post.holder) for name in said)
    )


def parties(session: Session, code: str, away: frozenset[str] = frozenset()) -> tuple[PartyAccount, ...]:
    """Return who is told of a matter of this unit: duty officers, leader in charge, convenors; nobody in `away`.

    The convenor is the one of the unit itself, else of the nearest region above it.
    """
    known = organisation(session)
    found = _heir(known, code)
    if found is None:
        return ()
    wanted = (PostRole.DUTY_OFFICER, PostRole.LEADER_IN_CHARGE)
    own = [post for post in known.posts_of_unit.get(found.code, ()) if post.role in wanted]
    told = [*own, *_convenors(known, found)]
    order = {PostRole.DUTY_OFFICER: 0, PostRole.LEADER_IN_CHARGE: 1, PostRole.CONVENOR: 2, PostRole.HEAD: 3}
    people = {
        post.account: PartyAccount(PostRole(post.role), post.account, post.holder)
        for post in reversed(told)
        if post.account not in away
    }
    return tuple(sorted(people.values(), key=lambda party: (order[party.role], party.account)))


def _heir(known: Organisation, code: str) -> Unit | None:
    """The unit itself, or whoever goes on with the duties of a dissolved one (Art. 24(2)); None for nobody."""
    found, seen = known.units.get(code), {code}
    while found is not None and found.dissolved_on and found.successor not in seen:
        seen.add(found.successor)
        found = known.units.get(found.successor)
    return found


def _convenors(known: Organisation, found: Unit) -> list[Post]:
    convenors = (
        (post, known.units[post.unit])
        for post in known.posts
        if post.role == PostRole.CONVENOR and post.unit in known.units
    )
    near = [
        (own.code == found.code, len(own.region), post)
        for post, own in convenors
        if found.region.startswith(own.region)
    ]
    best = max(((own, size) for own, size, _ in near), default=None)
    return [post for own, size, post in near if (own, size) == best]


def duty_officers(session: Session, code: str, away: frozenset[str] = frozenset()) -> tuple[PartyAccount, ...]:
    """Return the desk of a unit alone: for sealed matters and for screening."""
    return tuple(party for party in parties(session, code, away) if party.role is PostRole.DUTY_OFFICER)


def people(session: Session, code: str, *roles: PostRole) -> tuple[PartyAccount, ...]:
    """Return who holds these posts in a unit."""
    posts = [post for post in organisation(session).posts_of_unit.get(code, ()) if post.role in roles]
    return tuple(PartyAccount(PostRole(post.role), post.account, post.holder) for post in posts)


def conveners(session: Session, code: str) -> tuple[PartyAccount, ...]:
    """Return who convenes the joint conference for this unit: its own convenors, else those of the nearest region."""
    known = organisation(session)
    found = known.units.get(code)
    posts = _convenors(known, found) if found else []
    return tuple(PartyAccount(PostRole.CONVENOR, post.account, post.holder) for post in posts)


def superior(session: Session, code: str) -> str:
    """Return the unit above, "" at the top of what this centre knows."""
    found = organisation(session).units.get(code)
    return found.parent if found else ""


def common_superior(session: Session, one: str, other: str) -> str | None:
    """Return the nearest unit above both, None when they have none in this centre (Art. 24(1))."""
    parents = {code: unit.parent for code, unit in organisation(session).units.items()}
    return rules.common_superior(parents, one, other)


def desk(session: Session, kind: UnitKind, region: str, away: frozenset[str]) -> Unit | None:
    """Return the nearest unit of this kind responsible for the region and not excluded, None when there is none."""
    units = (u for u in organisation(session).units.values() if u.kind == kind and not u.dissolved_on)
    near = [u for u in units if u.code not in away and region.startswith(u.region.rstrip("0") or u.region)]
    return max(near, key=lambda u: len(u.region.rstrip("0")), default=None)


def posts_of(session: Session, account: str) -> tuple[tuple[str, PostRole], ...]:
    """Return (unit code, post) of every post an account holds."""
    posts = organisation(session).posts_of_account.get(account, ())
    return tuple((post.unit, PostRole(post.role)) for post in posts)


def check(session: Session) -> list[str]:
    """Return what is wrong with the organisation table, one sentence each; empty when it can carry matters."""
    regions = set(session.exec(select(Region.code)).all())
    units = session.exec(select(Unit)).all()
    codes = {u.code for u in units}
    staffed = set(session.exec(select(Post.unit).where(Post.role == PostRole.DUTY_OFFICER)).all())
    trouble = [
        f"{u.code}: 上级单位 {u.parent} 不存在 · unknown parent" for u in units if u.parent and u.parent not in codes
    ]
    trouble += [f"{u.code}: 区划 {u.region} 不存在 · unknown region" for u in units if u.region not in regions]
    live = [u for u in units if not u.dissolved_on]
    trouble += [f"{u.code}: 没有值班员 · no duty officer" for u in live if u.code not in staffed]
    trouble += [
        f"{u.code}: 已撤销，没有写明继续行使职权的单位 · dissolved, and nobody goes on with its duties"
        for u in units
        if u.dissolved_on and u.successor not in {one.code for one in live}
    ]
    kinds = {u.kind for u in live}
    for kind in (UnitKind.PETITION, UnitKind.DISCIPLINE):
        if kind not in kinds:
            trouble.append(f"缺少 {kind.value} 单位 · no unit of kind {kind.value}")
    return trouble
