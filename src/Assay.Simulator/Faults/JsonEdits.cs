using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Simulator.Faults;

/// <summary>Changes to an answer that need not know whose it is: they go by the names of fields that all providers share.</summary>
internal static class JsonEdits
{
    private static readonly string[] PriceFields = ["current_price", "price", "open", "high", "low", "close"];
    private static readonly string[] TimeFields = ["last_updated", "last_updated_at", "updated_at", "last_data_at", "timestamp"];

    /// <summary>What an answer is about, the most telling first.</summary>
    private static readonly string[] NeededFields =
    [
        "current_price", "price", "close", "trade_volume_24h_btc", "adjusted_volume_24h", "total_market_cap", "market_cap_usd",
        "description", "contract_address", "symbol", "name", "id", "plan",
    ];

    public static JsonNode PutNulls(JsonNode root)
    {
        foreach (var list in Descendants(root).OfType<JsonArray>().Where(list => list.Count > 0).ToList())
            list.Insert(list.Count / 2, null);
        return root;
    }

    public static JsonNode Prices(JsonNode root, FaultRule rule, Func<double, double> change) => Numbers(root, rule, PriceFields.Contains, change);

    public static JsonNode Figures(JsonNode root, FaultRule rule, Func<double, double> change) => Numbers(root, rule, IsFigure, change);

    public static JsonNode Rename(JsonNode root, FaultRule rule)
    {
        foreach (var (parent, name) in Needed(root, rule))
        {
            var value = parent[name];
            var index = parent.IndexOf(name);
            parent.RemoveAt(index);
            parent.Insert(index, $"{name}_new", value);
        }

        return root;
    }

    public static JsonNode Retype(JsonNode root, FaultRule rule)
    {
        foreach (var (parent, name) in Needed(root, rule))
        {
            var value = parent[name];
            parent[name] = new JsonObject { ["value"] = value?.DeepClone() };
        }

        return root;
    }

    /// <summary>Null where the answer is about nothing but that one id.</summary>
    public static JsonNode? DropFirst(JsonNode root)
    {
        switch (Table(root))
        {
            case JsonArray { Count: > 0 } list:
                list.RemoveAt(0);
                return root;
            case JsonObject map when IsMapOfRows(map):
                map.RemoveAt(0);
                return root;
            case JsonObject one when one.ContainsKey("id"):
                return null;
            default:
                return root;
        }
    }

    public static JsonNode Duplicate(JsonNode root, FaultRule rule)
    {
        if (Table(root) is JsonArray list)
        {
            foreach (var row in Spoilt(list, rule).ToList())
                list.Insert(list.IndexOf(row) + 1, row.DeepClone());
        }

        return root;
    }

    public static JsonNode Shift(JsonNode root, FaultRule rule, TimeSpan by)
    {
        foreach (var row in Spoilt(Table(root), rule))
            ShiftAll(row, by);
        return root;
    }

    public static JsonNode ShiftAll(JsonNode root, TimeSpan by)
    {
        foreach (var (parent, name) in Fields(root).Where(field => TimeFields.Contains(field.Name)).ToList())
            parent[name] = Shifted(parent[name], by);
        return root;
    }

    /// <summary>A time as it was written: seconds, milliseconds, or a text with or without them.</summary>
    private static JsonNode? Shifted(JsonNode? time, TimeSpan by) => time?.GetValueKind() switch
    {
        JsonValueKind.Number when time.GetValue<double>() > 1e11 => time.GetValue<double>() + by.TotalMilliseconds,
        JsonValueKind.Number => time.GetValue<double>() + by.TotalSeconds,
        JsonValueKind.String when DateTimeOffset.TryParse(time.GetValue<string>(), CultureInfo.InvariantCulture, out var moment) =>
            time.GetValue<string>().Contains('.', StringComparison.Ordinal) ? (moment + by).ToMillisecondsText() : (moment + by).ToSecondsText(),
        _ => time?.DeepClone(),
    };

    private static JsonNode Numbers(JsonNode root, FaultRule rule, Func<string, bool> isMeant, Func<double, double> change)
    {
        foreach (var row in Spoilt(Table(root), rule))
        {
            foreach (var (parent, name) in Fields(row).Where(field => isMeant(field.Name)).ToList())
            {
                if (parent[name] is JsonObject byCurrency)
                    ChangeNumbers(byCurrency, byCurrency.Select(figure => figure.Key), change);
                else
                    ChangeNumbers(parent, [name], change);
            }
        }

        return root;
    }

    private static void ChangeNumbers(JsonObject parent, IEnumerable<string> names, Func<double, double> change)
    {
        foreach (var name in names.ToList())
        {
            if (parent[name]?.GetValueKind() == JsonValueKind.Number)
                parent[name] = change(parent[name]!.GetValue<double>());
        }
    }

    private static bool IsFigure(string name) => PriceFields.Contains(name)
        || ((name.Contains("volume", StringComparison.Ordinal) || name.Contains("market_cap", StringComparison.Ordinal))
            && !name.Contains("change", StringComparison.Ordinal) && !name.Contains("percent", StringComparison.Ordinal)
            && !name.Contains("rank", StringComparison.Ordinal));

    private static IEnumerable<(JsonObject Parent, string Name)> Needed(JsonNode root, FaultRule rule)
    {
        var fields = Spoilt(Table(root), rule).SelectMany(Fields).ToList();
        var name = rule.Field ?? NeededFields.FirstOrDefault(name => fields.Exists(field => field.Name == name));
        return fields.Where(field => field.Name == name);
    }

    /// <summary>Where the rows are: at the root, or in its <c>data</c> or <c>coins</c>.</summary>
    private static JsonNode Table(JsonNode root) => root is JsonObject whole ? whole["data"] ?? whole["coins"] ?? root : root;

    private static IEnumerable<JsonNode> Spoilt(JsonNode table, FaultRule rule) => Rows(table).Where((_, index) => index % (rule.Every ?? 1) == 0);

    private static IEnumerable<JsonNode> Rows(JsonNode table) => table switch
    {
        JsonArray list => list.OfType<JsonNode>(),
        JsonObject map when IsMapOfRows(map) => map.Select(entry => entry.Value!),
        _ => [table],
    };

    private static bool IsMapOfRows(JsonObject map) => map.Count > 0 && map.All(entry => entry.Value is JsonObject);

    private static IEnumerable<(JsonObject Parent, string Name)> Fields(JsonNode root) =>
        Descendants(root).OfType<JsonObject>().SelectMany(parent => parent.Select(field => (parent, field.Key)));

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var below = node switch
        {
            JsonObject parent => parent.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
        return below.OfType<JsonNode>().SelectMany(Descendants).Prepend(node);
    }
}
