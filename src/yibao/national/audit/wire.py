"""The messages 3101, 3102 and 3103 as they travel. Only the adapters know these names.

Senders differ: one object or an array of them, numbers as numbers or as texts, empty texts for
what is absent, members that others leave out. All of that is read. Numbers stay as they were
written (``FLOAT_AS_WRITTEN``): an amount never becomes a float.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn, TypeVar

import msgspec
from msgspec import Struct, field

from yibao.national.errors import MessageUnreadable, NodeAbsent

T = TypeVar("T")
Text = str | None
Loose = Any
"""A number as it was written, bare or as a text; ``None`` and the empty text are absent."""


class Extension(Struct, gc=False):
    """处方扩展属性 (extend_order_map)."""

    days: Loose = field(name="o_prdDays", default=None)


class Order(Struct, gc=False):
    """处方（医嘱）信息 (fsi_order_dtos)."""

    line_id: Text = field(name="rx_id", default=None)
    prescription: Text = field(name="rxno", default=None)
    list_kind: Text = field(name="hilist_type", default=None)
    charge_class: Text = field(name="chrg_type", default=None)
    item_code: Text = field(name="hilist_code", default=None)
    item_name: Text = field(name="hilist_name", default=None)
    list_level: Text = field(name="hilist_lv", default=None)
    list_price: Loose = field(name="hilist_pric", default=None)
    list_price_1: Loose = field(name="lv1_hosp_item_pric", default=None)
    list_price_2: Loose = field(name="lv2_hosp_item_pric", default=None)
    list_price_3: Loose = field(name="lv3_hosp_item_pric", default=None)
    local_name: Text = field(name="hosplist_name", default=None)
    quantity: Loose = field(name="cnt", default=None)
    price: Loose = field(name="pric", default=None)
    amount: Loose = field(name="sumamt", default=None)
    own_amount: Loose = field(name="ownpay_amt", default=None)
    begins: Text = field(name="drord_begn_date", default=None)
    department: Text = field(name="drord_dept_codg", default=None)
    doctor: Text = field(name="drord_dr_codg", default=None)
    doctor_title: Text = field(name="drord_dr_profttl", default=None)
    current: Text = field(name="curr_drord_flag", default=None)
    extension: Extension | list[Extension] | str | None = field(
        name="extend_order_map", default=None
    )


class DiagnosisNode(Struct, gc=False):
    """诊断信息 (fsi_diagnose_dtos)."""

    code: Text = field(name="dise_codg", default=None)
    main: Text = field(name="maindise_flag", default=None)
    kind: Text = field(name="inout_dise_type", default=None)


class OperationNode(Struct, gc=False):
    """手术操作信息 (fsi_operation_dtos)."""

    code: Text = field(name="oprn_code", default=None)
    main: Text = field(name="main_oprn_flag", default=None)
    moment: Text = field(name="oprn_date", default=None)


class EncounterNode(Struct, gc=False):
    """就诊信息 (fsi_encounter_dtos)."""

    encounter_id: Text = field(name="mdtrt_id", default=None)
    institution_id: Text = field(name="medins_id", default=None)
    region: Text = field(name="medins_admdvs", default=None)
    institution_type: Text = field(name="medins_type", default=None)
    institution_level: Text = field(name="medins_lv", default=None)
    starts: Text = field(name="adm_date", default=None)
    ends: Text = field(name="dscg_date", default=None)
    main_diagnosis: Text = field(name="dscg_main_dise_codg", default=None)
    department: Text = field(name="adm_dept_codg", default=None)
    visit_kind: Text = field(name="med_mdtrt_type", default=None)
    care_type: Text = field(name="med_type", default=None)
    pregnancy: Text = field(name="matn_stas", default=None)
    total_amount: Loose = field(name="medfee_sumamt", default=None)
    insurance_type: Text = field(name="insutype", default=None)
    disease_programme: Text = field(name="dise_no", default=None)
    incisions: Text = field(name="sinc_heal_lv", default=None)
    diagnoses: list[DiagnosisNode] | DiagnosisNode | str | None = field(
        name="fsi_diagnose_dtos", default=None
    )
    orders: list[Order] | Order | str | None = field(name="fsi_order_dtos", default=None)
    operations: list[OperationNode] | OperationNode | str | None = field(
        name="fsi_operation_dtos", default=None
    )


class PatientNode(Struct, gc=False):
    """参保人信息 (patient_dtos). The name travels, but is not even read."""

    patient_id: Text = field(name="patn_id", default=None)
    sex: Text = field(name="gend", default=None)
    born_on: Text = field(name="brdy", default=None)
    current_encounter: Text = field(name="curr_mdtrt_id", default=None)
    encounters: list[EncounterNode] | EncounterNode | str | None = field(
        name="fsi_encounter_dtos", default=None
    )


class AuditRequest(Struct, gc=False):
    """规则分析信息 (data)."""

    patients: list[PatientNode] | PatientNode | str | None = field(
        name="patient_dtos", default=None
    )
    scenario: Text = field(name="trig_scen", default=None)
    rules: Loose = field(name="rule_ids", default=None)
    task: Text = field(name="task_id", default=None)


class AuditInput(Struct, gc=False):
    """The ``input`` of 3101 and 3102."""

    data: AuditRequest | None = None


class Feedback(Struct, gc=False):
    """处理数据 (warns)."""

    judgement: Text = field(name="warn_rslt_id", default=None)
    way: Text = field(name="dspo_way", default=None)
    reason: Text = field(name="dspo_way_rea", default=None)


class FeedbackRequest(Struct, gc=False):
    """反馈 (data)."""

    stage: Text = field(name="warn_type", default=None)
    items: list[Feedback] | Feedback | str | None = field(name="warns", default=None)


class FeedbackInput(Struct, gc=False):
    """The ``input`` of 3103."""

    data: FeedbackRequest | None = None


class Detail(Struct, frozen=True, gc=False):
    """违规明细 (judge_result_detail_dtos)."""

    detail_id: str = field(name="jrd_id")
    patient_id: str = field(name="patn_id")
    encounter_id: str = field(name="mdtrt_id")
    line_id: str = field(name="rx_id")
    item_kind: str = field(name="vola_item_type")
    amount: msgspec.Raw = field(name="vola_amt")


class Result(Struct, frozen=True, gc=False):
    """违规信息 (result)."""

    judgement_id: str = field(name="jr_id")
    rule: str = field(name="rule_id")
    rule_name: str
    content: str = field(name="vola_cont")
    patient_id: str = field(name="patn_id")
    encounter_id: str = field(name="mdtrt_id")
    details: list[Detail] = field(name="judge_result_detail_dtos")
    amount: msgspec.Raw = field(name="vola_amt")
    amount_status: str = field(name="vola_amt_stas")
    severity: str = field(name="sev_deg")
    evidence: str = field(name="vola_evid")
    behaviour: str = field(name="vola_bhvr_type")
    task: str = field(name="task_id", default="")


class AuditOutput(Struct, frozen=True, gc=False):
    """The ``output`` of 3101 and 3102; an empty result says that nothing was found."""

    result: list[Result] = []


# An untyped number with a decimal point stays the text that was sent.
_AUDIT = msgspec.json.Decoder(AuditInput, float_hook=str)
_ANYTHING = msgspec.json.Decoder(float_hook=str)


def read_audit(raw: bytes | msgspec.Raw) -> AuditRequest:
    """Read the ``input`` of 3101 or 3102.

    Raises:
        MessageUnreadable, NodeAbsent.
    """
    return _read(raw, _audit).data or _absent("规则分析信息")


def read_feedback(raw: bytes | msgspec.Raw) -> FeedbackRequest:
    """Read the ``input`` of 3103.

    Raises:
        MessageUnreadable, NodeAbsent.
    """
    return _read(raw, _feedback).data or _absent("反馈信息")


def _audit(raw: bytes | msgspec.Raw) -> AuditInput:
    try:
        return _AUDIT.decode(raw)
    except msgspec.ValidationError:
        return msgspec.convert(in_words(_ANYTHING.decode(raw)), AuditInput)


def _feedback(raw: bytes | msgspec.Raw) -> FeedbackInput:
    return msgspec.convert(in_words(_ANYTHING.decode(raw)), FeedbackInput)


def _read(raw: bytes | msgspec.Raw, decode: Callable[[bytes | msgspec.Raw], T]) -> T:
    try:
        return decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MessageUnreadable(place=_place_in(error)) from None


def _place_in(error: Exception) -> str:
    """Return where a message could not be read, without quoting it."""
    _, _, path = str(error).partition(" - at `$")
    return f"input{path.rstrip('`')}的格式不对"[:120] if path else "不是有效的JSON"


def _absent(label: str) -> NoReturn:
    raise NodeAbsent(label=label, place="data")


def in_words(node: Any) -> Any:
    """Return a message with every number as a text: some send codes and identifiers bare."""
    if isinstance(node, dict):
        return {key: in_words(value) for key, value in node.items()}
    if isinstance(node, list):
        return [in_words(value) for value in node]
    return str(node) if isinstance(node, int) and not isinstance(node, bool) else node


def place(path: str, record: type[Struct], attribute: str) -> str:
    """Return where a field stands in a message, by its wire name."""
    return f"{path}.{_names(record)[attribute]}"


@cache
def _names(record: type[Struct]) -> dict[str, str]:
    return {known.name: known.encode_name for known in msgspec.structs.fields(record)}


def many(node: list[T] | T | str | None) -> list[T]:
    """Return a node as a list: absent, one or many."""
    if isinstance(node, list):
        return node
    return [] if node is None or isinstance(node, str) else [node]
