"""Two people changed one package: both versions side by side, so that neither is lost unseen."""

from detente.errors import DetenteError
from detente.web.bench import Bench
from detente.web.differences import differences
from detente.web.reading import read_package
from detente.web.session import Draft, Version
from detente.web.view import of_draft
from detente.web.words import numbers


def conflict_page(bench: Bench, draft: Draft, text: str, stamp: str) -> str:
    """The page for two people who changed one package."""
    view = of_draft(bench, draft.id)
    told = {"bench": bench, "desk": bench.desk, "view": view, "text": text, "stamp": stamp}
    target = bench.desk.case.world.target
    mine = numbers(view.result.shown, target)
    try:
        document, _ = read_package(bench.desk.case, draft.package, text)
        other = bench.results.of(draft.package, Version(text, document))
        theirs = dict(numbers(other.shown, target))
        apart = differences(other.data, view.version.data, view.treaty.controls)
        told |= {"apart": apart, "unreadable": ""}
    except DetenteError as error:
        theirs = {}
        told |= {"apart": [], "unreadable": str(error)}
    told["columns"] = [(words, theirs.get(words, ""), value) for words, value in mine]
    return bench.templates.get_template("conflict.html").render(told)
