from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_reported_at_beside_cell")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["street", "call_back"], name="case_call_back"),
        ),
    ]
