using System.Collections.ObjectModel;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>All coins and their contracts.</summary>
internal static class CoinList
{
    public static readonly KnownAnswer Answer = new(new Endpoint("coins/list", ["$[].id"], ["$[].platforms"]), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var (assets, rejections) = JsonRecords.Read(body, CoinGeckoWireContext.Default.WireListedCoin, (wire, _) => ToAsset(wire));
        return new ParsedPage { Assets = assets, Rejections = rejections };
    }

    private static ProviderAsset? ToAsset(WireListedCoin wire) => string.IsNullOrWhiteSpace(wire.Id)
        ? null
        : new ProviderAsset(wire.Id, wire.Symbol, wire.Name, wire.Platforms ?? ReadOnlyDictionary<string, string>.Empty);
}

/// <summary>One row of <c>/coins/list?include_platform=true</c>.</summary>
internal sealed record WireListedCoin
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary>Contract address by platform; <c>{"":""}</c> has been seen for coins that are on none.</summary>
    public IReadOnlyDictionary<string, string>? Platforms { get; init; }
}
