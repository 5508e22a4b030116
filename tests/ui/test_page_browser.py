"""The page in headless Chromium: ask, open a source, see the marked cell; nothing runs, nothing leaves the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.ui.documents import FUZHOU, HOSTILE, XIAMEN
from ui.serving import free_port, prepare_environment, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
QUESTION = "厦门2023年三公预算是多少"
LONG = 60_000  # milliseconds that a slow machine may take

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"),
        reason="Chromium is not installed (apt-get install chromium fonts-noto-cjk)",
    ),
]


def served(home: Path, documents: dict[str, str], samples: Path | None = None) -> Iterator[str]:
    """The address of a page over a library of these documents."""
    from assistant import Assistant
    from index.library import Library
    from ui.desk import Desk

    prepare_environment()
    folder = home.parent / "documents"
    folder.mkdir()
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Library.open(home, create=True) as library:
        if documents:
            library.ingest([folder], vectors=False)
        port = free_port("127.0.0.1", 18_600 + os.getpid() % 1000)
        page = start(Desk(library, Assistant(library), samples=samples), host="127.0.0.1", port=port)
        yield f"http://127.0.0.1:{port}/"
        page.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("page") / "home"
    yield from served(home, {"xiamen.txt": XIAMEN, "fuzhou.txt": FUZHOU, "quanzhou.txt": HOSTILE})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """One user's tab, with all that it asked the network for and all that went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.hosts: set[str | None] = set()
        self.problems: list[str] = []
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.set_default_timeout(LONG)
        self.page.goto(address)
        self.page.locator(".welcome").wait_for()

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def ask(self, question: str) -> Any:
        """The newest answer, once it is there."""
        before = self.page.locator("#talk .answer").count()
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        answer = self.page.locator("#talk .answer").nth(before)
        answer.wait_for()
        return answer

    def marked(self) -> Any:
        """The cell or sentence that is marked in the proof pane."""
        return self.page.locator("#proof [data-cited]")

    def assert_clean(self) -> None:
        """No request left loopback, no error stood in the console, nothing of a document ran."""
        assert self.hosts <= {"127.0.0.1", None}, self.hosts
        assert self.problems == []
        assert self.page.evaluate("window.hacked === undefined")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}) as context:
        guest = Visit(context, address)
        yield guest
        guest.assert_clean()


def test_the_headline_question_shows_its_figure_and_the_marked_cell(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    assert answer.locator(".figure .value").inner_text() == "28.13"
    assert answer.locator(".figure .unit").inner_text() == "万元"
    answer.locator(".cite", has_text="1").first.click()
    visit.marked().wait_for()
    assert visit.marked().inner_text() == "28.13"
    assert visit.marked().get_attribute("aria-current") == "true"
    assert visit.page.locator("#proof thead tr").count() == 2
    assert "厦门市人力资源和社会保障局2023年部门预算" in visit.page.locator("#proof h2").inner_text()


def test_the_marked_cell_is_in_view(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.marked().wait_for()
    visit.page.wait_for_function(
        """() => { const cell = document.querySelector('#proof [data-cited]').getBoundingClientRect();
                   const pane = document.querySelector('#proof .scroll').getBoundingClientRect();
                   return cell.top >= pane.top && cell.bottom <= pane.bottom && cell.left >= pane.left; }"""
    )


def test_a_question_in_english_is_answered_in_english(visit: Visit) -> None:
    answer = visit.ask("How much did Xiamen budget for official reception in 2023?")
    assert answer.get_attribute("lang") == "en"
    assert "16.54" in answer.inner_text()
    visit.marked().first.wait_for()
    assert "Source 1" in visit.page.locator("#proof .count").inner_text()


def test_a_sentence_is_marked_in_its_passage(visit: Visit) -> None:
    answer = visit.ask("厦门2023年公务接待费为什么下降")
    assert "厉行节约" in answer.inner_text()
    visit.page.locator("#proof .prose-text mark").first.wait_for()
    assert "厉行节约" in "".join(visit.page.locator("#proof .prose-text mark").all_inner_texts())


def test_a_question_without_an_answer_is_calm_and_marks_nothing(visit: Visit) -> None:
    answer = visit.ask("厦门2019年三公预算是多少")
    assert "not_found" in (answer.get_attribute("class") or "")
    assert answer.locator(".figure").count() == 0 and visit.marked().count() == 0


def test_a_source_opens_by_keyboard_alone(visit: Visit) -> None:
    visit.ask(QUESTION)
    last = visit.page.locator("#talk .sources .cite").last
    last.focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function(
        "() => [...document.querySelectorAll('#talk .sources .cite')].at(-1).getAttribute('aria-pressed') === 'true'"
    )
    assert last.evaluate("element => element === document.activeElement")


def test_turning_to_the_table_before_shows_it(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="上一张表").click()
    visit.page.locator("#proof .path", has_text="部门支出预算总体情况表").wait_for()
    assert visit.marked().count() == 0


def test_two_users_do_not_see_each_other(browser: Browser, address: str) -> None:
    with browser.new_context(locale="zh-CN") as first, browser.new_context(locale="zh-CN") as second:
        one, two = Visit(first, address), Visit(second, address)
        one.ask(QUESTION)
        answer = two.ask("福州2024年三公预算是多少")
        assert answer.locator(".figure .value").inner_text() == "30.13"
        assert two.page.locator("#talk .turn").count() == one.page.locator("#talk .turn").count() == 1
        assert "28.13" not in two.page.content() and "30.13" not in one.page.content()
        one.assert_clean()
        two.assert_clean()


def test_a_hostile_document_does_nothing_in_any_view(visit: Visit) -> None:
    answer = visit.ask("泉州2023年三公预算是多少")
    assert "77.70" in answer.inner_text()
    visit.marked().wait_for()
    assert visit.page.locator("#talk img, #talk script, #proof img, #proof script, #proof svg, #talk a").count() == 0
    visit.page.locator("#proof summary").last.click()
    visit.ask("泉州市人力资源和社会保障局的主要职责是什么")
    assert visit.page.locator("#talk img, #talk script, #proof img, #proof script, #proof svg, #talk a").count() == 0


@pytest.mark.parametrize(
    "question",
    ["<script>window.hacked=1</script>", '<img src=x onerror="window.hacked=2">', "${window.hacked=3}{{7*7}}"],
)
def test_a_hostile_question_does_nothing(visit: Visit, question: str) -> None:
    visit.ask(question)
    assert visit.page.locator("#talk .question").inner_text() == question
    assert visit.page.locator("#talk img, #talk script").count() == 0


def test_a_text_that_is_no_question_gets_a_sentence(visit: Visit) -> None:
    assert "只有标点" in visit.ask("？？？").inner_text()
    assert "最多 2,000 个" in visit.ask("问" * 5000).inner_text()


def test_the_page_speaks_the_other_language_on_request(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Switch to English").click()
    visit.page.get_by_placeholder("Ask a budget question").wait_for()
    assert visit.page.evaluate("document.documentElement.lang") == "en"


def test_on_a_narrow_screen_the_source_slides_over_and_closes(browser: Browser, address: str) -> None:
    with browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}) as context:
        guest = Visit(context, address)
        answer = guest.ask(QUESTION)
        assert not guest.page.locator("#proof-pane").is_visible()
        answer.locator(".cite").first.click()
        guest.marked().wait_for(state="visible")
        assert guest.page.evaluate("document.documentElement.scrollWidth <= 390")
        guest.page.keyboard.press("Escape")
        guest.page.locator("#proof-pane").wait_for(state="hidden")
        guest.assert_clean()


def test_an_empty_library_offers_the_samples_and_reads_them(browser: Browser, tmp_path: Path) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "xiamen.txt").write_text(XIAMEN, encoding="utf-8")
    pages = served(tmp_path / "home", {}, samples)
    with browser.new_context(locale="zh-CN") as context:
        guest = Visit(context, next(pages))
        assert "资料库还是空的" in guest.page.locator(".welcome").inner_text()
        guest.page.get_by_role("button", name="试用示例文档").click()
        guest.page.get_by_role("button", name=QUESTION).click()
        assert guest.page.locator("#talk .figure .value").inner_text(timeout=LONG) == "28.13"
        guest.assert_clean()
    assert list(pages) == []
