"""Performance sheets in the layouts that offices publish: which rows belong to which sheet, and what they say."""

from __future__ import annotations

from index.layout.sheets import SheetFindings, find_sheets
from index.model import Cell, Grid, Line, Place, Sheet
from index.readers.text import stream_of


def findings(text: str) -> SheetFindings:
    return find_sheets(stream_of(rows(text)), document="d", unit="万元")


def rows(text: str) -> str:
    """A text whose bars are tabs, as layouts have them; a line that begins with a bar has an empty first cell."""
    return "\n".join(line.strip().replace("|", "\t") for line in text.strip().splitlines())


def only_sheet(text: str) -> Sheet:
    (sheet,) = findings(text).sheets
    return sheet


def fields(sheet: Sheet) -> dict[str, str]:
    return {" ".join(field.path): field.text for field in sheet.fields}


def indicators(sheet: Sheet) -> list[tuple[str | None, str | None, str, str | None]]:
    return [(each.level1, each.level2, each.name, each.target) for each in sheet.indicators]


FORM_WITH_GROUPS = """
    ## 图书馆开放经费项目绩效目标表

    项目立项情况|项目立项的依据||市政府办公厅告知单||
    |项目申报的可行性||保障市民阅读。||
    专项资金情况（万元）|资金总额||45.50||
    |财政拨款||40.50||
    |其他资金||5.00||
    项目实施期目标|全年开放 300 天。||||
    绩效目标指标|一级指标|二级指标|三级指标|全年目标值|
    |成本指标|经济成本指标|资金使用率|≥95%|
    |产出指标|数量指标|开放天数|≥300 天|
    |||借阅册次|≥20000 册|
    满意度指标|服务对象满意度指标|读者满意度|≥90%||
    备注|||||
"""


def test_a_form_with_groups_and_rows_beside_their_header() -> None:
    sheet = only_sheet(FORM_WITH_GROUPS)
    assert (sheet.name, sheet.kind, sheet.unit) == ("图书馆开放经费", "project_performance_target", "万元")
    assert fields(sheet) == {
        "项目立项情况 项目立项的依据": "市政府办公厅告知单",
        "项目立项情况 项目申报的可行性": "保障市民阅读。",
        "专项资金情况（万元） 资金总额": "45.50",
        "专项资金情况（万元） 财政拨款": "40.50",
        "专项资金情况（万元） 其他资金": "5.00",
        "项目实施期目标": "全年开放 300 天。",
    }
    assert indicators(sheet) == [
        ("成本指标", "经济成本指标", "资金使用率", "≥95%"),
        ("产出指标", "数量指标", "开放天数", "≥300 天"),
        ("产出指标", "数量指标", "借阅册次", "≥20000 册"),
        ("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%"),
    ]


def test_the_title_may_be_the_first_row_of_the_grid() -> None:
    sheet = only_sheet(
        """
        ### 1. 项目支出绩效目标表

        公园维护经费 项目绩效目标表||
        专项资金情况(万元)|资金总额|8.00
        绩效目标指标|一级指标|二级指标|三级指标|全年目标值
        |产出指标|数量指标|公园数|≥3 个
        """
    )
    assert sheet.name == "公园维护经费"
    assert sheet.place.line_start == 3


def test_a_title_cut_in_two_lines_is_one() -> None:
    first, second = findings(
        """
        1、道路养护费绩效目标表

        绩效目标|||保持道路完好||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|数量指标|养护里程|养护里程|≥12 公里|合同

        2、2023 年纺织公司(原纺织研究所)统筹外项目:取暖费(差额)

        绩效目标表

        绩效目标|||按时发放||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|数量指标|保障人数|应保障人数|≤137 人|发放记录
        """
    ).sheets
    assert first.name == "道路养护费"
    assert second.name == "2023年纺织公司(原纺织研究所)统筹外项目:取暖费(差额)"
    assert second.title == "2、2023年纺织公司(原纺织研究所)统筹外项目:取暖费(差额)绩效目标表"


def test_the_name_keeps_the_word_project_where_titles_do_not_end_in_it() -> None:
    sheets = findings(
        """
        1、水井改造项目绩效目标表

        绩效目标|||保证安全||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|数量指标|水井数|水井数|6 座|计划

        2、物业管理费绩效目标表

        绩效目标|||整洁||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|数量指标|面积|面积|450 平方米|计划

        3、取暖费绩效目标表

        绩效目标|||温暖||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|质量指标|温度|温度|≥18 摄氏度|规定
        """
    ).sheets
    assert [sheet.name for sheet in sheets] == ["水井改造项目", "物业管理费", "取暖费"]


def test_a_missing_title_does_not_join_two_sheets() -> None:
    sheets = findings(
        """
        项目绩效目标表
        项目名称|甲工程
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|里程|5 公里

        项目名称|乙工程
        一级指标|二级指标|三级指标|指标值
        产出指标|数量指标|里程|7 公里
        """
    ).sheets
    assert [(sheet.name, sheet.indicators[0].target) for sheet in sheets] == [
        ("甲工程", "5 公里"),
        ("乙工程", "7 公里"),
    ]


def test_a_sheet_goes_on_over_page_breaks_and_its_cut_rows_are_joined() -> None:
    sheet = only_sheet(
        """
        4、人才补贴绩效目标表

        绩效目标|||留住人才||
        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        产出指标|数量指标|补贴人数|享受补贴人数|≤300 人|测算
        满意度指标|服务对象满意度指标|对象满意度|享受补贴人|≥90%|《关于印发管理办

        - 17 -

        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        |||员满意度||法的通知》2号

        一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据
        |服务对象满意度指标|单位满意度|用人单位满意度|≥85%|调查
        """
    )
    assert [each.name for each in sheet.indicators] == ["补贴人数", "对象满意度", "单位满意度"]
    assert sheet.indicators[1].description == "享受补贴人员满意度"
    assert sheet.indicators[1].basis == "《关于印发管理办法的通知》2号"
    assert sheet.indicators[2].level1 == "满意度指标"


def test_a_name_cut_by_a_page_break_is_whole() -> None:
    sheet = only_sheet(
        """
        ## 交流经费项目绩效目标表

        专项资金情况（万元）|资金总额||10.00
        绩效目标指标|一级指标|二级指标|三级指标|全年目标值
        效益指标|社会效益指标|因未及时发放引起的|≤2 起|

        |||纠纷|
        |满意度指标|服务对象满意度指标|满意率|≥95%
        备注||||
        """
    )
    assert [(each.name, each.target) for each in sheet.indicators] == [
        ("因未及时发放引起的纠纷", "≤2 起"),
        ("满意率", "≥95%"),
    ]


def test_a_text_cut_by_a_page_break_is_whole() -> None:
    sheet = only_sheet(
        """
        ## 宣传经费项目绩效目标表

        项目立项情况|项目立项的依据|工作要点||
        |项目申报的可行性|建立健全||

        ||工资决定机制。||
        专项资金情况（万元）|资金总额|70.00||
        绩效目标指标|一级指标|二级指标|三级指标|全年目标值
        |产出指标|数量指标|宣传次数|≥1 次
        """
    )
    assert fields(sheet)["项目立项情况 项目申报的可行性"] == "建立健全工资决定机制。"


def test_one_cell_a_line_with_a_head_grid_and_an_indicator_grid() -> None:
    cells = ["单位：万元", ""]
    cells += ["项目编码", "13030224P001R", "项目名称", "专网维护费", ""]
    cells += ["预算规模及资金用途", "预算数", "16.50", "其中：财政    资金", "16.50", "其他资金", " ", ""]
    cells += [" ", "负责专网的管理维护。", ""]
    cells += ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底", ""]
    cells += [" ", "25%", "50%", "75%", "100%", ""]
    cells += ["绩效目标", "1.节点正常。", "", "", ""]
    cells += ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据", ""]
    cells += ["产出指标", "成本指标", "控制数", "费用控制在预算内", "≤16.5万元", "年度工作计划", ""]
    cells += [" ", "时效指标", "及时率", "及时率", "100%", "年度工作计划", ""]
    text = "10、专网维护费绩效目标表\n" + "\n".join("\t" + cell.strip() if cell else "" for cell in cells)
    (sheet,) = find_sheets(stream_of(text), document="d", unit=None).sheets
    assert (sheet.name, sheet.code, sheet.unit) == ("专网维护费", "13030224P001R", "万元")
    assert fields(sheet) == {
        "项目编码": "13030224P001R",
        "项目名称": "专网维护费",
        "预算规模及资金用途 预算数": "16.50",
        "预算规模及资金用途 其中：财政资金": "16.50",
        "预算规模及资金用途 其他资金": "",
        "预算规模及资金用途 资金用途": "负责专网的管理维护。",
        "资金支出计划（%） 3月底": "25%",
        "资金支出计划（%） 6月底": "50%",
        "资金支出计划（%） 10月底": "75%",
        "资金支出计划（%） 12月底": "100%",
        "绩效目标": "1.节点正常。",
    }
    assert indicators(sheet) == [
        ("产出指标", "成本指标", "控制数", "≤16.5万元"),
        ("产出指标", "时效指标", "及时率", "100%"),
    ]
    assert sheet.indicators[1].target_place is not None
    assert text.splitlines()[(sheet.indicators[1].target_place.line_start or 0) - 1] == "\t100%"


def test_a_department_sheet_has_amounts_side_by_side_and_tasks() -> None:
    sheet = only_sheet(
        """
        部门（单位）整体支出绩效目标表

        (2023年)

        单位名称|某市档案馆|||||||
        预算金额|支出结构|资金总额|其中：财政资金|投入计划|支出结构|资金总额|其中：财政资金|投入计划
        |人员支出|120.00|120.00||发展经费|30.00|20.00|
        |公用支出|50.00|50.00||合计|200.00|190.00|
        年度目标|做好档案工作。|||||||
        绩效目标|年度工作任务|绩效指标|指标方向|目标值|计量单位|涉及项目|涉及财政资金|
        |档案保管|保管卷数|大于等于|2000|万卷|库房经费12.50万元 ，设备费1,007.50万元|1,020.00|
        ||库房温度|小于等于|24|度|||

        档案开放|开放卷数|大于等于|300|卷|数字化经费10.00万元|10.00
        """
    )
    assert (sheet.name, sheet.kind) == ("某市档案馆", "department_performance_target")
    amounts = {path: text for path, text in fields(sheet).items() if path.startswith("预算金额")}
    assert amounts == {
        "预算金额 人员支出 资金总额": "120.00",
        "预算金额 人员支出 其中：财政资金": "120.00",
        "预算金额 发展经费 资金总额": "30.00",
        "预算金额 发展经费 其中：财政资金": "20.00",
        "预算金额 公用支出 资金总额": "50.00",
        "预算金额 公用支出 其中：财政资金": "50.00",
        "预算金额 合计 资金总额": "200.00",
        "预算金额 合计 其中：财政资金": "190.00",
    }
    assert indicators(sheet) == [
        ("档案保管", None, "保管卷数", "2000"),
        ("档案保管", None, "库房温度", "24"),
        ("档案开放", None, "开放卷数", "300"),
    ]
    assert [each.direction for each in sheet.indicators] == ["大于等于", "小于等于", "大于等于"]
    assert sheet.indicators[2].extra[1].text == "10.00"


def test_a_project_sheet_with_its_unit_beside_the_amount() -> None:
    sheet = only_sheet(
        """
        一级项目绩效目标表 (2023年)

        项目名称|信息化专项资金||实施期限||跨年性项目|
        投入目标|预算资金||33.00|万元|其中：财政拨款数|33.00 万元
        |资金使用范围||应用系统开发|||
        绩效指标|一级指标|二级指标|三级指标|指标方向|目标值|计量单位
        |产出指标|质量指标|响应时间|小于等于|120|分钟
        效益指标|经济效益指标|使用年限|大于等于|5|年|
        正常运行率|||大于等于|90|%|
        """
    )
    assert sheet.name == "信息化专项资金"
    assert [(each.path[-1], each.text, each.unit) for each in sheet.fields[2:4]] == [
        ("预算资金", "33.00", "万元"),
        ("其中：财政拨款数", "33.00 万元", "万元"),
    ]
    assert [(each.name, each.direction, each.target, each.unit) for each in sheet.indicators] == [
        ("响应时间", "小于等于", "120", "分钟"),
        ("使用年限", "大于等于", "5", "年"),
        ("正常运行率", "大于等于", "90", "%"),
    ]


def test_the_national_form_with_headings_written_downwards() -> None:
    def lined(text: str) -> str:
        return text.replace("/", "\n")

    grid = [
        ["项目名称", "", "科研专项", "", "", ""],
        ["项目资金/（万元）", "", "年度资金总额：", "", "1,960.35", "执行率/分值/（10）"],
        ["", "", "其中：财政拨款", "", "1,930.00", ""],
        ["", "", "上年结转", "", "30.35", ""],
        ["", "", "其他资金", "", "-", ""],
        ["年/度/总/体/目/标", "多出成果。", "", "", "", ""],
        ["绩/效/指/标", "一级/指标", "二级指标", "三级指标", "指标值", "分值/（90）"],
        ["", "产出指标", "数量指标", "论文、专利/数量", "≥15个", "50"],
        ["", "效益指标", "社会效益指标", "影响", "显著", "40"],
    ]

    cells = tuple(
        tuple(Cell(lined(text), Place(line_start=number, line_end=number)) for text in row)
        for number, row in enumerate(grid, start=2)
    )
    title = Line("科研专项项目绩效目标表", Place(line_start=1, line_end=1))
    stream: list[Line | Grid] = [title, Grid(cells, Place(line_start=2, line_end=10))]
    (sheet,) = find_sheets(stream, document="d", unit=None).sheets
    assert fields(sheet)["项目资金（万元） 年度资金总额"] == "1,960.35"
    assert fields(sheet)["项目资金（万元） 其他资金"] == "-"
    assert fields(sheet)["年度总体目标"] == "多出成果。"
    assert [(each.name, each.target, each.weight) for each in sheet.indicators] == [
        ("论文、专利数量", "≥15个", "50"),
        ("影响", "显著", "40"),
    ]


def test_a_self_evaluation_has_a_fund_table_results_and_scores() -> None:
    sheet = only_sheet(SELF_EVALUATION)
    assert (sheet.name, sheet.kind) == ("某市图书馆", "department_self_evaluation")
    read = fields(sheet)
    assert read["财政资金安排和使用情况 合计 预算安排 小计③=①+②"] == "120.00"
    assert read["财政资金安排和使用情况 ①地方财政资金 拨付情况 年度拨付金额④"] == "90.00"
    assert (read["财政资金安排和使用情况 合计 分值"], read["财政资金安排和使用情况 合计 得分"]) == ("10", "7")
    assert read["年度总体目标 目标实际完成情况"] == "读者增加。"
    assert read["评价等级 总分值、评价总分(S)"] == "96.5"
    assert read["评价等级"] == "优(S≥90)"
    assert [
        (each.level2, each.name, each.target, each.result, each.weight, each.score) for each in sheet.indicators
    ] == [
        ("数量指标", "到馆人次", "≥5.7万人次", "18.88", "40", "40"),
        ("时效指标", "支出进度", "≥50%", "84.4", "20", "20"),
        ("时效指标", "下达及时率", "≥100%", "100", "20", "20"),
        ("社会效益指标", "借阅率", "≥9%", "12", "10", "9.5"),
    ]


SELF_EVALUATION = """
    ## 部门整体绩效自评表

    (2023年度)

    专项名称||120部门整体|||||||||
    部门(单位)名称||某市图书馆||部门预算编码||120|||||
    财政资金安排和使用情况||预算安排|||拨付情况||结余情况|||分值|得分
    ||年初安排金额①|年中调整金额②|小计③=①+②|年度拨付金额④|支出实现率(%)⑤=④/③|本年度结余⑥=③-④|结余率(%)⑦=⑥/③|||
    |合计|100.00|20.00|120.00|90.00|75.0000|30.00|25.0000|10|7|
    |财政资金小计|100.00|20.00|120.00|90.00|75.00|30.00|25.00|||
    ①地方财政资金|100.00|20.00|120.00|90.00|75.0000|30.00|25.0000||||
    其他资金小计|0.00|0.00|0.00|0.00|0.00|0.00|0.00||||
    年度总体目标||预期目标||||目标实际完成情况|||||
    ||增加读者。||||读者增加。|||||
    绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|指标分值|自评得分|偏差原因分析及改进措施|||
    |产出指标|数量指标|到馆人次|≥5.7万人次|18.88|40|40||||
    |||时效指标|支出进度|≥50%|84.4|20|20|||
    ||||下达及时率|≥100%|100|20|20|||
    |效益指标|社会效益指标|借阅率|≥9%|12|10|9.5||||
    评价等级||总分值、评价总分(S)|||||96.5||||
    ||优(S≥90)|||||||||
"""


def test_what_is_no_sheet_is_left_alone() -> None:
    found = findings(
        """
        - 十、部门整体支出绩效目标表
        - 十一、一级项目绩效目标表

        2024年，本馆共设置1个项目绩效目标。

        ### 1. 项目支出绩效目标表

        ## 图书采购费项目绩效目标表

        专项资金情况（万元）|资金总额||8.00
        绩效目标指标|一级指标|二级指标|三级指标|全年目标值
        |产出指标|数量指标|图书数|≥300 册

        ### 2. 有关情况说明

        政府采购预算表

        项目名称|预算资金|数量|单价
        图书采购费|8.00|300|0.02
        """
    )
    (sheet,) = found.sheets
    assert sheet.path == ("1.项目支出绩效目标表",)
    stream = stream_of(rows(FORM_WITH_GROUPS))
    assert findings(FORM_WITH_GROUPS).used == frozenset(range(len(stream)))
    assert len(found.used) == 2


def test_ids_are_running_numbers_of_the_document() -> None:
    assert only_sheet(FORM_WITH_GROUPS).id == "d:sheet1"
