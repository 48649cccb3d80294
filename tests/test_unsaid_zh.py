"""Chinese: what stands beside a grant or a definition is read, and what only sounds like a limit accuses nobody."""

from __future__ import annotations

import pytest

from engine import audited

FREE = (
    "任何人均可出于任何目的使用、复制、修改、合并、出版、分发、再许可和销售本作品，但须在所有副本中保留本声明。\n\n"
    "本作品按“原样”提供，不附带任何明示或暗示的保证。作者不对任何损害负责。\n"
)
KEPT_BACK = (
    "您可以使用本字库，水电行业则否。",
    "除造船厂外，其他各方皆得使用本图库。",
    "集市摊主恕无本授权之适用。",
    "年营业额达两亿元以上者，作者保留一切权利。",
    "本许可的使用权以您已订阅我们的月刊为前提。",
    "本授权自许可费到账之日起生效。",
    "在没有违约的情况下，本社亦得通知终止本授权。",
    "纵无过失，本社仍得收回使用权。",
    "是否算作修改，以作者的看法为准。",
    "使用者同意本社自由利用其衍生作品。",
    "生成的乐谱受本许可约束。",
    "要求每位听众先念出暗号，否则其不享有权利。",
    "“许可期”指从安装到下次大选之间的期间。",
    "“授权用户”是指已缴清会费的人。",
    "未通过本许可给予任何专利授权。",
    "若逾期未缴年费，许可立即失效。",
    "| 出借 | 否 |",
    "| 适用机型 | 仅本厂绘图仪 |",
    "授权国家：汤加。",
    "违反《聊天公约》者，授权终止。",
    "使用者以本校师生为限。",
    "“合格用户”指会背九九表的人。",
    "“使用”指为了解闷而运行。",
    "| 微调 | 另行洽谈 |",
    "店铺播放时，权利归作者保留。",
    "将改动后的源代码寄给原作者后方可发布。",
)
NOT_KEPT_BACK = (
    "“您”指行使本许可所授权利的个人或法人。",
    "“第三方”是指您之外的任何个人或法人。",
    "除非法律另有规定，作者不作任何保证。",
    "您可以在不违反本许可的前提下使用、修改、分发本作品。",
    "本授权不可撤销，不限用途，不限地域。",
    "3.    无商标许可",
)
OF_OTHER_THINGS = (
    "先前“不得出租”的条款已经删除。",
    "这一版移除了禁止商用的条款。",
    "其他模型通常不准商用。",
    "例句：“您不得转售本程序。”",
    "插件可识别禁止转让条款。",
    "授权对象不以本校师生为限。",
    "本许可没有截止日。",
    "作者不得因用户获利而收回授权。",
    "如遇崩溃，请提交工单。",
    "沙盒禁止脚本访问磁盘。",
    "令牌到期前三天会有邮件。",
    "统计仅涵盖两个季度。",
    "论坛禁止灌水。",
    "有些书店不准读者拍照，我们无所谓。",
    "讲者须提前登记到场时间。",
    "这个按钮不能修改。",
    "投稿者须遵守社区行为准则。",
    "保修只对购买整机的客户提供。",
    "即使用户是竞争对手，我们也不得据此拒绝授权。",
)
TWINS = {
    "本接口仅限学术用途。": "purpose-limit",
    "先前的条款已经删除，但本程序禁止商用。": "non-commercial",
    "作者概不负责，您不得转售本程序。": "no-sale",
    "论坛禁止灌水，本模型仅供研究使用。": "purpose-limit",
    "其他模型通常可以商用，本模型禁止商用。": "non-commercial",
    "使用前须向作者登记注册。": "registration",
}


@pytest.mark.parametrize("sentence", KEPT_BACK)
def test_what_is_kept_back_never_passes(sentence: str) -> None:
    assert audited(f"{FREE}\n{sentence}").verdict != "open-source"


@pytest.mark.parametrize("sentence", NOT_KEPT_BACK)
def test_what_keeps_nothing_back_passes(sentence: str) -> None:
    assert audited(f"{FREE}\n{sentence}").verdict == "open-source"


@pytest.mark.parametrize("sentence", OF_OTHER_THINGS)
def test_what_is_about_something_else_accuses_nobody(sentence: str) -> None:
    assert not {f.provision for f in audited(f"{FREE}\n{sentence}").findings if f.kind == "restriction"}


@pytest.mark.parametrize(("sentence", "provision"), TWINS.items())
def test_a_limit_beside_it_is_found(sentence: str, provision: str) -> None:
    assert provision in {f.provision for f in audited(f"{FREE}\n{sentence}").findings}
