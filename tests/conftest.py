"""Lets the tests of a room share its small builders; hypothesis has no clock on a busy machine."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.extend(str(folder) for folder in Path(__file__).parent.iterdir() if folder.is_dir())
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
