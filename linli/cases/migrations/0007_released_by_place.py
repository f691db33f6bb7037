from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_step_key")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("released_at__isnull", False)), fields=["street", "cell"], name="case_released"
            ),
        ),
    ]
