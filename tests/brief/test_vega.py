"""Charts do not depend on the fonts of the machine, and nothing is left behind."""

import os
import subprocess
import sys

import pytest

from detente.brief.figures.vega import to_png, to_svg

CHART = {
    "data": {"values": [{"name": "a long name that takes room", "size": 3}]},
    "mark": "bar",
    "encoding": {"y": {"field": "name"}, "x": {"field": "size", "type": "quantitative"}},
}


def test_a_chart_is_drawn_and_the_environment_is_as_it_was() -> None:
    before = dict(os.environ)
    drawn = to_svg(CHART)
    assert drawn.startswith("<svg")
    assert to_png(drawn, 1).startswith(b"\x89PNG")
    assert dict(os.environ) == before


@pytest.mark.parametrize("where", ["/usr/share/fonts", "/nowhere"])
def test_letters_are_as_wide_wherever_fonts_are(tmp_path, where: str) -> None:
    conf = tmp_path / "fonts.conf"
    conf.write_text(f"<fontconfig><dir>{where}</dir></fontconfig>", encoding="utf-8")
    code = f"from detente.brief.figures.vega import to_svg; print(to_svg({CHART!r}))"
    environment = {**os.environ, "FONTCONFIG_FILE": str(conf)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == to_svg(CHART).strip()
