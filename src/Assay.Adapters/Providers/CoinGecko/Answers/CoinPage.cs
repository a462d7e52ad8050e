using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>What one coin is, and what people feel about it.</summary>
internal static class CoinPage
{
    public static readonly KnownAnswer Answer = new(
        new Endpoint("coins/{id}", ["$.id"], ["$.platforms", "$.detail_platforms", "$.description", "$.localization", "$.market_data", "$.market_data.*"]), isList: false, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body) =>
        JsonRecord.Read(body, CoinGeckoWireContext.Default.WireCoinPage, wire => RecordId.IsUsable(wire.Id)
            ? new ParsedPage { Facts = [ToMetadata(wire), .. ToSentiment(wire, payload.FetchedAt)] }
            : null);

    private static CoinMetadata ToMetadata(WireCoinPage wire) => new()
    {
        Location = JsonRecord.Location,
        CoinId = wire.Id!,
        Symbol = wire.Symbol,
        Name = wire.Name,
        Description = wire.Description?.GetValueOrDefault("en"),
        ImageUrl = wire.Image?.GetValueOrDefault("large"),
        GenesisDate = wire.GenesisDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Categories = wire.Categories ?? [],
        Links = wire.Links?.ToMap() ?? ReadOnlyDictionary<string, string>.Empty,
        Contracts = wire.Platforms ?? ReadOnlyDictionary<string, string>.Empty,
    };

    private static IEnumerable<Sentiment> ToSentiment(WireCoinPage wire, DateTimeOffset fetchedAt)
    {
        if (wire is { VotesUp: null, VotesDown: null, Watchers: null })
            yield break;

        yield return new Sentiment
        {
            Location = JsonRecord.Location,
            CoinId = wire.Id!,
            ObservedAt = wire.LastUpdated ?? fetchedAt,
            VotesUp = wire.VotesUp,
            VotesDown = wire.VotesDown,
            Watchers = wire.Watchers,
        };
    }
}

/// <summary><c>/coins/{id}</c>, the fields that we keep.</summary>
internal sealed record WireCoinPage
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary>By language.</summary>
    public IReadOnlyDictionary<string, string>? Description { get; init; }

    /// <summary>By size.</summary>
    public IReadOnlyDictionary<string, string>? Image { get; init; }

    public DateTimeOffset? GenesisDate { get; init; }

    public IReadOnlyList<string>? Categories { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireLinks>))]
    public WireLinks? Links { get; init; }

    public IReadOnlyDictionary<string, string>? Platforms { get; init; }

    [JsonPropertyName("sentiment_votes_up_percentage")]
    public double? VotesUp { get; init; }

    [JsonPropertyName("sentiment_votes_down_percentage")]
    public double? VotesDown { get; init; }

    [JsonPropertyName("watchlist_portfolio_users")]
    public long? Watchers { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}
