from django.db import migrations, models


# The application's own account may do what it likes to its tables, so these triggers stop mistakes,
# not an administrator; against that one there are the tree, the signatures and the second copy.
GUARD = r"""
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail only grows: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry FOR EACH ROW
    WHEN (
        OLD.position IS NOT NULL
        OR (OLD.id, OLD.recorded_at, OLD.action, OLD.object_id, OLD.operator, OLD.case_number,
            OLD.facts, OLD.leaf_hash)
        IS DISTINCT FROM
           (NEW.id, NEW.recorded_at, NEW.action, NEW.object_id, NEW.operator, NEW.case_number,
            NEW.facts, NEW.leaf_hash)
    ) EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry FOR EACH ROW
    EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_node_is_final BEFORE UPDATE OR DELETE ON audit_node FOR EACH ROW
    EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_checkpoint_is_final BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW
    EXECUTE FUNCTION audit_refuse();

-- Django empties the tables of a test database after some tests; nobody may empty any other.
CREATE TRIGGER audit_entry_is_kept BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT
    WHEN (current_database() NOT LIKE 'test\_%') EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_checkpoint_is_kept BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT
    WHEN (current_database() NOT LIKE 'test\_%') EXECUTE FUNCTION audit_refuse();
"""
UNGUARD = """
DROP TRIGGER audit_entry_is_final ON audit_entry;
DROP TRIGGER audit_entry_stays ON audit_entry;
DROP TRIGGER audit_node_is_final ON audit_node;
DROP TRIGGER audit_checkpoint_is_final ON audit_checkpoint;
DROP TRIGGER audit_entry_is_kept ON audit_entry;
DROP TRIGGER audit_checkpoint_is_kept ON audit_checkpoint;
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='条目数')),
                ('root', models.BinaryField(verbose_name='根')),
                ('signed_at', models.DateTimeField(help_text='精确到毫秒', verbose_name='时间')),
                ('key_name', models.TextField(verbose_name='密钥')),
                ('signature', models.BinaryField(help_text='SM2，DER 编码', verbose_name='签名')),
            ],
            options={
                'verbose_name': '审计检查点',
                'verbose_name_plural': '审计检查点',
                'db_table': 'audit_checkpoint',
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.SmallIntegerField(help_text='子树高度：8、16、24……', verbose_name='层')),
                ('number', models.BigIntegerField(verbose_name='层内序号')),
                ('hash', models.BinaryField(verbose_name='摘要')),
            ],
            options={
                'verbose_name': '审计树节点',
                'verbose_name_plural': '审计树节点',
                'db_table': 'audit_node',
            },
        ),
        migrations.CreateModel(
            name='Tree',
            fields=[
                ('id', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(verbose_name='条目数')),
                ('frontier', models.BinaryField(help_text='各完整子树的根，自大到小，每个 32 字节', verbose_name='前沿')),
            ],
            options={
                'verbose_name': '审计树',
                'verbose_name_plural': '审计树',
                'db_table': 'audit_tree',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(help_text='精确到毫秒', verbose_name='时间')),
                ('action', models.TextField(verbose_name='动作')),
                ('object_id', models.TextField(verbose_name='对象')),
                ('operator', models.TextField(verbose_name='操作人')),
                ('case_number', models.TextField(default='', verbose_name='办件编号')),
                ('facts', models.TextField(help_text='规范化的 JSON，不含个人信息', verbose_name='内容')),
                ('leaf_hash', models.BinaryField(help_text='SM3(0x00 || 规范化的条目)', verbose_name='摘要')),
                ('position', models.BigIntegerField(help_text='提交之后由排序任务编号', null=True, verbose_name='序号')),
            ],
            options={
                'verbose_name': '审计条目',
                'verbose_name_plural': '审计条目',
                'db_table': 'audit_entry',
                'indexes': [models.Index(condition=models.Q(('position__isnull', True)), fields=['id'], name='audit_entry_unsequenced'), models.Index(fields=['object_id', 'id'], name='audit_entry_object'), models.Index(condition=models.Q(('case_number', ''), _negated=True), fields=['case_number', 'id'], name='audit_entry_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('position__isnull', False)), fields=('position',), name='audit_entry_position')],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
