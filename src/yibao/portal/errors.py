"""What can go wrong on a page before the engine is asked."""

from __future__ import annotations

from yibao.kernel.errors import Invalid, NotPermitted, Unavailable


class CodeWrong(Invalid):
    """The code is not the one that was sent."""

    code = "portal.code_wrong"
    message = "验证码不对，还可以再试{left}次。"
    fix = "看清短信里的6位数字，再填一遍。"
    at = "code"


class CodeExpired(Invalid):
    """The code is used up, too old, or was tried too often; the three look alike."""

    code = "portal.code_expired"
    message = "验证码已经失效，请重新获取。"
    fix = "点“重新获取验证码”，会给您发一个新的。"
    at = "code"


class CodeMissing(Invalid):
    """Nothing was typed."""

    code = "portal.code_missing"
    message = "请填写6位验证码。"
    fix = "验证码在发到您手机的短信里。"
    at = "code"


class FaceNotConfirmed(Invalid):
    """The face check was left without an answer."""

    code = "portal.face_not_confirmed"
    message = "还没有完成人脸核验。"
    fix = "不方便刷脸的，可以到窗口办理，或拨打12393。"


class SignInUnavailable(Unavailable):
    """No identity provider is connected."""

    code = "portal.sign_in_unavailable"
    message = "网上登录还没有接入，请到窗口办理或拨打12393。"
    fix = "管理员：用 YIBAO_IDENTITY_PROVIDER 指定身份认证服务。"


class TooManyAttempts(Unavailable):
    """The same thing was asked for too often in a short time."""

    code = "portal.too_many_attempts"
    message = "操作太频繁了，请过{minutes}分钟再试。"
    fix = "着急办理请拨打12393，或到窗口办理。"
    status = 429


class ActingNotChosen(Invalid):
    """It was not said for whom."""

    code = "portal.acting_not_chosen"
    message = "请选择是为自己办，还是替别人办。"
    fix = "点一下其中一个圆圈。"
    at = "acting"


class WayNotChosen(Invalid):
    """It was not said how a material comes."""

    code = "portal.way_not_chosen"
    message = "请选择“{name}”怎样提供。"
    fix = "点一下其中一个圆圈。"


class FileNotChosen(Invalid):
    """Upload was chosen, but no file."""

    code = "portal.file_not_chosen"
    message = "还没有拍照或选择“{name}”的文件。"
    fix = "点“拍照”拍下来，或从相册里选一张。"


class PledgeNotTicked(Invalid):
    """The pledge was chosen, but not agreed to."""

    code = "portal.pledge_not_ticked"
    message = "还没有勾选“{name}”承诺书下面的方框。"
    fix = "读完承诺书，同意就在方框里打勾；不同意可以改为上传。"


class NothingCorrected(Invalid):
    """The correction holds nothing new."""

    code = "portal.nothing_corrected"
    message = "还没有补交任何材料。"
    fix = "按补正要求至少补交一样，再提交。"
    at = "materials"


class DraftFromAnotherPage(Invalid):
    """The page is older than the application that is being filled in now."""

    code = "portal.page_too_old"
    message = "这个页面已经过时了，没有重复提交。请核对后再提交一次。"
    fix = "下面是您最近填写的内容。"


class LaunchedElsewhere(NotPermitted):
    """A channel's ticket opens one service only."""

    code = "portal.launched_for_another_service"
    message = "从这个入口进来只能办“{name}”，办别的请先登录。"
    fix = "登录后可以办理所有事项。"


class NotYourNotice(NotPermitted):
    """The notice belongs to somebody else."""

    code = "portal.not_your_notice"
    message = "这份文书不属于您，不能下载。"
    fix = "请用申请人本人的身份登录；只核对真假的，用“文书核验”。"
