using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>How an answer went. <c>error_code</c> is a number in some versions of the API and a text in others.</summary>
internal sealed record WireStatus
{
    public double? ErrorCode { get; init; }

    public double? CreditCount { get; init; }
}

/// <summary>A coin with its price, of <c>listings/latest</c> or <c>quotes/latest</c> in any version: the fields that we keep.</summary>
internal sealed record WireCoin
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary>1 or 0; left out of listings, which have active coins only.</summary>
    public double? IsActive { get; init; }

    public double? NumMarketPairs { get; init; }

    public int? CmcRank { get; init; }

    public double? CirculatingSupply { get; init; }

    public double? TotalSupply { get; init; }

    public double? MaxSupply { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }

    [JsonConverter(typeof(UsdConverter<WireQuote>))]
    public WireQuote? Quote { get; init; }
}

internal sealed record WireQuote
{
    [JsonConverter(typeof(PriceConverter))]
    public double? Price { get; init; }

    [JsonPropertyName("volume_24h")]
    public double? Volume24h { get; init; }

    public double? MarketCap { get; init; }

    [JsonPropertyName("percent_change_24h")]
    public double? PercentChange24h { get; init; }

    [JsonPropertyName("percent_change_7d")]
    public double? PercentChange7d { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}

/// <summary>One coin of <c>map</c>.</summary>
internal sealed record WireListed
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public WirePlatform? Platform { get; init; }
}

/// <summary>What a token lives on. Its id is the platform's in <c>map</c> and that of the platform's coin elsewhere, so we go by name.</summary>
internal sealed record WirePlatform
{
    public string? Name { get; init; }

    public string? Slug { get; init; }

    public string? TokenAddress { get; init; }
}

/// <summary>One coin of <c>info</c>.</summary>
internal sealed record WireInfo
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Logo { get; init; }

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [JsonPropertyName("tag-names"), JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> TagNames { get; init; } = [];

    public WireUrls? Urls { get; init; }

    public WirePlatform? Platform { get; init; }

    /// <summary>One for each platform; left out for a coin that is on none.</summary>
    public IReadOnlyList<WireContract?>? ContractAddress { get; init; }
}

/// <summary>Addresses by what is found there; each of them a list.</summary>
internal sealed record WireUrls
{
    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Website { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> TechnicalDoc { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> SourceCode { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Explorer { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Twitter { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Reddit { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Facebook { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> MessageBoard { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Chat { get; init; } = [];

    [JsonConverter(typeof(TextListConverter))]
    public IReadOnlyList<string> Announcement { get; init; } = [];
}

internal sealed record WireContract
{
    public string? ContractAddress { get; init; }

    public WirePlatform? Platform { get; init; }
}

/// <summary>An exchange of <c>exchange/listings/latest</c>, or of <c>exchange/map</c>, which only names it.</summary>
internal sealed record WireExchange
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Name { get; init; }

    public int? Rank { get; init; }

    public double? ExchangeScore { get; init; }

    public DateTimeOffset? DateLaunched { get; init; }

    [JsonConverter(typeof(UsdConverter<WireQuote>))]
    public WireQuote? Quote { get; init; }
}

/// <summary>The figures of <c>global-metrics/quotes/latest</c>.</summary>
internal sealed record WireGlobal
{
    public double? ActiveCryptocurrencies { get; init; }

    public double? ActiveExchanges { get; init; }

    public double? BtcDominance { get; init; }

    public double? EthDominance { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }

    [JsonConverter(typeof(UsdConverter<WireGlobalQuote>))]
    public WireGlobalQuote? Quote { get; init; }
}

internal sealed record WireGlobalQuote
{
    public double? TotalMarketCap { get; init; }

    [JsonPropertyName("total_volume_24h")]
    public double? TotalVolume24h { get; init; }

    public double? TotalMarketCapYesterdayPercentageChange { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}

/// <summary>A coin of <c>ohlcv/latest</c>, which is one candle itself, or of <c>ohlcv/historical</c>, which has a list of them.</summary>
internal sealed record WireCandles
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }

    public DateTimeOffset? TimeOpen { get; init; }

    [JsonConverter(typeof(UsdConverter<WireOhlcv>))]
    public WireOhlcv? Quote { get; init; }

    public IReadOnlyList<WireCandle?>? Quotes { get; init; }
}

internal sealed record WireCandle
{
    public DateTimeOffset? TimeOpen { get; init; }

    /// <summary>The last millisecond of the interval.</summary>
    public DateTimeOffset? TimeClose { get; init; }

    [JsonConverter(typeof(UsdConverter<WireOhlcv>))]
    public WireOhlcv? Quote { get; init; }
}

internal sealed record WireOhlcv
{
    public double? Open { get; init; }

    public double? High { get; init; }

    public double? Low { get; init; }

    [JsonConverter(typeof(PriceConverter))]
    public double? Close { get; init; }

    public double? Volume { get; init; }

    public double? MarketCap { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}

/// <summary>The answer of <c>key/info</c>.</summary>
internal sealed record WireKey
{
    public WirePlan? Plan { get; init; }

    public WireUsage? Usage { get; init; }
}

internal sealed record WirePlan
{
    public double? CreditLimitMonthly { get; init; }

    /// <summary>For people: <c>In 6 days, 7 hours, 56 minutes</c>.</summary>
    public string? CreditLimitMonthlyReset { get; init; }

    public DateTimeOffset? CreditLimitMonthlyResetTimestamp { get; init; }

    public double? RateLimitMinute { get; init; }
}

internal sealed record WireUsage
{
    public WireMonth? CurrentMonth { get; init; }
}

internal sealed record WireMonth
{
    public double? CreditsUsed { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientDoubleConverter), typeof(LenientRankConverter), typeof(LenientTimeConverter), typeof(LenientTextConverter)])]
[JsonSerializable(typeof(WireStatus))]
[JsonSerializable(typeof(WireCoin))]
[JsonSerializable(typeof(WireListed))]
[JsonSerializable(typeof(WireInfo))]
[JsonSerializable(typeof(WireExchange))]
[JsonSerializable(typeof(WireGlobal))]
[JsonSerializable(typeof(WireGlobalQuote))]
[JsonSerializable(typeof(WireCandles))]
[JsonSerializable(typeof(WireOhlcv))]
[JsonSerializable(typeof(WireKey))]
internal sealed partial class CoinMarketCapWireContext : JsonSerializerContext;
