using System.ComponentModel;
using System.Globalization;
using Assay.Candles;
using Assay.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Cryptos;

internal static class StatisticsApi
{
    private const int MostCandles = 100_000;
    private const string DefaultWindow = "30d";

    public static void MapStatistics(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/cryptos/{coin}/statistics", GetStatistics)
        .WithTags("Cryptos").WithName("GetStatistics").WithSummary("Deviation, volatility, drawdown and more of one asset over a window of time")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<StatisticsAnswer>, ProblemHttpResult>> GetStatistics(
        [AsParameters] StatisticsQuery query, CoinLookup coins, CandleReader reader, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!coins.TryFind(query.Coin, query.Source, out var found, out var problem))
            return problem!;
        if (ParseWindow(query.Window ?? DefaultWindow) is not { } window)
            return Problems.BadRequest($"The parameter window cannot be '{query.Window}'. It is a number of minutes, hours or days such as 90m, 24h or 30d, up to ten years.");
        if (!TryChoose(query.Interval, window, out var interval))
            return Problems.BadRequest($"The parameter interval cannot be '{query.Interval}'. Known: {string.Join(", ", CandleInterval.All)}.");
        if (window / interval.Width > MostCandles)
            return Problems.BadRequest($"A window of {query.Window} has more than {MostCandles} candles of {interval}. Choose a wider interval.");
        var other = default(CoinAtSource);
        if (query.With is { } with && !coins.TryFind(with, query.Source, out other, out problem))
            return problem!;

        var now = clock.GetUtcNow();
        var range = new TimeRange(now - window, now);
        var candles = await ReadAsync(found);
        if (candles.Count < 2)
            return Problems.NotFound($"There are {candles.Count} candles of {interval} of {found.Asset} at {found.Source} within {query.Window ?? DefaultWindow}; statistics need two.");

        var pair = query.With is null ? null : PairAnswer.Of(other, candles, await ReadAsync(other));
        return TypedResults.Ok(StatisticsAnswer.Of(found, query.Window ?? DefaultWindow, interval, candles, pair));

        ValueTask<List<Candle>> ReadAsync(CoinAtSource coin) =>
            reader.ReadAsync(coin.Source, coin.Asset, interval, range, asOf: null, cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>As many candles as tell something, and not more than a question should cost.</summary>
    private static bool TryChoose(string? asked, TimeSpan window, out CandleInterval interval)
    {
        interval = window.TotalDays <= 1 ? CandleInterval.FiveMinutes : window.TotalDays <= 14 ? CandleInterval.OneHour : CandleInterval.OneDay;
        return asked is null || CandleInterval.TryParse(asked, out interval);
    }

    private static TimeSpan? ParseWindow(string text)
    {
        if (text.Length == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 5_256_000)
            return null;

        TimeSpan? window = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        return window?.TotalDays <= 3652 ? window : null;
    }
}

public sealed record StatisticsQuery
{
    [FromRoute(Name = "coin"), Description("An asset: our id or any source's.")]
    public required string Coin { get; init; }

    [FromQuery(Name = "window"), Description("How much of the past, such as 24h or 30d; 30d where nothing is said.")]
    public string? Window { get; init; }

    [FromQuery(Name = "interval"), Description("1m, 5m, 15m, 1h, 4h or 1d; by the window where nothing is said.")]
    public string? Interval { get; init; }

    [FromQuery(Name = "source"), Description("Whose prices; the consensus where there is one.")]
    public string? Source { get; init; }

    [FromQuery(Name = "with"), Description("Another asset, to correlate with.")]
    public string? With { get; init; }
}
