using System.Globalization;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika;

/// <summary>How much of the past each of CoinPaprika's plans tells.</summary>
internal sealed record CoinPaprikaPlan(string Name, IReadOnlyList<HistoryReach> Reaches)
{
    public const int RowsPerCall = 5000;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public static readonly CoinPaprikaPlan Free = new("free", [Hourly(TimeSpan.FromDays(1)), Daily(Year)]);

    /// <summary>The least that a key can stand for.</summary>
    public static readonly CoinPaprikaPlan Starter = new("starter", [Fine(TimeSpan.FromDays(7)), Hourly(TimeSpan.FromDays(30)), Daily(5 * Year)]);

    private static readonly CoinPaprikaPlan[] Larger =
    [
        new("pro", [Fine(TimeSpan.FromDays(30)), Hourly(TimeSpan.FromDays(90)), Daily(null)]),
        new("business", [Fine(Year), Hourly(Year), Daily(null)]),
        new("enterprise", [Fine(null), Hourly(null), Daily(null)]),
    ];

    /// <summary>The plan that the API says a key has; one that we do not know is taken for the least.</summary>
    public static CoinPaprikaPlan Of(string? name) => Larger.FirstOrDefault(plan => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Starter;

    /// <summary>The API's word for how far apart rows are: 5m, 1h or 1d.</summary>
    public static string IntervalOf(HistoryReach reach) => reach.Step switch
    {
        { TotalDays: >= 1 and var days } => string.Create(CultureInfo.InvariantCulture, $"{days}d"),
        { TotalHours: >= 1 and var hours } => string.Create(CultureInfo.InvariantCulture, $"{hours}h"),
        { TotalMinutes: var minutes } => string.Create(CultureInfo.InvariantCulture, $"{minutes}m"),
    };

    private static HistoryReach Fine(TimeSpan? back) => Reach(TimeSpan.FromMinutes(5), back);

    private static HistoryReach Hourly(TimeSpan? back) => Reach(TimeSpan.FromHours(1), back);

    private static HistoryReach Daily(TimeSpan? back) => Reach(TimeSpan.FromDays(1), back);

    /// <summary>A range has a row at both of its ends.</summary>
    private static HistoryReach Reach(TimeSpan step, TimeSpan? back) => new(step, (RowsPerCall - 1) * step, back);
}
