using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>How much of the past each of CoinMarketCap's plans tells. The API does not say which one a key has, so the settings do.</summary>
internal sealed record CoinMarketCapPlan(string Name, IReadOnlyList<HistoryReach> Reaches)
{
    /// <summary>A call may have ten times as many candles; a hundred of them are a credit.</summary>
    private const int CandlesPerCall = 1000;

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public static readonly CoinMarketCapPlan Keyless = new("keyless", []);
    public static readonly CoinMarketCapPlan Basic = new("basic", []);

    private static readonly CoinMarketCapPlan[] Known =
    [
        Basic, new("builder", []), Candles("startup", Month), Candles("growth", 3 * Month), Candles("professional", TimeSpan.FromDays(365)), Candles("enterprise", null),
    ];

    /// <exception cref="ProviderException">There is no such plan.</exception>
    public static CoinMarketCapPlan Of(string? name) => string.IsNullOrEmpty(name)
        ? Basic
        : Known.FirstOrDefault(plan => plan.Name == name) ?? throw new ProviderException($"CoinMarketCap has no plan called '{name}'. Known: {string.Join(", ", Known.Select(plan => plan.Name))}.");

    /// <summary>Days are told from the beginning, hours not so far back.</summary>
    private static CoinMarketCapPlan Candles(string name, TimeSpan? hoursBack) => new(name, [Reach(TimeSpan.FromHours(1), hoursBack), Reach(TimeSpan.FromDays(1), null)]);

    private static HistoryReach Reach(TimeSpan step, TimeSpan? back) => new(step, CandlesPerCall * step, back);
}
