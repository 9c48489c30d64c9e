"""The page in a real Chromium: no request, no error, no sideways scroll, both schemes, paper."""

import shutil
from pathlib import Path

import pytest
from sample import sample

from detente.brief.page import to_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(to_html(sample()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_never_scrolls_sideways(browser, file, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_it_asks_for_nothing_and_complains_of_nothing(browser, file):
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert said == []
    page.close()


@pytest.mark.parametrize(("width", "shown"), [(360, "narrow"), (1280, "wide")])
def test_each_figure_shows_one_drawing(browser, file, width, shown):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    figures = page.locator("figure").count()
    assert figures >= 15
    assert page.locator(f"figure > svg.{shown}:visible").count() == figures
    assert page.locator("figure > svg:visible").count() == figures
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser, file, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(file.as_uri())
    ratios = page.evaluate(CONTRAST)
    assert min(ratios) >= 4.5
    page.close()


def test_it_prints_on_pages(browser, file):
    page = browser.new_page()
    page.goto(file.as_uri())
    paper = page.pdf(format="A4", print_background=True)
    assert paper.startswith(b"%PDF")
    page.close()


CONTRAST = """
() => {
  const light = text => {
    const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map(x => {
      const c = x / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const names = ["body", ".kicker", ".measure", ".how", "nav a", "td", "thead th", "aside.note"];
  return names.map(name => {
    const ink = light(getComputedStyle(document.querySelector(name)).color);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_serious_fault(browser, file, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not here")
    # The page forbids scripts; axe is one, so the tab is told to let this one through.
    tab = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = tab.new_page()
    page.goto(file.as_uri())
    found = axe.Axe().run(page).response["violations"]
    assert [
        (fault["id"], node["target"])
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ] == []
    tab.close()
