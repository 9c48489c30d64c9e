"""Would it hold: payoffs, the stage game, and the slack of every party at every month."""

from detente.incentives.from_machine import hold, make_game
from detente.incentives.model import Game, Hold, Played

__all__ = ["Game", "Hold", "Played", "hold", "make_game"]
PUBLIC = (
    "caveats",
    "comply_path",
    "draws",
    "exact",
    "kernel",
    "model",
    "payoffs",
    "portions",
    "profiles",
    "verdict",
    "why",
)  # modules that other rooms may import, beside this door
