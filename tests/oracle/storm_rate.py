"""Prints how many states of a PRISM file Storm builds, and in how many seconds.

python storm_rate.py FILE
"""

import sys
from time import perf_counter

import stormpy

if __name__ == "__main__":
    program = stormpy.parse_prism_program(sys.argv[1])
    begun = perf_counter()
    model = stormpy.build_model(program)
    sys.stdout.write(f"{model.nr_states} {perf_counter() - begun:.3f}\n")
