"""The chat page in gradio: talk on the left, proof on the right. All markup comes from ``ui.render``.

A click on a citation, a suggestion or a neighbour is an event of the pane's own (``assets/page.js``) and comes
back to Python with turn and number; what is behind them lies in the session's state, never in the browser.
Importing this module imports gradio (2 s): only ``ui.serving`` does, after it has set the environment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import gradio as gr

from ui.desk import Desk
from ui.render.markup import element, escape
from ui.talk import Conversation
from ui.words import Language, other, say

__all__ = ["build_page", "launch_options"]


def _asset(name: str) -> str:
    return (files("ui") / "assets" / name).read_text(encoding="utf-8")


def launch_options() -> dict[str, Any]:
    """What ``launch`` must be told so that the page looks as it should and loads nothing from outside."""
    fonts = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "system-ui", "sans-serif"]
    return {
        "head": f"<style>{_asset('style.css')}</style>",  # not css=: that would be scoped below the body
        "theme": gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        "footer_links": [],
        "share": False,
        "quiet": True,
        "show_error": False,
        "ssr_mode": False,
        "enable_monitoring": False,
    }


def _header(language: Language) -> str:
    buttons = element("button", escape(say("new", language)), type="button", data_do="new")
    buttons += element("button", escape(say("language_short", language)), type="button", data_do="language",
                       aria_label=say("language", language))  # fmt: skip
    buttons += element("button", "◐", type="button", data_do="theme", aria_label=say("theme", language))
    title = element("h1", escape(say("title", language)))
    tagline = element("span", escape(say("tagline", language)), class_="tagline")
    code = "zh-CN" if language == "zh" else "en"
    content = title + tagline + element("nav", buttons)
    return element("div", content, class_="bar", role="banner", lang=code, data_send=say("send", language))


def _language(request: gr.Request | None) -> Language:
    accepted = request.headers.get("accept-language", "") if request else ""
    return "en" if accepted.lower().startswith("en") else "zh"


def build_page(desk: Desk) -> gr.Blocks:
    """The page over one desk; ``launch(**launch_options())``."""
    script = _asset("page.js")
    plain: dict[str, Any] = {"apply_default_css": False, "padding": False, "container": False}
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 8}

    with gr.Blocks(title=say("title"), analytics_enabled=False, fill_height=True, fill_width=True) as page:
        state = gr.State(Conversation())
        header = gr.HTML(_header("zh"), elem_id="header", js_on_load=script, **plain)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="talk-pane", min_width=0):
                talk = gr.HTML("", elem_id="talk", js_on_load=script, **plain)
                question = gr.Textbox(
                    label=say("ask_label"), placeholder=say("ask_placeholder"), show_label=False, container=False,
                    lines=1, max_lines=5, submit_btn=True, elem_id="question",
                )  # fmt: skip
            with gr.Column(elem_id="proof-pane", min_width=0):
                proof = gr.HTML("", elem_id="proof", js_on_load=script, **plain)

        def drawn(conversation: Conversation) -> tuple[Conversation, str, str]:
            return conversation, desk.talk(conversation), desk.proof(conversation)

        def ask(conversation: Conversation, text: str) -> Iterator[tuple[Any, ...]]:
            for step in desk.ask(conversation, text):
                waiting = step.turns[-1][1] is None
                yield step, desk.talk(step), gr.skip() if waiting else desk.proof(step), ""

        def suggest(conversation: Conversation, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
            yield from ask(conversation, str(event._data.get("question", "")))

        def cite(conversation: Conversation, event: gr.EventData) -> tuple[Conversation, str, str]:
            return drawn(conversation.open(event._data.get("turn"), event._data.get("number")))

        def turn_to(conversation: Conversation, event: gr.EventData) -> tuple[Conversation, str, str]:
            return drawn(desk.turn_to(conversation, 1 if event._data.get("way") == "next" else -1))

        def samples(conversation: Conversation) -> tuple[Conversation, str, str]:
            problem = desk.add_samples()
            shown = drawn(conversation)
            if problem is None:
                return shown
            failed = element("p", escape(say("library_failed", conversation.language, reason=problem)), class_="lead")
            return conversation, shown[1] + failed, shown[2]

        def furniture(conversation: Conversation) -> tuple[Any, ...]:
            language = conversation.language
            box = gr.update(placeholder=say("ask_placeholder", language), label=say("ask_label", language))
            return (*drawn(conversation), _header(language), box)

        def start(conversation: Conversation, request: gr.Request) -> tuple[Any, ...]:
            return furniture(replace(conversation, language=_language(request)))

        def switch(conversation: Conversation) -> tuple[Any, ...]:
            return furniture(replace(conversation, language=other(conversation.language)))

        def clear(conversation: Conversation) -> tuple[Any, ...]:
            return furniture(Conversation(language=conversation.language))

        panes, everything = [state, talk, proof], [state, talk, proof, header, question]
        page.load(start, [state], everything, **quiet)
        question.submit(ask, [state, question], [*panes, question], **quiet)
        talk.suggest(suggest, [state], [*panes, question], **quiet)
        talk.cite(cite, [state], panes, **quiet)
        talk.samples(samples, [state], panes, **quiet)
        proof.turn_to(turn_to, [state], panes, **quiet)
        header.switch(switch, [state], everything, **quiet)
        header.clear(clear, [state], everything, **quiet)
    return page
