from django.db import migrations, models

# No content, positions or sizes: what is found is read from the words themselves. `ascii` takes every character beyond
# ASCII as part of a token, so that no table of Unicode but Python's decides; three characters are a street and one more.
MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE cases_search USING fts5("
        "tokens, content='', columnsize=0, detail=none, tokenize='ascii', prefix='3')",
    ],
    "postgresql": [
        "CREATE TABLE cases_search (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX cases_search_tokens ON cases_search USING gin (tokens)",
    ],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    schema_editor.execute("DROP TABLE cases_search")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_joined_cases_by_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchScheme',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('scheme', models.CharField(max_length=40)),
            ],
        ),
        # What is there already waits for the worker, and is found meanwhile.
        migrations.AddField(
            model_name='statement',
            name='unindexed',
            field=models.BooleanField(default=True, null=True),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(condition=models.Q(('unindexed__isnull', False)), fields=['street', 'id'], name='statement_unindexed'),
        ),
        migrations.RunPython(make, remove),
    ]
