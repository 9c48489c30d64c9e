"""Vote rules and responses are named in one place: all others ask what they need and do."""

import ast
from pathlib import Path

import detente
from detente.case.responses import RESPONSES
from detente.case.rules import NAMES

HOUSE = Path(detente.__file__).parent
AT_HOME = {
    "case/rules.py": "says what each rule is",
    "case/responses.py": "says what each response is",
    "case/package.py": "gives the default that a file leaves out",
    "law/model.py": "names the votes of a body of law, some of them alike",
    "law/describe.py": "says how a body of law votes",
    "law/powers.py": "asks how a body of law votes",
    "law/soundness.py": "asks how a body of law votes",
    "law/votes.py": "counts the votes of a body of law",
    "checks/judges.py": "asks how a body of law votes",
    "checks/powers.py": "asks how a body of law votes",
}  # files that may name one, and why


def named(file: Path) -> set[str]:
    """Rules and responses that stand in a file as texts of their own."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    texts = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return texts.intersection((*NAMES, *RESPONSES))


def test_no_other_file_names_a_rule_or_a_response():
    found = {file.relative_to(HOUSE).as_posix(): named(file) for file in HOUSE.rglob("*.py")}
    assert {file for file, names in found.items() if names} == set(AT_HOME)
