"""One bucket: the statements over known lines, the hits closed into findings.

A bucket holds all encounters of its patients, so whatever looks at one patient is complete in it.
Where there is one bucket only, the statements over every line run in it as well.
"""

from __future__ import annotations

from yibao.supervision.batch.database import one, statement
from yibao.supervision.batch.encounter_sums import sums_of_lines
from yibao.supervision.batch.manifest import BucketDone, Manifest, RuleCount
from yibao.supervision.batch.runner import Runner
from yibao.supervision.batch.stage_relations import (
    AROUND,
    NO_SUMS,
    LineInputs,
    encounter_script,
    every_line_script,
    known_line_script,
    parquet,
    stored_line_script,
)


class BucketRun:
    """Runs buckets one after the other."""

    def __init__(self, runner: Runner, inputs: LineInputs) -> None:
        self.runner = runner
        self.inputs = inputs

    def run(self, manifest: Manifest, bucket: int, months: tuple[str, ...]) -> BucketDone:
        """Audit one bucket; its findings file appears under its name when it is complete."""
        runner = self.runner
        with runner.schema(manifest):
            if manifest.is_whole:
                self._everybody(manifest)
            else:
                self._bucket(manifest, bucket)
            lines = manifest.lines(bucket)
            encounters = one(runner.database, "SELECT count(*) FROM encounter")[0]
            scopes = self._scopes(lines)
            runner.database.execute("DROP TABLE known_line")  # closing looks at hits alone
            runner.database.execute(statement("named"))
            if not manifest.is_whole:
                self._add_stored_hits(bucket)
            target = runner.store.root / "findings" / f"bucket-{bucket:04d}.parquet"
            by_rule = runner.closing.close(target, months=months)
        for code, seen in scopes.items():
            by_rule.setdefault(code, RuleCount()).lines = seen
        return BucketDone("", target.name, lines, encounters, by_rule)

    def _everybody(self, manifest: Manifest) -> None:
        """Run everything over everybody, straight from the inputs."""
        runner, plan = self.runner, self.runner.plan
        files = {relation: runner.store.files(manifest, relation, 0) for relation in AROUND}
        runner.execute([self.inputs.view()])
        runner.execute(
            encounter_script(
                plan.shapes, files, line_sums=sums_of_lines(plan.shapes), coded_kind="TABLE"
            )
        )
        runner.execute(every_line_script())
        runner.execute(known_line_script(plan, is_table=True))
        runner.find(plan.by_patient)
        runner.gather(plan.across)

    def _bucket(self, manifest: Manifest, bucket: int) -> None:
        """Run what looks at known lines, over the files of a bucket."""
        runner, plan = self.runner, self.runner.plan
        files = {relation: runner.store.files(manifest, relation, bucket) for relation in AROUND}
        paths = sorted((runner.store.line_sums / f"bucket={bucket}").glob("*.parquet"))
        sums = parquet(paths) if paths else NO_SUMS
        runner.execute(encounter_script(plan.over_known, files, line_sums=sums, coded_kind="TABLE"))
        runner.execute(stored_line_script(plan, runner.store.files(manifest, "line", bucket)))
        runner.find(plan.over_known)

    def _add_stored_hits(self, bucket: int) -> None:
        """Add what the statements over every line hit in this bucket."""
        paths = sorted((self.runner.store.hits / f"bucket={bucket}").glob("*.parquet"))
        if paths:
            self.runner.database.execute(f"INSERT INTO named_hit BY NAME {parquet(paths)}")

    def _scopes(self, lines: int) -> dict[str, int]:
        """Return for each rule the lines of the items that it names; without codes it names all."""
        counted = "SELECT item_code, count(*) FROM line GROUP BY item_code"
        counts = dict(self.runner.database.execute(counted).fetchall())
        plan = self.runner.plan
        return {
            code: sum(counts.get(name, 0) for name in plan.rule_codes[code])
            if rule.by_code
            else lines
            for code, rule in plan.rules.items()
        }
