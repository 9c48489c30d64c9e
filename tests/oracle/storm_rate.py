"""Prints how many states of a PRISM file Storm builds, and in how many seconds.

python storm_rate.py FILE
"""

import json
import sys
from time import perf_counter

import stormpy

if __name__ == "__main__":
    program = stormpy.parse_prism_program(sys.argv[1])
    begun = perf_counter()
    model = stormpy.build_model(program)
    spent = perf_counter() - begun
    sys.stdout.write(json.dumps({"states": model.nr_states, "seconds": spent}))
