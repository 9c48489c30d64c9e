"""A case folder read and checked: typed models, places, hints, schema, uncertain numbers."""

from detente.case.draws import Sampler
from detente.case.from_folder import find_case, open_case, shipped_cases
from detente.case.model import Case
from detente.case.package import Package

__all__ = ["Case", "Package", "Sampler", "find_case", "open_case", "shipped_cases"]
