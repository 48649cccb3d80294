"""Chinese documentation of settings, forums, secrets, games or facts, and the restraints that sound alike."""

from __future__ import annotations

import pytest

from openaudit.audit import audit_document
from openaudit.document import from_text
from openaudit.prepared import engine

FREE = "您可以自由使用、复制、修改和分发本软件，用于任何目的。"


def restrictions(sentence: str) -> set[str]:
    """The provisions of what is read as a restriction or a caution with confidence."""
    read = audit_document(from_text(f"{FREE}\n\n{sentence}\n"), engine(), identify=False)
    return {f.provision for f in read.findings if f.kind in ("restriction", "caution") and f.confidence != "low"}


OF_THINGS = (
    "请勿手动修改 settings.yaml，需要时另建一份。",
    "供应商不得向外人透露我们的底稿。",
    "承包商须按月向本局提交工程报告。",
    "底稿由剧团只许我们作研究，这一约束不及于您。",
    "早年的版本仅供排练，现行版本则没有此类限制。",
    "初版曾禁止商用，第三版起改为宽松许可。",
    "试用账号七天后过期。",
    "只下载曲谱的读者不受借阅规则约束。",
    "本协议文本请原样附上。",
    "设为 false 时不允许修改昵称。",
    "停用后成员将不能修改头像。",
    "游客不能打开这个页面。",
    "仅限群主使用本指令。",
    "不能同时使用两种引擎。",
    "上传的附件不得超过三个。",
    "切勿把 token 泄露给别人。",
    "请妥善保管私钥，不得转交第三方。",
    "不要在工单里张贴客户的账单。",
    "付款前须核对收款人。",
    "申报时仅收集必要的资料。",
    "所用词表不存放在仓库内，并已被 gitignore 忽略。",
    "离线包可下载到本地使用，别再说打不开了。",
    "港澳台地区的行情数据暂不提供。",
    "过滤规则库会不定期更新。",
    "下载任务可随时取消。",
    "如不想删除停用词，可关闭此项。",
    "请各位遵守社区礼仪规范。",
    "须自行遵守微信的用户协议。",
    "这段录音里不含人声，作为反例参与训练。",
    "程序会先去重，训练时直接读取，避免重复计算。",
    "数据划分为训练集和测试集，其中测试集的答案不公开。",
    "只能使用 Python 3.11。",
    "变量名须遵循下划线命名规范。",
    "这些函数仅供内部调用。",
    "登录需要扫码，cookie 过期后重扫。",
    "收费的电影请勿下载传播。",
    "不支持破解验证码。",
    "该页面在欧盟不可用。",
    "仅收录中国大陆的车站。",
    "玩家不得辱骂裁判。",
    "不同于许多不准转载的词典，这里没有这种要求。",
    "根据医院规定，影像不得带出机房，我们在院内完成训练。",
    "阅读相关协议，确保合规使用。",
    "外键不得修改。",
    "遍历时不能修改列表。",
    "分支命名须以短横线连接。",
    "请假须提前三天申请，经主管批准后方可休假。",
    "玩具仅限三岁以上的孩子。",
    "此扩展只能在 Firefox 中安装。",
    "会将违规用户拉黑。",
    "我们可能随时修订隐私声明。",
    "您可以用它整理笔记，以便更好地服务于个人的学习。",
    "可用于课堂教学、个人练习等场景。",
    "按词计的分数不能跟按句计的论文直接比较。",
    "试了把新词表加进去也不行，于是用回旧词表。",
    "旧的检查点没有上传。",
    "本平台仅提供由各馆上传内容的存储服务。",
    "录音来自第三方节目，版权归原权利人。",
    "如本声明任何一条被认定无效、违法或不可执行，其余仍有效。",
    "企业培训、付费课程可另行约定。",
    "源代码、二进制程序以作者有权授权的范围为限。",
)
OF_THE_WORK = {
    "您不得手动修改本软件。": "no-modification",
    "请勿修改本软件的源代码。": "no-modification",
    "禁止将本软件上传到讨论区。": "no-redistribution",
    "仅限会员使用本软件。": "excluded-persons",
    "使用本软件须遵守社区行为准则。": "acceptable-use-policy",
    "不得在中国大陆使用本软件。": "territory",
    "欧盟地区的用户不得使用本软件。": "territory",
    "许可方可随时终止本授权。": "revocable",
    "我们可不定期修改本协议的规则。": "revocable",
    "本许可不包含用于训练其他模型的权利。": "no-model-training",
    "避免用于商业目的。": "non-commercial",
    "玩家不得将本软件用于作弊。": "field-of-use",
    "不同于其他模型，本模型不得用于训练别的模型。": "no-model-training",
    "根据学校规定，您不得将本软件转交他人。": "no-redistribution",
    "申请者承诺不将数据转交给第三方。": "no-redistribution",
    "请将姓名、单位和用途发送到邮箱申请。": "registration",
    "本授权将于明年底自动终止。": "time-limit",
    "本词典不得修改。": "no-modification",
    "本字符串库不得修改。": "no-modification",
    "修改版的名称须以社区版开头。": "branding",
    "本插件只能在本公司产品中安装使用。": "product-tie",
    "我们可能随时修订本协议。": "revocable",
    "不得用本软件训练别的模型。": "no-model-training",
    "本软件仅以二进制形式提供。": "no-source",
    "企业使用须付费。": "fee",
    "年收入超过一亿元的公司，须先通过作者的审查才能使用本软件。": "revenue-cap",
    "注册后方可使用本软件。": "registration",
    "您可以将本软件用于个人学习和研究。": "purpose-limit",
}


@pytest.mark.parametrize("sentence", OF_THINGS)
def test_nobody_is_accused_for_it(sentence: str) -> None:
    assert not restrictions(sentence)


@pytest.mark.parametrize(("sentence", "provision"), OF_THE_WORK.items())
def test_what_restrains_is_still_read(sentence: str, provision: str) -> None:
    assert provision in restrictions(sentence)
