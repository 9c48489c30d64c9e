"""Trials outside this environment: the wheel by itself, other Pythons, tools that are not ours."""
