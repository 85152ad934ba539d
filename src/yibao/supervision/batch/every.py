"""What looks at every line, once over all inputs, where there are several buckets.

Its hits are few; they are written to their buckets, and closed there with the others.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from yibao.supervision.batch.database import quoted, statement
from yibao.supervision.batch.encounter_sums import sums_of_lines
from yibao.supervision.batch.manifest import BucketDone, Manifest
from yibao.supervision.batch.runner import Runner
from yibao.supervision.batch.stage_relations import (
    AROUND,
    LineInputs,
    encounter_script,
    every_line_script,
    known_line_script,
)


class EveryLineRun:
    """Runs before the buckets, over all of them."""

    def __init__(self, runner: Runner, inputs: LineInputs) -> None:
        self.runner = runner
        self.inputs = inputs

    def run(self, manifest: Manifest) -> BucketDone:
        """Write the sums of encounters, the hits by bucket, and what shapes across patients need."""
        runner, plan, store = self.runner, self.runner.plan, self.runner.store
        files = {
            relation: [
                path
                for bucket in range(manifest.buckets)
                for path in store.files(manifest, relation, bucket)
            ]
            for relation in AROUND
        }
        shapes = (*plan.over_every, *plan.across)
        with runner.schema(manifest):
            runner.execute([self.inputs.view()])
            runner.execute(
                encounter_script(shapes, files, line_sums=sums_of_lines(shapes), coded_kind="VIEW")
            )
            runner.execute(every_line_script())
            runner.execute(known_line_script(plan, is_table=False))
            runner.find(plan.over_every)
            runner.gather(plan.across)
            runner.database.execute(statement("named"))
            self._cut("SELECT * FROM named_hit", store.hits, manifest.buckets)
            self._cut(statement("named_line_sum"), store.line_sums, manifest.buckets)
        return BucketDone("", "", 0, 0, {})

    def _cut(self, query: str, target: Path, buckets: int) -> None:
        """Write rows with everybody's own names, a folder for each bucket."""
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.runner.database.execute(
            f"COPY (SELECT *, CAST(hash(patient_id) % {buckets} AS USMALLINT) AS bucket "
            f"FROM ({query})) TO {quoted(str(target))} "
            "(FORMAT parquet, PARTITION_BY (bucket), OVERWRITE_OR_IGNORE)"
        )
