using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.CoinGecko;

/// <summary>What <c>/coins/{id}/market_chart</c> and its <c>/range</c> are asked for.</summary>
internal sealed record ChartQuery(string Currency, DateTimeOffset From, DateTimeOffset To, Precision Precision)
{
    /// <summary>Plans without a key, and the demo plan, do not look back further.</summary>
    private static readonly TimeSpan FreeBack = TimeSpan.FromDays(365);

    /// <summary>How far apart the points are: five minutes within a day, hours within 90 days, days beyond.</summary>
    public TimeSpan Step => (To - From) switch
    {
        { TotalDays: <= 1 } => TimeSpan.FromMinutes(5),
        { TotalDays: <= 90 } => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    public bool IsBeyond(HttpRequest request, DateTimeOffset now) =>
        !request.Headers.ContainsKey("x-cg-pro-api-key") && From < now - FreeBack;

    /// <summary>Null with CoinGecko's words in <paramref name="error"/> where it would refuse.</summary>
    public static ChartQuery? ReadRange(IQueryCollection query, out string? error)
    {
        error = null;
        foreach (var name in (string[])["vs_currency", "from", "to"])
        {
            if (query[name].ToString() is not { Length: > 0 })
                error ??= $"Missing parameter {name}";
        }

        return error is null && Seconds(query["from"]) is { } from && Seconds(query["to"]) is { } to
            ? new ChartQuery(query["vs_currency"].ToString(), from, to, Precision.Parse(query["precision"]))
            : null;
    }

    /// <summary>The last days up to now.</summary>
    public static ChartQuery? ReadDays(IQueryCollection query, DateTimeOffset now, out string? error)
    {
        error = query["vs_currency"].ToString() is not { Length: > 0 } ? "Missing parameter vs_currency"
            : query["days"].ToString() is not { Length: > 0 } ? "Missing parameter days"
            : null;
        return error is null && int.TryParse(query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 10_000
            ? new ChartQuery(query["vs_currency"].ToString(), now.AddDays(-days), now, Precision.Parse(query["precision"]))
            : null;
    }

    private static DateTimeOffset? Seconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
