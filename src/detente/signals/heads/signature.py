"""What embeds an event, and what that says of it: factive, implicative, wanted, merely said.

The signature of an embedding word is how it treats its complement, plain and in a negated, modal,
conditional or interrogative environment: "know" keeps its complement true under "not", "manage"
turns it false. Features name the word, its classes (`data/embedding.txt`), its environment, the
frame (relation and form of the complement), and their combinations.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from detente.signals.heads.feature import Feature, classes, lemma
from detente.signals.heads.grammar import VerbFacts, facts, first_conjunct

SIGNATURE = "sign "  # marks the features that a small set is read by
_GOVERNED = 3  # embedding words looked at, from the inside out
_MODAL = frozenset({"would", "could", "should", "may", "might", "can", "will", "must", "shall"})
_CONDITIONAL = frozenset({"if", "whether", "unless", "suppose"})


def embedded(event: Token, form: VerbFacts) -> Iterator[Feature]:
    """The features of everything that stands above an event."""
    chain = list(_governors(event))
    if not chain:
        yield Feature("main clause", (event.i,))
    flips = form.negated
    for depth, (relation, word) in enumerate(chain, 1):
        above = facts(word)
        flips ^= above.negated
        yield from _under(depth, relation, word, above)
    if chain:
        relation, word = chain[0]
        yield from _frame(form, relation, word, facts(word))
    odd = "odd" if flips else "even"
    yield Feature(f"parity {odd}", (event.i,))
    yield Feature(f"parity {odd} {form.time}", form.tokens)
    yield from _signature(form, chain)


def _governors(event: Token) -> Iterator[tuple[str, Token]]:
    """The words an event is embedded under, with the relation, prepositions taken into it."""
    token = first_conjunct(event)
    for _ in range(_GOVERNED):
        relation, above = str(token.dep_), token.head
        if above == token:
            return
        if above.pos_ == "ADP" and above.head != above:
            relation, above = f"{relation} {above.lower_}", above.head
        yield relation, above
        token = first_conjunct(above)


def _under(depth: int, relation: str, word: Token, above: VerbFacts) -> Iterator[Feature]:
    at, no = above.tokens, " not" * above.negated
    yield Feature(f"under{depth} {relation}", at)
    yield Feature(f"under{depth} {lemma(word)}", at)
    yield Feature(f"under{depth} {above.mood}", at)
    for kind in classes().get(lemma(word), ()):
        yield Feature(f"under{depth} {kind}", at)
        yield Feature(f"under{depth} {kind}{no}", at)
        yield Feature(f"under{depth} {kind} {above.mood} {relation}", at)


def _frame(form: VerbFacts, relation: str, word: Token, above: VerbFacts) -> Iterator[Feature]:
    at, name = above.tokens, lemma(word)
    no, voice = " not" * above.negated, " passive" * above.passive
    yield Feature(f"under {name} {relation}", at)
    yield Feature(f"under {name}{no}", at)
    yield Feature(f"under {name}{no} {relation}{voice}", at)
    yield Feature(f"under {name} {form.time}", at)
    yield Feature(f"under {name}{no} {form.time}", at)
    yield Feature(f"frame {relation} {form.time}{voice}{no}", at)
    yield Feature(f"frame {relation} {form.mood} {above.time}", at)
    yield Feature(f"frame {relation} {above.mood}", at)
    yield Feature(f"frame {form.mood} {above.mood}", at)
    yield Feature(f"embeds {above.person}", at)
    yield Feature(f"embeds {above.person} {relation} {above.time}", at)
    for kind in classes().get(name, ()):
        yield Feature(f"{kind} {form.mood}{no}", at)
        yield Feature(f"{kind} {relation}{no} {form.time}", at)


def _signature(form: VerbFacts, chain: list[tuple[str, Token]]) -> Iterator[Feature]:
    found = next((pair for pair in chain if pair[1].pos_ in {"VERB", "AUX", "ADJ", "NOUN"}), None)
    if found is None:
        yield Feature(f"{SIGNATURE}nothing above", form.tokens)
        return
    relation, word = found
    above = facts(word)
    around = _environment(word, above)
    verb = f"{lemma(word)}{' passive' * above.passive}"
    frame = f"{relation} {form.time}"
    told = [
        around, lemma(word), f"{lemma(word)} {around}", verb, f"{verb} {around} {frame}",
        f"frame {frame}{' passive' * above.passive}",
        f"frame {frame}{' passive' * above.passive} {around}",
        f"{lemma(word)} {frame}", f"by {above.person}", f"by {above.person} {around}",
        f"time {above.time}", f"time {above.time} {around}", f"itself {form.negated}",
        f"itself {form.negated} {around}", f"of {form.person}", f"of {form.mood}",
        f"{lemma(word)} by {above.person} {around}",
    ]  # fmt: skip
    for kind in classes().get(lemma(word), ("other",)):
        told += [
            f"a {kind}", f"a {kind} {around}", f"a {kind} by {above.person} {around}",
            f"a {kind} {frame} {around}", f"a {kind}{' passive' * above.passive} {around}",
            f"a {kind} {form.time}",
        ]  # fmt: skip
    for name in dict.fromkeys(told):
        yield Feature(f"{SIGNATURE}{name}", above.tokens)


def _environment(word: Token, above: VerbFacts) -> str:
    """Negated, modal, conditional, asked: what may cancel a complement, or leave it standing."""
    sentence = word.sent
    conditional = any(t.lower_ in _CONDITIONAL for t in word.doc[sentence.start : word.i])
    signs = {
        "negated": above.negated,
        "modal": above.time in _MODAL,
        "conditional": conditional,
        "asked": sentence[-1].text == "?",
    }
    return " ".join(name for name, holds in signs.items() if holds) or "plain"
