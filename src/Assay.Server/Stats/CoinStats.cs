using System.Text.Json.Serialization;
using Assay.Server.Http;

namespace Assay.Server.Stats;

/// <summary>The latest figures of one asset, USD and percent. Some names are another system's, kept for its clients.</summary>
internal sealed record CoinStats(
    string Coin,
    double? Price,
    [property: JsonPropertyName("marketCap")] double? MarketCap,
    [property: JsonPropertyName("24hChange")] double? Change24h,
    string Source,
    DateTimeOffset LastUpdated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom)
{
    public static CoinStats Of(CoinAtSource found)
    {
        var quote = found.Row.Quote;
        return new(found.Asset.Slug, quote.Figures.Price, quote.Figures.MarketCap, quote.Figures.PriceChange24h, quote.Source.Name, quote.ObservedAt, found.RedirectedFrom);
    }
}

/// <param name="Coin">The asset.</param>
/// <param name="Deviation">Population standard deviation in USD.</param>
/// <param name="Records">How many prices it is of.</param>
/// <param name="Source">Whose prices.</param>
/// <param name="RedirectedFrom">The old id that was asked for.</param>
internal sealed record PriceDeviation(
    string Coin, double Deviation, int Records, string Source, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom);
