"""What needs many patients at once: rates of institutions, stock, trace codes.

Each bucket has written what it has to say (``parts``); here these are put together.
"""

from __future__ import annotations

from yibao.supervision.batch.bucket import BucketRun, hit_values
from yibao.supervision.batch.database import pattern_list, statement
from yibao.supervision.batch.manifest import BucketDone, Manifest, RuleCount


class AcrossRun:
    """Runs after the buckets, over all of them."""

    def __init__(self, runner: BucketRun) -> None:
        self.runner = runner

    def run(self, manifest: Manifest, months: tuple[str, ...]) -> BucketDone:
        """Run the shapes across patients; their findings share clusters among themselves only."""
        runner, database = self.runner, self.runner.database
        store = runner.store
        with runner.schema(store.files(manifest, "inventory", 0)):
            for shape in runner.plan.across:
                folder = store.root / "parts" / shape.name
                paths = [
                    folder / f"bucket-{bucket:04d}.parquet" for bucket in range(manifest.buckets)
                ]
                database.execute(
                    f"CREATE OR REPLACE VIEW stored_part AS FROM read_parquet({pattern_list(paths)})"
                )
                for text in runner.texts(shape):
                    database.execute(f"INSERT INTO hit SELECT {hit_values()} FROM ({text})")
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
