using System.Globalization;

namespace Assay.Adapters.Storage;

/// <summary>One numbered step of a schema, an SQL script in this assembly.</summary>
internal sealed record Migration(int Version, string Name, string Script)
{
    /// <summary>All that this program knows for a store, oldest first. They lie in a folder beside the type.</summary>
    public static IReadOnlyList<Migration> Beside(Type type) => [.. Load(type).OrderBy(migration => migration.Version)];

    /// <summary>What a program says that is older than the database it was given.</summary>
    public static string TooNew(string description, int applied, int known) =>
        $"{description} was changed by a newer version of Assay (schema {applied}, this program knows {known}). "
        + "Run that version, or name another database in DATABASE_URL.";

    private static IEnumerable<Migration> Load(Type type)
    {
        var folder = $"{type.Namespace}.Migrations.";
        foreach (var resource in type.Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(type.Assembly.GetManifestResourceStream(resource)!);
            var name = resource[folder.Length..^".sql".Length];
            yield return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd());
        }
    }
}
