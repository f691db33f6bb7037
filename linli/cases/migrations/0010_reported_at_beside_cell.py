from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_cells_of_places")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_cell"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["street", "cell", "status", "category", "reported_at"], name="case_cell"),
        ),
    ]
