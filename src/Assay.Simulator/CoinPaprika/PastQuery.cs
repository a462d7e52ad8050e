using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.CoinPaprika;

/// <summary>What <c>/tickers/{id}/historical</c> is asked for.</summary>
internal sealed record PastQuery(DateTimeOffset From, DateTimeOffset To, TimeSpan Step, int Limit)
{
    private const int DefaultLimit = 1000;
    private const int MostRows = 5000;

    private static readonly (string Name, TimeSpan Step)[] Intervals =
    [
        ("5m", TimeSpan.FromMinutes(5)), ("15m", TimeSpan.FromMinutes(15)), ("30m", TimeSpan.FromMinutes(30)), ("1h", TimeSpan.FromHours(1)),
        ("6h", TimeSpan.FromHours(6)), ("12h", TimeSpan.FromHours(12)), ("24h", TimeSpan.FromDays(1)), ("1d", TimeSpan.FromDays(1)), ("7d", TimeSpan.FromDays(7)),
    ];

    /// <summary>How many days each plan looks back: in days, in hours, in minutes. Without a key it is the free one.</summary>
    private static readonly Dictionary<string, (double Days, double Hours, double Minutes)> Back = new(StringComparer.OrdinalIgnoreCase)
    {
        ["free"] = (365, 1, 0),
        ["starter"] = (5 * 365, 30, 7),
        ["pro"] = (double.MaxValue, 90, 30),
        ["business"] = (double.MaxValue, 365, 365),
        ["enterprise"] = (double.MaxValue, double.MaxValue, double.MaxValue),
    };

    /// <summary>Null with CoinPaprika's words in <paramref name="error"/> where it would refuse.</summary>
    public static PastQuery? Read(IQueryCollection query, DateTimeOffset now, out string? error)
    {
        var interval = query["interval"].ToString() is { Length: > 0 } name ? name : "5m";
        var step = Array.Find(Intervals, known => known.Name == interval).Step;
        var from = Time(query["start"]);
        error = step == default ? "invalid parameters: interval" : from is null ? "invalid parameters: start" : null;
        return error is null ? new PastQuery(from!.Value, Time(query["end"]) ?? now, step, Math.Clamp(Number(query["limit"], DefaultLimit), 1, MostRows)) : null;
    }

    public bool IsBeyond(string plan, DateTimeOffset now)
    {
        var (days, hours, minutes) = Back.GetValueOrDefault(plan, Back["free"]);
        var most = Step.TotalDays >= 1 ? days : Step.TotalHours >= 1 ? hours : minutes;
        return (now - From).TotalDays > most;
    }

    private static DateTimeOffset? Time(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
