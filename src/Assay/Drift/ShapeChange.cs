namespace Assay.Drift;

/// <summary>A field that is not what it was.</summary>
/// <param name="Path">Where.</param>
/// <param name="Change"><see cref="New"/>, <see cref="Missing"/> or <see cref="Retyped"/>.</param>
/// <param name="Old">Types before; null where it was not there.</param>
/// <param name="Now">Types now; null where it is not there.</param>
/// <param name="Example">A value found there now, cut.</param>
public sealed record ShapeChange(string Path, string Change, string? Old, string? Now, string? Example)
{
    public const string New = "new";
    public const string Missing = "missing";
    public const string Retyped = "retyped";

    /// <summary>What differs. Of a whole branch that is new or missing only the top is told. A value that may be null now, or is no longer, is no change.</summary>
    public static IReadOnlyList<ShapeChange> Between(Shape known, Shape seen)
    {
        var changes = new List<ShapeChange>();
        foreach (var (path, field) in seen.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (!known.Fields.TryGetValue(path, out var before))
            {
                if (!IsBelow(path, changes, New) && IsNewTo(known, path))
                    changes.Add(new(path, New, null, field.ToString(), seen.ExampleOf(path)));
            }
            else if (Retypes(before.Types, field.Types))
            {
                changes.Add(new(path, Retyped, before.ToString(), field.ToString(), seen.ExampleOf(path)));
            }
        }

        foreach (var (path, field) in known.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (!field.IsOptional && seen.IsMissing(path) && !IsBelow(path, changes, Missing))
                changes.Add(new(path, Missing, field.ToString(), null, null));
        }

        return changes;
    }

    private static bool Retypes(JsonTypes before, JsonTypes now)
    {
        var (old, added) = (before & ~JsonTypes.Null, now & ~JsonTypes.Null & ~before);
        return old != JsonTypes.None && added != JsonTypes.None;
    }

    /// <summary>What stands in an array that was always empty, or in an object that was always null, is only learned now.</summary>
    private static bool IsNewTo(Shape known, string path)
    {
        var isField = !path.EndsWith("[]", StringComparison.Ordinal) && path.Contains('.', StringComparison.Ordinal);
        return isField && known.Fields.TryGetValue(path[..path.LastIndexOf('.')], out var parent) && parent.Types.HasFlag(JsonTypes.Object);
    }

    private static bool IsBelow(string path, List<ShapeChange> changes, string change) => changes.Any(other =>
        other.Change == change && path.Length > other.Path.Length && path.StartsWith(other.Path, StringComparison.Ordinal) && path[other.Path.Length] is '.' or '[');
}
