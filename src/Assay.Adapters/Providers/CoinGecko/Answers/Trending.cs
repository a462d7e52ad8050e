using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>The coins that most people look for.</summary>
internal static class Trending
{
    public static readonly KnownAnswer Answer = new(
        new Endpoint("search/trending", ["$.coins[].item.id"], ["$.coins[].item.data.price_change_percentage_24h", "$.categories[].data.market_cap_change_percentage_24h"]),
        isList: false, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var coins = JsonMember.Find(body, "coins"u8);
        if (!JsonArrayReader.IsArray(coins))
            return new ParsedPage { Rejections = [JsonRecords.Reject("It has no list 'coins'.", JsonRecord.Location, body)] };

        var (places, rejections) = JsonRecords.Read(coins, CoinGeckoWireContext.Default.WireTrendingEntry, ToFact, "$.coins");
        return new ParsedPage { Facts = places, Rejections = rejections };
    }

    private static TrendingCoin? ToFact(WireTrendingEntry wire, RecordLocation location) => wire.Item is { } coin && RecordId.IsUsable(coin.Id)
        ? new TrendingCoin
        {
            Location = location,
            Place = (int)location.Number!.Value + 1,
            CoinId = coin.Id!,
            Symbol = coin.Symbol,
            Name = coin.Name,
            Rank = coin.MarketCapRank,
            Price = coin.Data?.Price,
            PriceChange24h = coin.Data?.PriceChangePercentage24h?.Usd,
        }
        : null;
}

internal sealed record WireTrendingEntry
{
    public WireTrendingCoin? Item { get; init; }
}

/// <summary>A coin that is looked for. In 2021 it came without <see cref="Data"/>.</summary>
internal sealed record WireTrendingCoin
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public int? MarketCapRank { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireTrendingData>))]
    public WireTrendingData? Data { get; init; }
}

internal sealed record WireTrendingData
{
    /// <summary>A number, or written for people as <c>$1,234.56</c>, as its neighbours are.</summary>
    [JsonConverter(typeof(DollarsConverter))]
    public double? Price { get; init; }

    [JsonPropertyName("price_change_percentage_24h")]
    [JsonConverter(typeof(LenientObjectConverter<WireByCurrency>))]
    public WireByCurrency? PriceChangePercentage24h { get; init; }
}

/// <summary>A figure by currency or coin.</summary>
internal sealed record WireByCurrency
{
    public double? Usd { get; init; }

    public double? Btc { get; init; }

    public double? Eth { get; init; }
}
