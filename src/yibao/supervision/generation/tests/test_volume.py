"""Records in volume: as many as asked for, the same for the same seed, canonical columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from yibao.supervision.batch.relation_columns import canonical
from yibao.supervision.generation.volume import Volume, write_volume
from yibao.supervision.tests.parity.samples import a_row

KNOWN = [
    a_row(f"XA01AAA001A0010101{number:05d}", rule="N67", listed="|2|") for number in range(12_000)
]


def row_of(query: str) -> tuple[Any, ...]:
    """Return the one row of a query."""
    with duckdb.connect() as database:
        row: tuple[Any, ...] | None = database.execute(query).fetchone()
    assert row is not None
    return row


def written(folder: Path, *, seed: int = 1) -> Volume:
    """Write some ten thousand lines."""
    return write_volume(folder, lines=12_000, seed=seed, known=KNOWN)


def test_the_same_seed_gives_the_same_records(tmp_path: Path) -> None:
    volumes = [written(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    digests = [
        row_of(f"SELECT sum(hash(line_id, item_code, day)) FROM '{volume.glob('line')}'")
        for volume in volumes
    ]
    assert digests[0] == digests[1] != digests[2]


def test_every_file_has_canonical_columns_and_belongs_together(tmp_path: Path) -> None:
    volume = written(tmp_path)
    lines = volume.glob("line")
    for relation in ("patient", "encounter", "line", "diagnosis", "operation"):
        with duckdb.connect() as database:
            query = f"DESCRIBE SELECT * FROM '{volume.glob(relation)}'"
            names = {name[0] for name in database.execute(query).fetchall()}
        assert names <= set(canonical(relation))
    assert row_of(
        f"SELECT count(*) FROM '{lines}' WHERE encounter_id NOT IN "
        f"(SELECT encounter_id FROM '{volume.glob('encounter')}')"
    ) == (0,)
    assert row_of(f"SELECT count(*) - count(DISTINCT line_id) FROM '{lines}'") == (0,)
    assert 9_000 < volume.lines < 15_000
    assert 0.1 < volume.known_share < 0.9


def test_items_for_one_sex_rarely_go_to_the_other(tmp_path: Path) -> None:
    volume = written(tmp_path)
    share = row_of(
        f"SELECT avg(CASE WHEN p.sex = '2' THEN 0 ELSE 1 END) FROM '{volume.glob('line')}' l "
        f"JOIN '{volume.glob('encounter')}' e USING (encounter_id) "
        f"JOIN '{volume.glob('patient')}' p USING (patient_id) "
        "WHERE starts_with(l.item_code, 'XA01AAA001A0010101')"
    )[0]
    assert 0 < share < 0.1
