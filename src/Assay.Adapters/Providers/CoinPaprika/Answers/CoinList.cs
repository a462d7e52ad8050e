using System.Collections.ObjectModel;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>All coins, also those that are traded nowhere any more: these are left out.</summary>
internal static class CoinList
{
    public static readonly KnownAnswer Answer = new(new Endpoint("coins", ["$[].id"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var (coins, rejections) = JsonRecords.Read(
            body, CoinPaprikaWireContext.Default.WireListedCoin, (wire, _) => string.IsNullOrWhiteSpace(wire.Id) ? null : wire);
        var active = coins.Where(coin => coin.IsActive != false);
        return new ParsedPage
        {
            Assets = [.. active.Select(coin => new ProviderAsset(coin.Id!, coin.Symbol, coin.Name, ReadOnlyDictionary<string, string>.Empty))],
            Rejections = rejections,
        };
    }
}

/// <summary>One row of <c>/coins</c>, the fields that we keep.</summary>
internal sealed record WireListedCoin
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public bool? IsActive { get; init; }
}
