"""Figures that one clause of a text states: given with their sentence, or not at all."""

from dataclasses import replace

import pytest

from assistant.passages.match import index_of
from assistant.passages.stated import asks_one_figure, stated_figure
from assistant.passages.units import units_of
from assistant.passages.words import topic_of
from index.model import Line, Place, Section
from tests.assistant.tiny import NORTH, TinyLibrary, document

TEXT = (
    "1、档案数据采集扫描 72.9 万元：对 2020 年的业务档案进行扫描；2、工作装采购 37.1 万元：为工作人员购置工作装。",
    "2016年建立纠纷调解委员会，向社会招聘2名调解员。",
    "辅助管理岗位月应发工资标准为 2530 元，专业技术岗位月应发工资标准为 3450 元。",
    "对社区按照退休人员每人每年 40 元的标准补助活动经费，预计补助金额合计 1200 万元。",
    "个人创业担保贷款最高额度为30万元，对 30 家国有企业开展工资审计，完成薪酬调查 1900 多家。",
    "打造4-6个劳务品牌。",
)


def figure(question: str):
    lines = tuple(Line(text, Place(number, number)) for number, text in enumerate(TEXT, 1))
    section = Section("s", NORTH, ("一、项目概述",), "\n".join(TEXT), Place(1, len(TEXT)), lines)
    library = TinyLibrary([document(NORTH, "北港市", "北港", 2024)], [], sections=[section])
    asked = asks_one_figure(question)
    if asked is None:
        return None
    topic = replace(topic_of(question.replace(asked, "|", 1), library.documents()), question=question)
    found = stated_figure(index_of(units_of(library, NORTH)), topic)
    return (found.value, found.of) if found else None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("档案数据采集扫描要花多少万", ("72.9", "万元")),
        ("给工作人员做工作服，预计花多少万", ("37.1", "万元")),
        ("纠纷调解委员会哪一年建立的", ("2016", "年")),
        ("专业技术岗位月应发工资多少元", ("3450", "元")),
        ("社区退休人员活动经费每人每年多少元", ("40", "元")),
        ("薪酬调查多少家", ("1900", "家")),
        ("个人创业担保贷款最高能贷多少", ("30", "万元")),
    ],
)
def test_the_figure_of_its_own_clause_is_given(question, told):
    assert figure(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "岗位月应发工资标准多少元",  # two fit as well
        "个人创业担保贷款最低能贷多少",  # the contrary
        "对多少家民营企业开展工资审计",
        "司机岗位月应发工资多少元",
        "纠纷调解委员会有多少名律师",
        "2021年档案数据采集扫描花了多少万",  # of another year
        "打造多少个劳务品牌",  # a range
        "档案扫描和工作装各多少万",
        "监察大队哪一年成立的",
    ],
)
def test_no_figure_is_given_where_none_surely_fits(question):
    assert figure(question) is None
