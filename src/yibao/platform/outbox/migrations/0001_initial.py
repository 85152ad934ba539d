import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('topic', models.TextField(verbose_name='主题')),
                ('key', models.TextField(help_text='同一个键的消息按次序送达', verbose_name='键')),
                ('payload', models.BinaryField(help_text='SM4 加密', verbose_name='内容')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'db_table': 'outbox_message',
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['published_at'], name='outbox_message_age')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('subscriber', models.TextField(verbose_name='订阅者')),
                ('key', models.TextField(verbose_name='键')),
                ('state', models.TextField(choices=[('waiting', '待送达'), ('done', '已送达'), ('dead', '多次失败，待处理'), ('dropped', '已放弃')], default='waiting', verbose_name='状态')),
                ('tries', models.SmallIntegerField(default=0, verbose_name='已试次数')),
                ('next_try_at', models.DateTimeField(verbose_name='下次送达时间')),
                ('last_error', models.TextField(default='', help_text='错误类型或错误码', verbose_name='上次的错误')),
                ('message', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to='outbox.message', verbose_name='消息')),
            ],
            options={
                'verbose_name': '送达',
                'verbose_name_plural': '送达',
                'db_table': 'outbox_delivery',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at', 'id'], name='outbox_delivery_due'), models.Index(condition=models.Q(('state__in', ['waiting', 'dead'])), fields=['key', 'subscriber', 'id'], name='outbox_delivery_open')],
                'constraints': [models.UniqueConstraint(fields=('message', 'subscriber'), name='outbox_delivery_once')],
            },
        ),
    ]
