"""The numbers of a package that can be moved, and how what a person writes becomes a value."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.case.syntax import Path
from detente.errors import DetenteError
from detente.web.reading import Value


@dataclass(frozen=True, slots=True)
class Control:
    """One number or choice of the treaty, where it stands in the file, and how it is shown."""

    path: Path
    label: str  # said by a screen reader, and in what changed
    value: Value  # as written in the file
    unit: str = ""
    scale: float = 1.0  # shown = scale × written: shares are shown in per cent
    low: float = 0.0  # as shown, like `high` and `step`
    high: float | None = None
    step: float = 1.0
    whole: bool = False
    slides: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)  # as written -> as it is read

    @property
    def name(self) -> str:
        """What the form calls it; no name in a case holds a slash."""
        return "/".join(map(str, self.path))

    @property
    def shown(self) -> str:
        """The value as it stands in the form."""
        if isinstance(self.value, str):
            return self.value
        return f"{round(self.value * self.scale, 6):.10g}"

    @property
    def told(self) -> str:
        """The value with its unit, as it stands in a sentence."""
        if self.choices:
            return self.choices.get(self.shown, self.shown)
        return f"{self.shown}\u00a0{self.unit}" if self.unit else self.shown

    def read(self, text: str) -> Value:
        """What a person wrote, as the file says it; raises DetenteError."""
        if self.choices:
            if text not in self.choices:
                there = ", ".join(self.choices)
                raise DetenteError(
                    f'{self.label}: "{text[:40]}" is no choice', f"there is: {there}"
                )
            return text
        return self._number(text)

    def _number(self, text: str) -> Value:
        try:
            number = float(text.strip().replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise DetenteError(f'{self.label}: "{text[:40]}" is no number', "write it as 2.5")
        if self.whole:
            if number != int(number):
                raise DetenteError(f"{self.label}: needs a whole number", "write it as 6")
            return int(number)
        value = round(number / self.scale, 10)
        keeps = isinstance(self.value, int) and value == int(value)
        return int(value) if keeps else value


def number_controls(
    path: Path, raw: Any, label: str, unit: str = "", *, share: bool = False
) -> Iterator[Control]:
    """Handles on an uncertain number as it is written: a value, a range, or a named estimate."""
    scale, high, step = (100.0, 100.0, 1.0) if share else (1.0, None, 0.1)
    unit = "%" if share else unit
    shape: dict[str, Any] = {"unit": unit, "scale": scale, "high": high, "step": step}
    if isinstance(raw, int | float):
        yield Control(path, label, raw, slides=share, **shape)
    elif isinstance(raw, dict) and "mode" in raw:
        ends = (raw["low"] * scale, raw["high"] * scale)
        around = {**shape, "low": ends[0], "high": ends[1], "step": _step(*ends)}
        yield Control((*path, "mode"), label, raw["mode"], slides=True, **around)
        fine = {**shape, "step": _step(*ends)}
        yield Control((*path, "low"), f"{label}, at least", raw["low"], **fine)
        yield Control((*path, "high"), f"{label}, at most", raw["high"], **fine)
    elif isinstance(raw, dict) and "value" in raw:
        yield Control((*path, "value"), label, raw["value"], slides=share, **shape)
    elif isinstance(raw, dict) and "times" in raw:
        times = f"{label}, times {raw.get('estimate', '')}"
        yield Control((*path, "times"), times, raw["times"], step=0.01, low=-1000.0)


def _step(low: float, high: float) -> float:
    """About a fiftieth of a range, as a power of ten or five of them."""
    width = (high - low) / 50
    if width <= 0:
        return 0.1
    ten: float = 10.0 ** math.floor(math.log10(width))
    return ten * 5 if width >= ten * 5 else ten
