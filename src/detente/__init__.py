"""Design, test and price a settlement before anyone signs it."""

__version__ = "0.1.0"
