"""Django's record of this package."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """个人账户与家庭共济."""

    name = "yibao.accounts"
    label = "accounts"
    verbose_name = "个人账户与家庭共济"
