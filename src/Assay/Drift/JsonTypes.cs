using System.Diagnostics.CodeAnalysis;

namespace Assay.Drift;

/// <summary>The types that a value has been seen with.</summary>
[Flags]
[SuppressMessage("Naming", "CA1720", Justification = "These are the names that JSON itself has for them.")]
public enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    String = 8,
    Object = 16,
    Array = 32,
}

/// <param name="Types">All that it was seen with.</param>
/// <param name="IsOptional">Whether an object that may have it was seen without.</param>
public readonly record struct ShapeField(JsonTypes Types, bool IsOptional)
{
    private static readonly JsonTypes[] Known = [.. Enum.GetValues<JsonTypes>().Where(type => type != JsonTypes.None)];

    /// <summary>For example <c>number|null?</c>, the mark for what is optional.</summary>
    public override string ToString()
    {
        var types = Types;
        return string.Join('|', Known.Where(type => types.HasFlag(type)).Reverse().Select(type => type.ToString().ToLowerInvariant())) + (IsOptional ? "?" : "");
    }

    /// <summary>Reads what <see cref="ToString"/> gives; words that are not known are passed over.</summary>
    public static ShapeField Parse(string text)
    {
        var isOptional = text.EndsWith('?');
        var types = text.TrimEnd('?').Split('|').Aggregate(JsonTypes.None, (sum, word) => Enum.TryParse<JsonTypes>(word, ignoreCase: true, out var type) ? sum | type : sum);
        return new ShapeField(types, isOptional);
    }
}
