"""What needs many patients at once: rates of institutions, stock, trace codes.

What is needed of the lines was gathered in the stage that reads them (``parts``).
"""

from __future__ import annotations

from yibao.supervision.batch.database import pattern_list, statement
from yibao.supervision.batch.manifest import BucketDone, Manifest, RuleCount
from yibao.supervision.batch.runner import Runner
from yibao.supervision.batch.stage_relations import parquet


class AcrossRun:
    """Runs after the buckets."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner

    def run(self, manifest: Manifest, months: tuple[str, ...]) -> BucketDone:
        """Run the shapes across patients; their findings share clusters among themselves only."""
        runner, database = self.runner, self.runner.database
        store = runner.store
        with runner.schema(manifest):
            for shape in runner.plan.across:
                part = parquet([store.part(shape.name)])
                database.execute(f"CREATE OR REPLACE VIEW stored_part AS {part}")
                runner.find([shape])
            encounters = [
                path
                for bucket in range(manifest.buckets)
                for path in store.files(manifest, "encounter", bucket)
            ]
            known = f"read_parquet({pattern_list(encounters)}, hive_partitioning = false)"
            empty = "(SELECT '' AS encounter_id, '' AS institution_id WHERE FALSE)"
            database.execute(statement("named_across", encounters=known if encounters else empty))
            target = store.root / "findings" / "across.parquet"
            by_rule: dict[str, RuleCount] = runner.closing.close(target, months=months)
        return BucketDone("", target.name, 0, 0, by_rule)
