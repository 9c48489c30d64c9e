"""Design, test and price a settlement before anyone signs it.

In a notebook: `import detente; desk = detente.open("alaska-2025"); desk.hold()`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.notebook import open_desk as open  # noqa: A004

__all__ = ["__version__", "open"]
__version__ = "0.4.0"


def __getattr__(name: str) -> Any:
    """The notebook's door, entered only when somebody knocks: it needs the heavy libraries."""
    if name == "open":
        from detente.notebook import open_desk

        return open_desk
    raise AttributeError(name)
