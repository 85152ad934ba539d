"""The data that come with the platform: codes of drugs, and titles of policy documents.

They are placeholders: what a province imports replaces them, and after its first list of items
packaged ones are not added any more.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from importlib.resources import files

import msgspec

from yibao.medical_catalogue.import_files import ImportFile, read_content
from yibao.medical_catalogue.importing import IMPORT_LOCK
from yibao.medical_catalogue.tables import DOCUMENTS
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.reference.data_sets import DataSet, check

ITEMS, POLICY_DOCUMENTS = "items", "policy_documents"


def data_sets() -> dict[str, DataSet]:
    """Return the manifest, ``data/versions.json``."""
    return msgspec.json.decode(_read("versions.json"), type=dict[str, DataSet])


def content(name: str) -> bytes:
    """Return a packaged file, unpacked; raise DataFileChanged when it is not the packaged one."""
    described = data_sets()[name]
    packed = _read(described.file)
    check(described, packed)
    return gzip.decompress(packed) if described.file.endswith(".gz") else packed


def load_packaged(
    operator: str = "command:prepare", progress: Callable[[str], None] = lambda _: None
) -> int:
    """Load the packaged files that this database has not seen; return how many rows are new.

    A start that finds them loaded costs one small query; loading takes about two seconds. All in
    one transaction.

    Raises:
        DataFileChanged: a file differs from its checksum.
    """
    with database.transaction() as sql:
        if not _outdated(sql):
            return 0
        sql.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        rows = 0
        for name in _outdated(sql):
            described = data_sets()[name]
            progress(f"正在装载{described.title}（{described.rows} 条）。")
            added = _LOADERS[name](sql, described)
            _note(sql, name, described, added, operator)
            rows += added
    return rows


def _outdated(sql: Sql) -> list[str]:
    sql.execute("SELECT content, checksum FROM catalogue_import WHERE content LIKE 'packaged:%'")
    loaded = set(sql.fetchall())
    return [
        name for name, each in data_sets().items() if (_label(name), each.checksum) not in loaded
    ]


def _load_items(sql: Sql, described: DataSet) -> int:
    """Replace the packaged items of an earlier edition, unless the province has its own list."""
    sql.execute("SELECT EXISTS (SELECT FROM catalogue_import WHERE content = 'items')")
    if sql.fetchall()[0][0]:
        return 0
    sql.execute("DELETE FROM catalogue_item WHERE is_packaged")
    sql.execute(
        "CREATE TEMPORARY TABLE packaged_item (code text, kind text, name text, "
        "published_limits text, valid_from date) ON COMMIT DROP"
    )
    with sql.copy("COPY packaged_item FROM STDIN (FORMAT csv, HEADER true)") as copy:
        copy.write(content(ITEMS))
    sql.execute(_INSERT_ITEMS, (described.version, described.source))
    added = sql.rowcount
    sql.execute("DROP TABLE packaged_item")
    sql.execute("ANALYZE catalogue_item")
    return added


def _load_documents(sql: Sql, described: DataSet) -> int:
    """Add the documents that are not there; what a province wrote about one stays."""
    file = read_documents()
    added = 0
    for _, row in file.rows:
        sql.execute(
            _INSERT_DOCUMENT, row | {"version": described.version, "source": described.source}
        )
        added += sql.rowcount
    return added


def read_documents() -> ImportFile:
    """Return the packaged documents, read as an import file is read."""
    described = data_sets()[POLICY_DOCUMENTS]
    return read_content(
        content(POLICY_DOCUMENTS), described.file, DOCUMENTS, valid_from=described.packaged_on
    )


_LOADERS: dict[str, Callable[[Sql, DataSet], int]] = {
    ITEMS: _load_items,
    POLICY_DOCUMENTS: _load_documents,
}


def _note(sql: Sql, name: str, described: DataSet, added: int, operator: str) -> None:
    sql.execute(
        "INSERT INTO catalogue_import (content, version, checksum, rows) VALUES (%s, %s, %s, %s)",
        (_label(name), described.version, described.checksum, described.rows),
    )
    audit_log.record(
        sql,
        action="medical_catalogue.load_done",
        object_id=name,
        operator=operator,
        facts={"version": described.version, "added": added},
    )


def _label(name: str) -> str:
    return f"packaged:{name}"


def _read(file: str) -> bytes:
    return files("yibao.medical_catalogue").joinpath("data", file).read_bytes()


_INSERT_ITEMS = """
INSERT INTO catalogue_item (code, kind, name, product_name, category, dosage_form, specification,
  packaging, composition, manufacturer, approval_number, former_code, payment_class, payment_scope,
  published_limits, is_packaged, valid_from, version, source)
SELECT code, kind, name, '', '', '', '', '', '', '', '', '', '', '', coalesce(published_limits, ''),
  true, valid_from, %s, %s
FROM packaged_item AS given
WHERE NOT EXISTS (SELECT FROM catalogue_item AS kept WHERE kept.code = given.code)
"""
_INSERT_DOCUMENT = """
INSERT INTO catalogue_policy_document (title, document_number, organisation, topic, published_on,
  effective_on, state, url, is_verified, version, source)
VALUES (%(title)s, %(document_number)s, %(organisation)s, %(topic)s, %(published_on)s,
  %(effective_on)s, %(state)s, %(url)s, %(is_verified)s, %(version)s, %(source)s)
ON CONFLICT DO NOTHING
"""
