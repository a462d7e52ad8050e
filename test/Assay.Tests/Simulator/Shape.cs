using System.Text.Json;

namespace Assay.Tests.Simulator;

/// <summary>Compares two bodies by the names of their fields and the kinds of their values. A null may stand for anything.</summary>
internal static class Shape
{
    private const int ItemsLookedAt = 5;

    public static void AssertSame(JsonElement expected, JsonElement actual) =>
        Assert.Equal("", string.Join('\n', Differences("$", expected, actual)));

    private static IEnumerable<string> Differences(string path, JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind == JsonValueKind.Null || actual.ValueKind == JsonValueKind.Null)
            return [];
        if (Kind(expected) != Kind(actual))
            return [$"{path} is {Kind(actual)} and not {Kind(expected)}"];

        return expected.ValueKind switch
        {
            JsonValueKind.Array => OfLists(path, expected, actual),
            JsonValueKind.Object when IsByCurrency(expected) => Differences($"{path}.usd", expected.GetProperty("usd"), actual.GetProperty("usd")),
            JsonValueKind.Object => OfObjects(path, expected, actual),
            _ => [],
        };
    }

    private static IEnumerable<string> OfLists(string path, JsonElement expected, JsonElement actual) =>
        expected.GetArrayLength() == 0 ? [] : actual.EnumerateArray().Take(ItemsLookedAt).SelectMany(item => Differences($"{path}[]", expected[0], item));

    private static IEnumerable<string> OfObjects(string path, JsonElement expected, JsonElement actual)
    {
        var missing = Names(expected).Except(Names(actual)).Select(name => $"{path}.{name} is missing");
        var added = Names(actual).Except(Names(expected)).Select(name => $"{path}.{name} is not known there");
        var common = Names(expected).Intersect(Names(actual))
            .SelectMany(name => Differences($"{path}.{name}", expected.GetProperty(name), actual.GetProperty(name)));
        return [.. missing, .. added, .. common];
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(field => field.Name);

    private static bool IsByCurrency(JsonElement value) => value.TryGetProperty("usd", out _);

    private static string Kind(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : $"{value.ValueKind}";
}
