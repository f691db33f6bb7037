from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_saved_filter")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["street", "community", "cell"], name="case_community_cell"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["street", "grid", "cell"], name="case_grid_cell"),
        ),
    ]
