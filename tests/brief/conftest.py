"""The pages of these tests are much alike: a figure is drawn once a process.

That it would be the same again is shown by another process, in `test_page`.
"""

import pytest

from detente.brief.figures.vega import _converter


@pytest.fixture(scope="session", autouse=True)
def drawn_once():
    """Keeps every drawing by its specification."""
    converter, drawn = _converter(), {}
    plain = converter.vegalite_to_svg

    def once(spec: str, **words):
        if spec not in drawn:
            drawn[spec] = plain(spec, **words)
        return drawn[spec]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converter, "vegalite_to_svg", once)
        yield
