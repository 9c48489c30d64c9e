"""The workbench in a real Chromium: the whole loop by hand, by keyboard, and without script."""

import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from served import copied_bench, served

from detente.web.saving import load

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path"),
]
OPENING = "modules/0/phases/1/open/us-oil"
SEEN = "triggers/0/detected/mode"
DRAWS = 40


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return copied_bench("alaska-2025", tmp_path_factory.mktemp("browser"), DRAWS)


@pytest.fixture(scope="module")
def site(bench):
    with served(bench) as found:
        yield found


@pytest.fixture
def unsaved(bench):
    """The file as it was, whatever a test saves in it."""
    file = bench.desk.folder / "packages/modular.yaml"
    text = file.read_text("utf-8")
    yield text
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def page(browser, site):
    """A page on the modular package; what it complains of fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    with complaining(context.new_page()) as opened:
        opened.goto(f"{site.url}/")
        yield opened
        context.close()


@contextmanager
def complaining(page):
    """What a page says against itself fails the test; a mistake is rightly refused with 422."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if bad(message) else None)
    yield page
    assert said == []


def bad(message) -> bool:
    return message.type == "error" and "422" not in message.text


def moved(page, act) -> None:
    """Does something that sends a move, and waits until the findings are new."""
    before = page.evaluate("document.documentElement.dataset.moves || '0'")
    act()
    page.wait_for_function(
        "before => (document.documentElement.dataset.moves || '0') !== before", arg=before
    )


def field(page, name=OPENING):
    return page.locator(f'#treaty input[type="number"][name="{name}"]')


def button(page, words):
    return page.get_by_role("button", name=words, exact=True)


def slack(page) -> str:
    return page.locator("#figures svg.wide").first.inner_html()


def test_the_finding_stands_on_the_first_screen(page):
    headline = page.locator("h1")
    assert "is the weak one" in headline.inner_text()
    assert headline.bounding_box()["y"] < 200
    headline.get_by_role("link").click()
    assert page.locator("article.weak").is_visible()
    assert "This clause is the weak one" in page.locator("article.weak").inner_text()


def test_the_whole_loop(page, bench, unsaved):
    before = unsaved
    was = slack(page)
    moved(page, lambda: field(page).fill("95"))
    assert slack(page) != was
    assert "Since the last save" in page.locator("#changes").inner_text()
    assert "/draft/" in page.url
    handle = page.locator(f'[data-control="{OPENING}"]')
    assert "was 50" in handle.inner_text()
    moved(page, button(page, "Undo").click)
    assert field(page).input_value() == "50"
    assert slack(page) == was
    moved(page, button(page, "Redo").click)
    assert field(page).input_value() == "95"
    moved(page, button(page, "Save").first.click)
    assert "As saved" in page.locator("#changes").inner_text()
    after = load(bench.desk.folder, "modular")[0]
    assert after == before.replace("us-oil: 0.5, us", "us-oil: 0.95, us", 1)
    page.reload()
    assert field(page).input_value() == "95"
    page.get_by_label("Beside").select_option("blanket")
    button(page, "Compare").click()
    assert page.locator("#numbers thead").inner_text().split()[-1] == "Blanket"
    page.locator("summary", has_text="Share").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="This package as YAML").click()
    assert Path(download.value.path()).read_text("utf-8") == after
    with page.expect_download() as download:
        page.get_by_role("link", name="This page as one file").click()
    assert "is the weak one" in Path(download.value.path()).read_text("utf-8")


def test_the_loop_by_keys_alone(page, bench, unsaved):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    name = "modules/0/phases/0/open/us-oil"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.for || ''") == name:
            break
    was = field(page, name).input_value()
    moved(page, lambda: page.keyboard.press("ArrowRight"))
    now = field(page, name).input_value()
    assert now != was
    moved(page, lambda: page.keyboard.press("Control+z"))
    assert field(page, name).input_value() == was
    moved(page, lambda: page.keyboard.press("Control+Shift+z"))
    assert field(page, name).input_value() == now
    moved(page, lambda: page.keyboard.press("Control+s"))
    assert "As saved" in page.locator("#changes").inner_text()
    assert load(bench.desk.folder, "modular")[0] != unsaved


def test_one_number_is_taken_back_by_itself(page):
    moved(page, lambda: field(page).fill("95"))
    moved(page, lambda: field(page, SEEN).fill("80"))
    moved(page, lambda: page.locator(f'[data-control="{OPENING}"] .was button').click())
    assert field(page).input_value() == "50"
    assert field(page, SEEN).input_value() == "80"


def test_a_slider_moves_its_number_and_the_findings(page):
    slider = page.locator(f'.slider[data-for="{OPENING}"]')
    slider.focus()
    moved(page, lambda: page.keyboard.press("ArrowRight"))
    assert field(page).input_value() == "55"
    assert page.evaluate("document.activeElement.dataset.for") == OPENING


def test_a_phase_is_dragged_and_moved_by_keys(page):
    name = "modules/0/phases/0/months"
    grip = page.locator(f'svg.wide .grip[data-for="{name}"]')
    grip.scroll_into_view_if_needed()
    before = int(field(page, name).input_value())
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    moved(page, lambda: page.mouse.move(x + 80, y, steps=3))
    page.mouse.up()
    page.wait_for_function("() => !document.documentElement.classList.contains('stale')")
    dragged = int(field(page, name).input_value())
    assert dragged > before
    page.locator(f'svg.wide .grip[data-for="{name}"]').focus()
    moved(page, lambda: page.keyboard.press("ArrowLeft"))
    assert int(field(page, name).input_value()) == dragged - 1
    assert page.evaluate("document.activeElement.dataset.for") == name


def test_what_cannot_stand_is_said_and_the_number_stays(page):
    moved(page, lambda: field(page).fill("150"))
    assert "must be at most 1" in page.locator("#problems").inner_text()
    assert field(page).input_value() == "150"
    assert page.locator("#problems").bounding_box()["y"] < page.viewport_size["height"]
    moved(page, lambda: field(page).fill("60"))
    assert page.locator("#problems").inner_text() == ""


def test_yaml_shows_its_mistake_at_the_line(page):
    page.locator("#yaml summary").click()
    area = page.locator("#yaml textarea")
    text = area.input_value()
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "rule: any-of" in row)
    area.evaluate(WRITE, text.replace("rule: any-of", "rule: anyof"))
    moved(page, page.locator("#yaml button").click)
    assert f"packages/modular.yaml:{line}" in page.locator("#problems").inner_text()
    assert page.locator("#yaml pre.lines b").inner_text() == str(line)
    chosen = page.evaluate(
        "getSelection().toString() || (a => a.value.slice(a.selectionStart, "
        "a.selectionEnd))(document.querySelector('#yaml textarea'))"
    )
    assert "anyof" in chosen
    area.evaluate(WRITE, text.replace("rule: any-of", "rule: majority"))
    moved(page, page.locator("#yaml button").click)
    assert page.locator("#problems").inner_text() == ""
    assert page.locator('#treaty select[name="triggers/0/rule"]').input_value() == "majority"


def test_a_search_shows_its_diff_before_it_is_applied(page):
    button(page, "What would hold?").click()
    page.wait_for_url(re.compile("/job/"))
    page.get_by_role("button", name="Put it into the draft").wait_for(timeout=90_000)
    assert "It would change" in page.inner_text("main")
    page.get_by_role("button", name="Put it into the draft").click()
    page.wait_for_url(re.compile("/draft/"))
    assert "Since the last save" in page.locator("#changes").inner_text()
    moved(page, button(page, "Undo").click)
    assert "As saved" in page.locator("#changes").inner_text()


def test_long_work_is_cancelled_from_its_page(page):
    page.locator("summary", has_text="Share").click()
    button(page, "The whole brief…").click()
    page.wait_for_url(re.compile("/job/"))
    button(page, "Cancel").click()
    page.get_by_text("Cancelled after").wait_for()


def test_two_tabs_meet_at_a_page_with_both(browser, site, bench, unsaved):
    mine, theirs = (browser.new_page() for _ in range(2))
    for tab in (mine, theirs):
        tab.goto(f"{site.url}/package/modular")
    moved(theirs, lambda: field(theirs, SEEN).fill("80"))
    moved(theirs, button(theirs, "Save").first.click)
    moved(mine, lambda: field(mine).fill("95"))
    button(mine, "Save").first.click()
    mine.wait_for_url(re.compile("/conflict/"))
    assert "Somebody else changed this package" in mine.inner_text("h1")
    assert "mode: 0.8, high: 0.85" in load(bench.desk.folder, "modular")[0]
    mine.close()
    theirs.close()


def test_every_number_has_a_name_and_can_be_reached_by_key(page):
    unnamed = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), select, textarea, button')]"
        ".filter(e => e.checkVisibility()).filter(e => !(e.getAttribute('aria-label') "
        "|| e.textContent.trim() || e.labels?.length)).map(e => e.outerHTML)"
    )
    assert unnamed == []
    stops = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.add(page.evaluate("document.activeElement.name || document.activeElement.id || ''"))
    assert {"milestones/0/due", "milestones/1/due"} <= stops


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_never_scrolls_sideways(browser, site, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{site.url}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser, site, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{site.url}/")
    assert min(page.evaluate(CONTRAST)) >= 4.5
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 360)])
def test_axe_finds_no_serious_fault(browser, site, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not here")
    # The page forbids scripts that are not its own; the tab is told to let this one through.
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.url}/")
    moved(page, lambda: field(page).fill("82"))
    faults = serious(axe, page)
    page.locator("summary", has_text="Share").click()
    page.locator("#yaml summary").click()
    moved(page, lambda: field(page).fill("150"))
    faults += serious(axe, page)
    button(page, "The whole brief…").click()
    page.wait_for_url(re.compile("/job/"))
    faults += serious(axe, page)
    button(page, "Cancel").click()
    page.get_by_text("Cancelled after").wait_for()
    page.goto(f"{site.url}/draft/nobody")
    assert faults + serious(axe, page) == []
    context.close()


def serious(axe, page) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_it_asks_only_this_server(browser, site):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.url}/")
    moved(page, lambda: field(page).fill("80"))
    assert all(url.startswith(site.url) for url in asked)
    page.close()


def test_the_loop_without_script(browser, site, bench, unsaved):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/")
    assert not page.locator(".slider").first.is_visible()
    field(page).fill("95")
    button(page, "Work it out").first.click()
    assert "/draft/" in page.url
    assert "Since the last save" in page.content()
    button(page, "Undo").click()
    assert field(page).input_value() == "50"
    button(page, "Redo").click()
    button(page, "Save").first.click()
    assert "us-oil: 0.95" in load(bench.desk.folder, "modular")[0]
    button(page, "What would hold?").click()
    page.get_by_role("button", name="Put it into the draft").wait_for(timeout=90_000)
    context.close()


# Set at once: the browser takes seconds to insert a long text line by line.
WRITE = """
(area, text) => {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
"""
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
  const names = ["body", ".kicker", ".measure", ".how", ".hint", "td", "thead th", ".unit",
    "article h3 .number", "button:enabled"];
  return names.map(name => {
    const ink = light(getComputedStyle(document.querySelector(name)).color);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
}
"""
