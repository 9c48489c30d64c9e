"""The heads fitted anew: `./run fit words`.

Level head: the project's own sentences without the held-out third, and the textbook sentences.
Factuality head: the training splits of UDS-IH2, UW and MEANTIME under DETENTE_DATA. No other data
enter a weight that ships. The same inputs give the same bytes.
"""

import json
from collections.abc import Callable
from pathlib import Path

from tools.words.events import read_events
from tools.words.fit_factuality import fit_factuality
from tools.words.fit_level import fit_level

TRAINED_ON = ("UDS_IH2", "UW", "MEANTIME")
Tell = Callable[[str], None]


def fit(data: Path, tell: Tell) -> str:
    """Both heads fitted; the text of `heads.json`."""
    tell("reading and fitting the labelled sentences")
    level = fit_level()
    tell("reading the factuality sets")
    events = [event for name in TRAINED_ON for event in read_events(data, name, "train")]
    tell(f"fitting factuality on {len(events)} events")
    weights = {"level": level, "factuality": fit_factuality(events)}
    return json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
