"""What can be wrong with a file."""

from __future__ import annotations

from yibao.kernel.errors import Invalid, NotFound, Refused, Unavailable


class FileEmpty(Invalid):
    """A file without a single byte."""

    code = "files.empty"
    message = "文件是空的。请重新选择文件后上传。"
    fix = "先在本机打开文件，确认能看到内容。"


class FileTooLarge(Invalid):
    """More bytes than settings allow."""

    code = "files.too_large"
    message = "文件超过{limit}MB。请压缩或分开后再上传。"
    fix = "拍照时选较小的尺寸，或把多页文件拆开上传。"


class FileTypeUnknown(Invalid):
    """By its content the file is none of the accepted types, whatever its name says."""

    code = "files.type_unknown"
    message = "只能上传 JPG、PNG、WebP 图片或 PDF。请转换后再上传。"
    fix = "可以把文件打印成 PDF，或拍成照片。"


class HeicNotAccepted(Invalid):
    """A photograph in the format that iPhones use by default; few programs can show it."""

    code = "files.heic"
    message = "这是 HEIC 照片，别人可能打不开。请改成 JPG 再上传。"
    fix = "在手机“设置-相机-格式”里选“兼容性最佳”后重拍，或上传截图。"


class ImageTooLarge(Invalid):
    """So many pixels that showing it would fill the memory."""

    code = "files.image_too_large"
    message = "图片尺寸是{width}×{height}，太大了。请缩小后再上传。"
    fix = "每边不超过{side}像素，总共不超过{megapixels}百万像素。"


class ImageBroken(Invalid):
    """The head of the image does not say how large it is."""

    code = "files.image_broken"
    message = "图片已损坏，读不出尺寸。请重新拍照后上传。"
    fix = "先在本机打开图片，确认能看到内容。"


class PdfWithActions(Refused):
    """The document would run a script or start a program when somebody opens it."""

    code = "files.pdf_with_actions"
    message = "PDF 里含有脚本或自动动作，不能接收。请打印成新的 PDF。"
    fix = "用“打印-另存为 PDF”生成一份不含脚本的文件。"


class PdfUnfoldsTooFar(Refused):
    """Its compressed parts unfold to more than a scan of fifty pages has."""

    code = "files.pdf_unfolds_too_far"
    message = "PDF 展开后太大，无法检查。请打印成新的 PDF，或分成几份上传。"
    fix = "用“打印-另存为 PDF”重新生成一份文件，或降低扫描分辨率。"


class PdfEncrypted(Refused):
    """What is locked cannot be checked, nor read by those who decide the case."""

    code = "files.pdf_encrypted"
    message = "PDF 设有密码，无法查看。请去掉密码后再上传。"
    fix = "打开后用“打印-另存为 PDF”生成一份没有密码的文件。"


class FileInfected(Refused):
    """The scanner found something."""

    code = "files.infected"
    message = "文件没有通过病毒检查。请换一台设备重新制作后上传。"
    fix = "先用杀毒软件检查您的设备。"


class ScannerUnavailable(Unavailable):
    """The virus scanner does not answer."""

    code = "files.scanner_unavailable"
    message = "暂时无法检查文件。请过几分钟再上传。"
    fix = "管理员：检查 clamd 是否在运行、地址是否正确。"


class FileNotFound(NotFound):
    """There is no such file, or it is somebody else's."""

    code = "files.not_found"
    message = "没有找到这个文件。请刷新页面后再试。"
    fix = "文件只能由上传它的人查看。"


class FileDamaged(Unavailable):
    """The content on disk is missing or is not what was stored."""

    code = "files.damaged"
    message = "文件损坏，无法读取。请重新上传，或联系经办机构。"
    fix = "管理员：从备份恢复文件 {file_id}。"
    retryable = False
