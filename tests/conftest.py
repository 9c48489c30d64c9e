"""Lets the tests of a room share its small builders."""

import sys
from pathlib import Path

sys.path.extend(str(folder) for folder in Path(__file__).parent.iterdir() if folder.is_dir())
