using System.Globalization;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

/// <summary>Tells pools whose price no market supports: anybody may create one and trade with himself.</summary>
internal static class PoolCheck
{
    /// <summary>USD. Less moves with any trade.</summary>
    public const double LeastLiquidity = 1_000;

    /// <summary>A pool that turns over more than this in a day is traded back and forth, or its liquidity has just been taken out.</summary>
    public const double MostTurnover = 20;

    public static readonly TimeSpan OldAfter = TimeSpan.FromHours(1);

    /// <summary>Why the price of a pool should not be trusted, as a sentence; null for a sound one.</summary>
    public static string? FindWarning(double? liquidity, double? volume, DateTimeOffset observedAt, DateTimeOffset fetchedAt) => (liquidity, volume) switch
    {
        (null, _) => "Nobody says how much is in this pool.",
        ({ } inPool, _) when inPool < LeastLiquidity => string.Create(CultureInfo.InvariantCulture, $"Only {inPool:0.##} USD are in this pool."),
        ({ } inPool, { } traded) when traded > MostTurnover * inPool =>
            string.Create(CultureInfo.InvariantCulture, $"{traded:0} USD a day are said to be traded with the {inPool:0} USD that are in this pool."),
        _ when fetchedAt - observedAt > OldAfter => $"The price is of {observedAt.ToIso()}, more than an hour before it was fetched.",
        _ => null,
    };
}
