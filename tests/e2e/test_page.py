"""The page in a real browser, served by the real server with the fake recommender."""

import re
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.app import create_app
from api.settings import Settings
from api.workers import listening
from tests.api.fakes import FakeServing

pytestmark = pytest.mark.browser

QUESTION = "We build electric harvesters for the forest and measure water quality. We need partners."
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with listening("127.0.0.1", 0) as listener:
        app = create_app(FakeServing, Settings(workspace=tmp_path_factory.mktemp("page")))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(OPTIONS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert [fault for fault in faults if "422" not in fault] == []


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def test_a_person_pastes_a_text_and_reads_cards(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your company").fill(QUESTION)
    page.get_by_label("Country").select_option("FI")
    page.get_by_role("button", name="Find ecosystems").click()
    cards = page.locator(".card")
    expect(cards).to_have_count(4)
    expect(cards.first.get_by_role("heading", level=3)).to_contain_text("Low-emission forest machines")
    expect(cards.first).to_contain_text("Harvester Oyj")
    expect(page.get_by_label("Your company")).to_have_value(QUESTION)
    assert QUESTION[:10] not in page.url
    expect(page.locator("#results")).to_be_focused()


def test_an_example_is_one_click_and_the_language_can_change_afterwards(page: Page) -> None:
    page.goto("/?lang=sv")
    page.locator(".examples button[lang=sv]").click()
    expect(page.locator(".card")).to_have_count(4)
    page.get_by_role("button", name="Suomi").click()
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator("#text")).to_have_value(re.compile("^Vi utvecklar sensorer"))


def test_an_empty_form_is_refused_kindly_and_the_cursor_is_in_the_field(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Find ecosystems").click()
    expect(page.locator("#text-error")).to_be_visible()
    expect(page.get_by_label("Your company")).to_be_focused()


def test_characters_are_counted(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your company").fill("x" * 20_001)
    expect(page.locator(".count")).to_have_text("20,001 / 20,000 characters")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your company").focus()
    page.keyboard.type("Electric harvesters for the forest")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Find ecosystems")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(4)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_nothing_runs_over_a_screen_of_320_pixels(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/?lang={language}")
    assert overflow(page) == 0
    page.locator("#text").fill(QUESTION + " " + "x" * 300)
    page.locator(".primary").click()
    expect(page.locator(".card")).to_have_count(4)
    assert overflow(page) == 0


def test_names_from_outside_run_no_script(page: Page) -> None:
    page.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    page.goto("/")
    page.get_by_label("Your company").fill("</textarea><script>alert(1)</script> friends")
    page.get_by_role("button", name="Find ecosystems").click()
    expect(page.get_by_role("heading", name="<script>alert(1)</script> & friends")).to_be_visible()


def test_it_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?lang=fi")
    page.locator("#text").fill(QUESTION)
    page.locator(".primary").click()
    expect(page.locator(".card")).to_have_count(4)
    context.close()
