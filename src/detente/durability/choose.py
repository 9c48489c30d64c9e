"""Which reference classes are like a settlement with given traits."""

from collections.abc import Iterable, Mapping
from typing import Final

from detente.case.hints import nearest
from detente.durability.reference import ReferenceClass, load_reference
from detente.durability.traits import TRAITS, Traits, said
from detente.errors import DetenteError

# What all cases of a data set have in common, so that it may be asked for.
IMPLIED: Final[Mapping[str, Traits]] = {
    "ucdp": {},
    "fortna": {"war": "civil"},
    "relief": {"class": "relief"},
}


def like(traits: Traits) -> tuple[ReferenceClass, ...]:
    """The class of each data set that knows all these traits; raises DetenteError for none."""
    _check(traits)
    every = load_reference().values()
    found = tuple(known for known in every if _asked(known) == traits or known.traits == traits)
    if not found:
        raise DetenteError(*_none(traits, every))
    return found


def _check(traits: Traits) -> None:
    for name, value in traits.items():
        if name not in TRAITS:
            raise DetenteError(f'no trait "{name}"', nearest(name, TRAITS))
        if value not in TRAITS[name][0]:
            raise DetenteError(f'{name}: no value "{value}"', nearest(value, TRAITS[name][0]))


def _asked(known: ReferenceClass) -> dict[str, str]:
    """The traits of a class with what all of its data set have."""
    return {**IMPLIED[known.dataset], **known.traits}


def _none(traits: Traits, every: Iterable[ReferenceClass]) -> tuple[str, str]:
    """Reason and remedy: the classes that share most with what was asked for."""
    wanted = traits.items()
    shared = {known.id: len(wanted & _asked(known).items()) for known in every}
    fitting = [
        known
        for known in every
        if known.traits and _asked(known).items() <= wanted and shared[known.id]
    ]
    fitting.sort(key=lambda known: (-shared[known.id], -known.n))
    offers = ", ".join(f"{known.id} (n = {known.n})" for known in fitting[:4])
    reason = (
        f"no reference class of cases {said(traits)}: no data set knows all of it of at least 10 "
        "cases in 5 conflicts, or it takes more than two traits"
    )
    return reason, f"leave a trait out: {offers or 'all have other values'}"
