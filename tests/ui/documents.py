"""Tiny budget documents, written for the tests of the command line and of the page."""

from __future__ import annotations

__all__ = ["FUZHOU", "HOSTILE", "XIAMEN"]

XIAMEN = """厦门市人力资源和社会保障局2023年部门预算

第一部分 部门概况

一、部门主要职责
贯彻执行人力资源和社会保障事业发展的法律法规和方针政策。

第二部分 2023年部门预算说明

一、“三公”经费财政拨款预算情况
2023年“三公”经费财政拨款预算数为28.13万元，其中：公务接待费16.54万元，公务用车购置及运行费11.59万元。

（一）公务接待费
2023年预算数16.54万元，比上年减少2.00万元，下降10.79%，主要原因是厉行节约，减少公务接待。

第三部分 附表

附件1

部门支出预算总体情况表

单位：万元

科目编码	科目名称	合计	基本支出	项目支出
	合计	1,000.00	600.00	400.00
208	社会保障和就业支出	1,000.00	600.00	400.00
20801	人力资源和社会保障管理事务	1,000.00	600.00	400.00
2080101	行政运行	600.00	600.00	
2080102	一般行政管理事务	400.00		400.00

附件2

一般公共预算“三公”经费支出情况表

单位：万元

“三公”经费合计	因公出国（境）费	公务用车购置及运行费			公务接待费
		小计	公务用车购置费	公务用车运行费	
28.13		11.59		11.59	16.54
"""

FUZHOU = (
    XIAMEN.replace("厦门市", "福州市").replace("2023年", "2024年").replace("28.13", "30.13").replace("16.54", "18.54")
)

# A document that would run code wherever a view forgot to escape: in its title, headings, cells and sentences.
HOSTILE = """泉州市人力资源和社会保障局2023年部门预算<img src=x onerror="window.hacked=1">

第一部分 部门概况<script>window.hacked=2</script>

一、部门主要职责<svg onload="window.hacked=3">
贯彻执行<img src=x onerror="window.hacked=4">人力资源政策。
[点这里](javascript:window.hacked=5) ${window.hacked=6} {{7*7}}

第二部分 附表

附件1

一般公共预算“三公”经费支出情况表<img src=x onerror="window.hacked=7">

单位：万元

“三公”经费合计	因公出国（境）费<img src=x onerror="window.hacked=8">	公务用车购置及运行费	公务接待费
77.70	<img src=x onerror="window.hacked=9">	44.40	33.30
"""
