"""A case folder read and checked: typed models, places, hints, schema, uncertain numbers."""

from detente.case.draws import Sampler
from detente.case.from_folder import find_case, open_case, shipped_cases
from detente.case.model import Case
from detente.case.package import Package

__all__ = ["Case", "Package", "Sampler", "find_case", "open_case", "shipped_cases"]
PUBLIC = (
    "amount",
    "claim_path",
    "document",
    "draws",
    "editing",
    "events",
    "evidence",
    "from_replay",
    "futures",
    "ground",
    "hints",
    "ledger",
    "lexicon",
    "links",
    "model",
    "package",
    "quantity",
    "responses",
    "rows",
    "rules",
    "schema",
    "share",
    "spreadsheet",
    "starter",
    "streams",
    "syntax",
    "truces",
    "world",
)  # modules that other rooms may import, beside this door
