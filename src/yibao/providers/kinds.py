"""What there is among designated institutions and agencies, with the labels that people read."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class ProviderKind(Choices):
    """A designated institution: a medical one (code H) or a retail pharmacy (code P)."""

    HOSPITAL = "hospital", "医院"
    CLINIC = "clinic", "门诊部、诊所、卫生院、卫生室"
    PHARMACY = "pharmacy", "零售药店"


class MedicalKind(Choices):
    """A designated institution that treats people."""

    HOSPITAL = "hospital", "医院"
    CLINIC = "clinic", "门诊部、诊所、卫生院、卫生室"


class Capability(Choices):
    """What an institution is opened for, from a day and perhaps until a day."""

    OUTPATIENT_POOLING = "outpatient_pooling", "门诊统筹"
    DUAL_CHANNEL = "dual_channel", "双通道药品"
    CHRONIC_CARE = "chronic_care", "门诊慢特病"
    REMOTE_PROVINCE = "remote_province", "省内异地直接结算"
    REMOTE_NATIONAL = "remote_national", "跨省异地直接结算"
    PRESCRIPTION = "prescription", "电子处方流转"
    INTERNET_DIAGNOSIS = "internet_diagnosis", "互联网诊疗医保结算"
    CHRONIC_RECOGNITION = "chronic_recognition", "门诊慢特病认定"
    INSURANCE_CODE = "insurance_code", "医保码就医购药"
    ROUND_THE_CLOCK = "round_the_clock", "24小时营业"


class PharmacyCapability(Choices):
    """What people look for in a pharmacy."""

    OUTPATIENT_POOLING = "outpatient_pooling", "门诊统筹"
    DUAL_CHANNEL = "dual_channel", "双通道药品"
    CHRONIC_CARE = "chronic_care", "门诊慢特病"
    PRESCRIPTION = "prescription", "电子处方流转"
    ROUND_THE_CLOCK = "round_the_clock", "24小时营业"


class HospitalCapability(Choices):
    """What people look for in a hospital or clinic."""

    OUTPATIENT_POOLING = "outpatient_pooling", "门诊统筹"
    DUAL_CHANNEL = "dual_channel", "双通道药品"
    CHRONIC_CARE = "chronic_care", "门诊慢特病"
    REMOTE_PROVINCE = "remote_province", "省内异地直接结算"
    REMOTE_NATIONAL = "remote_national", "跨省异地直接结算"
    INSURANCE_CODE = "insurance_code", "医保码就医购药"


class PrescriptionCapability(Choices):
    """For which drugs a prescription that is circulated is paid by the fund."""

    OUTPATIENT_POOLING = "outpatient_pooling", "门诊统筹"
    DUAL_CHANNEL = "dual_channel", "双通道药品"


class AgreementKind(Choices):
    """Which insurance an agreement is about."""

    BASIC = "basic", "基本医疗保险定点服务协议"
    LONG_TERM_CARE = "long_term_care", "长期护理保险定点服务协议"


class AgencyLevel(Choices):
    """How high an agency stands, the narrowest last."""

    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "市（州）级"
    COUNTY = "county", "县（市、区）级"
    TOWNSHIP = "township", "乡镇（街道）"
