"""The commands: each a thin door to the rooms, entered only when it is asked for."""
