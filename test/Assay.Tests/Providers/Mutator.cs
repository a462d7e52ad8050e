using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Providers;

/// <summary>Damages JSON bodies in the ways in which bodies get damaged, and in some in which they do not. The same seed does the same damage.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Fragments =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "\\"u8.ToArray(),
        "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), [0], [0xFF], [0xC3, 0x28], "null"u8.ToArray(), "1e400"u8.ToArray(), "8.7e36"u8.ToArray(),
        "NaN"u8.ToArray(), "[[[[[[[["u8.ToArray(), "<html>"u8.ToArray(), "\uFEFF"u8.ToArray(),
    ];

    private readonly Random _random = new(seed);
    private readonly JsonNode?[] _values = Values(seed);

    public byte[] Damage(byte[] body)
    {
        var rounds = 1 + _random.Next(3);
        for (var round = 0; round < rounds; round++)
            body = DamageOnce(body);
        return body;
    }

    private byte[] DamageOnce(byte[] body)
    {
        var at = _random.Next(body.Length + 1);
        var end = Math.Min(body.Length, at + _random.Next(1, 200));
        return _random.Next(7) switch
        {
            0 => Flip(body),
            1 => body[..at], // cut off
            2 => [.. body[..at], .. Fragments[_random.Next(Fragments.Length)], .. body[at..]], // splice
            3 => [.. body[..end], .. body[at..]], // a chunk twice
            4 => [.. body[..at], .. body[end..]], // a chunk lost
            5 => ExplodeDigits(body, at),
            _ => ReplaceField(body),
        };
    }

    private byte[] Flip(byte[] body)
    {
        byte[] flipped = [.. body];
        for (var flips = 1 + _random.Next(4); flips > 0 && flipped.Length > 0; flips--)
            flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
        return flipped;
    }

    private byte[] ExplodeDigits(byte[] body, int from)
    {
        var digit = body.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
        return digit < 0 ? body : [.. body[..(from + digit)], .. Encoding.ASCII.GetBytes(new string('9', 1 + _random.Next(400))), .. body[(from + digit)..]];
    }

    private byte[] ReplaceField(byte[] body)
    {
        try
        {
            var root = JsonNode.Parse(body);
            var rows = RowsOf(root);
            if (rows.Count == 0 || rows[_random.Next(rows.Count)] is not JsonObject { Count: > 0 } row)
                return body;

            if (_random.Next(3) == 0 && FiguresOf(row) is JsonObject { Count: > 0 } figures)
                row = figures;
            row[row.ElementAt(_random.Next(row.Count)).Key] = _values[_random.Next(_values.Length)]?.DeepClone();
            return Encoding.UTF8.GetBytes(root!.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return body; // too damaged already
        }
    }

    /// <summary>The rows of a list, be it the whole body or its data, or of a map of rows and lists of rows.</summary>
    private static IList<JsonNode?> RowsOf(JsonNode? root) => root switch
    {
        JsonArray list => list,
        JsonObject { Count: > 0 } frame when frame["data"] is JsonArray list => list,
        JsonObject { Count: > 0 } frame when frame["data"] is JsonObject map => map.SelectMany(entry => entry.Value is JsonArray list ? (IEnumerable<JsonNode?>)list : [entry.Value]).ToList(),
        _ => [],
    };

    private static JsonNode? FiguresOf(JsonObject row) => row["quotes"]?["USD"] ?? (row["quote"] is JsonArray { Count: > 0 } list ? list[0] : (row["quote"] as JsonObject)?["USD"]);

    private static JsonNode?[] Values(int seed)
    {
        var leaf = Gen.OneOf(
            Gen.Constant<JsonNode?>(null),
            ArbMap.Default.GeneratorFor<bool>().Select(value => (JsonNode?)JsonValue.Create(value)),
            ArbMap.Default.GeneratorFor<long>().Select(value => (JsonNode?)JsonValue.Create(value)),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(value => (JsonNode?)JsonValue.Create(value.Item)),
            ArbMap.Default.GeneratorFor<string?>().Select(value => (JsonNode?)JsonValue.Create(value)));
        var list = leaf.ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]));
        var map = leaf.ListOf().Select(items => (JsonNode?)new JsonObject(
            items.Select((item, index) => KeyValuePair.Create($"k{index}", item?.DeepClone()))));
        return [.. Gen.OneOf(leaf, list, map).Sample(50, new Rnd((ulong)seed, 1), 500)];
    }
}
