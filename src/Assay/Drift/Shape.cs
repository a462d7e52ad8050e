using System.Text.Json;
using Assay.Providers;

namespace Assay.Drift;

/// <summary>
/// The paths of an answer and the types found there, over the whole body: elements of an array are taken together, and so are the values of a map.
/// A path reads like <c>$[].quotes.USD.price</c> or <c>$.data.*.name</c>.
/// </summary>
public sealed class Shape
{
    private readonly Dictionary<string, string> _examples;

    internal Shape(Dictionary<string, ShapeField> fields, Dictionary<string, string> examples) => (Fields, _examples) = (fields, examples);

    public IReadOnlyDictionary<string, ShapeField> Fields { get; }

    /// <summary>A value that was found at the path, cut; null where there was none.</summary>
    public string? ExampleOf(string path) => _examples.GetValueOrDefault(path);

    /// <summary>The shape of a body; null where it is no JSON, or so odd that nothing can be said.</summary>
    public static Shape? Of(ReadOnlySpan<byte> body, Endpoint endpoint) => ShapeReader.Read(body, endpoint.Maps);

    public static Shape Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new Shape(document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => ShapeField.Parse(field.Value.GetString()!)), []);
    }

    /// <summary>The same text for the same shape, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonText.Of(Fields.ToDictionary(field => field.Key, field => field.Value.ToString()));

    /// <summary>This shape and another one that was seen later: what is missing in either is optional from now on.</summary>
    public Shape With(Shape later)
    {
        var fields = new Dictionary<string, ShapeField>(Fields);
        foreach (var (path, field) in later.Fields)
        {
            fields[path] = Fields.TryGetValue(path, out var known)
                ? new ShapeField(known.Types | field.Types, known.IsOptional || field.IsOptional)
                : field with { IsOptional = true };
        }

        foreach (var (path, field) in Fields)
        {
            if (later.IsMissing(path))
                fields[path] = field with { IsOptional = true };
        }

        return new Shape(fields, []);
    }

    /// <summary>Whether the path is not there although an object is that might have it.</summary>
    public bool IsMissing(string path) =>
        !Fields.ContainsKey(path) && ParentOf(path) is { } parent && Fields.TryGetValue(parent, out var field) && field.Types.HasFlag(JsonTypes.Object);

    private static string? ParentOf(string path) => path.LastIndexOf('.') is var dot and > 0 ? path[..dot] : null;
}
