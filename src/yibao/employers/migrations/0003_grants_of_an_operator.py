from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('employers', '0002_deregistered_without_employees')]

    operations = [
        migrations.AddIndex(
            model_name='employergrant',
            index=models.Index(
                fields=['employer', 'operator_index'], name='grants_of_an_operator'
            ),
        ),
    ]
