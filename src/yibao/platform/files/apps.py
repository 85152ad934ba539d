"""Django's view of the package."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "yibao.platform.files"
    label = "files"
    verbose_name = "文件"
