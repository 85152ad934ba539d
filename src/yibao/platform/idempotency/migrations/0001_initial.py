import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('pk', models.CompositePrimaryKey('channel', 'request_number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('channel', models.TextField(verbose_name='渠道')),
                ('request_number', models.TextField(verbose_name='请求编号')),
                ('digest', models.BinaryField(help_text='SM3', verbose_name='请求摘要')),
                ('answer', models.BinaryField(help_text='SM4 加密', null=True, verbose_name='答复')),
                ('answered_at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '已答复的请求',
                'verbose_name_plural': '已答复的请求',
                'db_table': 'idempotency_answer',
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['answered_at'], name='idempotency_answer_age')],
            },
        ),
    ]
