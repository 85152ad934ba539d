"""What a Parquet file says of itself: often it tells that every row is usable, and none is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yibao.supervision.batch.database import quoted
from yibao.supervision.batch.reading import Table
from yibao.supervision.batch.relation_columns import required
from yibao.supervision.records import LARGEST_AMOUNT, LARGEST_PRODUCT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FACTS = """
SELECT
  path_in_schema,
  bool_and(coalesce(stats_null_count, 1) = 0),
  min(TRY_CAST(stats_min_value AS BIGINT)),
  max(TRY_CAST(stats_max_value AS BIGINT)),
  count(TRY_CAST(stats_min_value AS BIGINT)) = count(*)
    AND count(TRY_CAST(stats_max_value AS BIGINT)) = count(*)
FROM parquet_metadata({path})
GROUP BY path_in_schema
"""


def all_usable(database: DuckDBPyConnection, table: Table) -> bool:
    """Tell whether the statistics of a table of lines rule out every reason of ``Table.rows``.

    ``False`` says nothing: a transform, a missing statistic or a null is looked at row by row.
    """
    names = required(table.relation)
    if not all(table.is_plain(name) for name in names):
        return False
    rows = database.execute(_FACTS.format(path=quoted(str(table.path)))).fetchall()
    full = {name for name, is_full, *_ in rows if is_full}
    ranges = {name: (least, largest) for name, _, least, largest, is_told in rows if is_told}
    numbers = {"quantity", "unit_price", "amount"}
    if not (full.issuperset(names) and ranges.keys() >= numbers):
        return False
    product = ranges["quantity"][1] * ranges["unit_price"][1]
    return bool(
        ranges["quantity"][0] >= 0
        and ranges["amount"][1] <= LARGEST_AMOUNT
        and product <= LARGEST_PRODUCT
    )
