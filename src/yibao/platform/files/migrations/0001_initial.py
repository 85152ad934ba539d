from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('owner', models.TextField(help_text='内部编号', verbose_name='所有人')),
                ('name', models.BinaryField(help_text='SM4 加密，可能含姓名', verbose_name='文件名')),
                ('size', models.BigIntegerField(help_text='字节', verbose_name='大小')),
                ('sm3', models.BinaryField(help_text='明文内容的摘要', verbose_name='SM3 摘要')),
                ('content_type', models.TextField(verbose_name='类型')),
                ('scan_verdict', models.TextField(help_text='signatures 或 clamd', verbose_name='查毒结果')),
                ('stored_at', models.DateTimeField(verbose_name='存入时间')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
                'db_table': 'stored_file',
                'indexes': [models.Index(fields=['owner', 'stored_at'], name='stored_file_owner')],
            },
        ),
    ]
