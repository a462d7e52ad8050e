using System.Globalization;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.CoinGecko;

/// <summary>What <c>/coins/markets</c> is asked for.</summary>
internal sealed record MarketsQuery(
    string Currency, IReadOnlyList<string>? Ids, string Order, int PerPage, int Page, Precision Precision, bool Sparkline)
{
    private const int DefaultPerPage = 100;
    private const int MostPerPage = 250;

    private static readonly (string Name, TimeSpan Span)[] KnownPeriods =
    [
        ("1h", TimeSpan.FromHours(1)), ("24h", TimeSpan.FromHours(24)), ("7d", TimeSpan.FromDays(7)), ("14d", TimeSpan.FromDays(14)),
        ("30d", TimeSpan.FromDays(30)), ("200d", TimeSpan.FromDays(200)), ("1y", TimeSpan.FromDays(365)),
    ];

    /// <summary>The spans of time over which changes were asked for.</summary>
    public IReadOnlyList<(string Name, TimeSpan Span)> Periods { get; private init; } = [];

    /// <summary>Null with CoinGecko's words in <paramref name="error"/> where it would refuse.</summary>
    public static MarketsQuery? Read(IQueryCollection query, out string? error)
    {
        error = query["vs_currency"].ToString() is { Length: > 0 } ? null : "Missing parameter vs_currency";
        if (error is not null)
            return null;

        var ids = query["ids"].ToString();
        var periods = SplitIds(query["price_change_percentage"].ToString());
        return new MarketsQuery(
            query["vs_currency"].ToString(),
            ids.Length == 0 ? null : SplitIds(ids),
            query["order"].ToString(),
            Math.Clamp(Number(query["per_page"], DefaultPerPage), 1, MostPerPage),
            Math.Max(1, Number(query["page"], 1)),
            Precision.Parse(query["precision"]),
            query["sparkline"] == "true")
        {
            Periods = [.. KnownPeriods.Where(period => periods.Contains(period.Name))],
        };
    }

    /// <summary>The ids of a list. At CoinGecko a space ends it: <c>bitcoin, ethereum</c> is bitcoin alone.</summary>
    public static string[] SplitIds(string list) => list.Split(' ')[0].Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The coins of the page that was asked for. Ids that nobody has are left out without a word.</summary>
    public IEnumerable<Coin> Select(Listing listing, Ranking ranking)
    {
        var coins = Ids is null ? ranking.Coins : Wanted(listing, ranking);
        var skip = (long)(Page - 1) * PerPage;
        return skip >= coins.Count ? [] : Sorted(coins, listing.Now).Skip((int)skip).Take(PerPage);
    }

    private List<Coin> Wanted(Listing listing, Ranking ranking) =>
        [.. Ids!.Distinct().Select(listing.Find).OfType<Coin>().OrderBy(coin => ranking.RankOf(coin) ?? int.MaxValue)];

    private IEnumerable<Coin> Sorted(IReadOnlyList<Coin> byMarketCap, DateTimeOffset now) => Order switch
    {
        "market_cap_asc" => byMarketCap.Reverse(),
        "volume_desc" => byMarketCap.OrderByDescending(coin => LivingMarket.Volume(coin, now)),
        "volume_asc" => byMarketCap.OrderBy(coin => LivingMarket.Volume(coin, now)),
        "id_asc" => byMarketCap.OrderBy(coin => coin.CoinGeckoId, StringComparer.Ordinal),
        "id_desc" => byMarketCap.OrderByDescending(coin => coin.CoinGeckoId, StringComparer.Ordinal),
        _ => byMarketCap,
    };

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
