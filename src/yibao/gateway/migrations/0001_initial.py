"""The access log by month, the nonces by day, the sessions."""

from django.db import migrations, models

TABLES = """
CREATE TABLE access_log (
  at timestamptz NOT NULL,
  request_id text NOT NULL,
  channel text NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  request_number text NOT NULL,
  nonce text NOT NULL,
  address text NOT NULL,
  status smallint NOT NULL,
  code text NOT NULL,
  duration_us integer NOT NULL,
  bytes_in integer NOT NULL,
  bytes_out integer NOT NULL,
  subject_index bytea,
  facts text NOT NULL
) PARTITION BY RANGE (at);
CREATE TABLE access_log_other PARTITION OF access_log DEFAULT;
CREATE INDEX access_log_request ON access_log (request_id);
CREATE TABLE used_nonce (
  day date NOT NULL,
  channel text NOT NULL,
  nonce text NOT NULL,
  PRIMARY KEY (day, channel, nonce)
) PARTITION BY RANGE (day);
CREATE TABLE used_nonce_other PARTITION OF used_nonce DEFAULT;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(TABLES, "DROP TABLE access_log; DROP TABLE used_nonce"),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("request_id", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="请求编号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("channel", models.CharField(max_length=60, verbose_name="渠道")),
                ("key", models.CharField(max_length=60, verbose_name="密钥")),
                ("operation", models.CharField(max_length=60, verbose_name="事项")),
                ("request_number", models.CharField(max_length=64, verbose_name="渠道流水号")),
                ("nonce", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=45, verbose_name="来源地址")),
                ("status", models.PositiveSmallIntegerField(verbose_name="状态码")),
                ("code", models.CharField(max_length=200, verbose_name="错误码")),
                ("duration_us", models.PositiveIntegerField(verbose_name="耗时（微秒）")),
                ("bytes_in", models.PositiveIntegerField(verbose_name="请求字节")),
                ("bytes_out", models.PositiveIntegerField(verbose_name="应答字节")),
                ("subject_index", models.BinaryField(null=True)),
                ("facts", models.TextField(verbose_name="拒绝说明")),
            ],
            options={"verbose_name": "访问日志", "verbose_name_plural": "访问日志", "db_table": "access_log", "managed": False},
        ),
        migrations.CreateModel(
            name="GatewaySession",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=40)),
                ("keys_sealed", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={"db_table": "gateway_session"},
        ),
        migrations.AddIndex(
            model_name="gatewaysession",
            index=models.Index(fields=["expires_at"], name="gateway_session_expiry"),
        ),
    ]
