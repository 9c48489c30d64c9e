"""Forms turned into the room's own nouns; a rule takes from its measure what it leaves unsaid."""

from collections.abc import Mapping

from detente.errors import Place
from detente.law.form import BodyForm, MeasureForm, RuleForm
from detente.law.model import Body, Rule

_OWN = {"act", "since", "until"}


def build_body(form: BodyForm, place: Place) -> Body:
    """A body as the votes need it."""
    return Body(
        id=form.body,
        party=form.party,
        name=form.name,
        members=tuple(form.members),
        populations=form.members if isinstance(form.members, dict) else {},
        groups={name: tuple(members) for name, members in form.groups.items()},
        vetoes=frozenset(form.vetoes),
        qualified=form.qualified.freeze() if form.qualified else None,
        government=form.government,
        assent=tuple(form.assent),
        independent=form.independent,
        since=form.since,
        until=form.until,
        source=form.source,
        evidence=form.evidence,
        note=form.note or "",
        place=place,
    )


def build_rule(
    measure: MeasureForm, form: RuleForm, place: Place, bodies: Mapping[str, tuple[Body, ...]]
) -> Rule:
    """One rule with the make-ups of its body."""
    terms = _terms(measure, form)
    return Rule(
        id=f"{measure.measure}/{form.act}/{form.since}",
        measure=measure.measure,
        title=measure.title,
        target=measure.target,
        act=form.act,
        holder=terms.holder,
        bodies=bodies[terms.body],
        vote=terms.vote,
        initiators=frozenset(terms.initiators or ()),
        clock_days=terms.clock_days.freeze() if terms.clock_days else None,
        season=terms.season.freeze() if terms.season else None,
        reversible=terms.reversible,
        default=terms.default,
        since=form.since,
        until=form.until,
        renews=tuple(terms.renews or ()),
        renew_every_days=terms.renew_every_days.freeze() if terms.renew_every_days else None,
        lapses=terms.lapses,
        review=terms.review,
        conditions=tuple(condition.freeze() for condition in terms.conditions or ()),
        locks=tuple(terms.locks or ()),
        follows=terms.follows,
        legal=terms.legal,
        source=terms.source,
        evidence=terms.evidence,
        note=terms.note or "",
        place=place,
    )


def _terms(measure: MeasureForm, form: RuleForm) -> MeasureForm:
    said = {
        name: getattr(form, name)
        for name in form.model_fields_set - _OWN
        if getattr(form, name) is not None
    }
    return measure.model_copy(update=said)
