using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

/// <summary>The endpoints for decentralised exchanges that we can read.</summary>
internal static class Endpoints
{
    public const string Networks = "v4/dex/networks/list";
    public const string SpotPairs = "v4/dex/spot-pairs/latest";
    public const string PairQuotes = "v4/dex/pairs/quotes/latest";

    private static readonly string[] NeededOfPool = ["$.data[].contract_address", "$.data[].network_slug", "$.data[].quote[].price"];

    public static readonly IReadOnlyList<EndpointReader> All =
    [
        new(new Endpoint(Networks, ["$.data[].id"], []), ReadNetworks),
        new(new Endpoint(SpotPairs, NeededOfPool, []), ReadPools),
        new(new Endpoint(PairQuotes, NeededOfPool, []), ReadPools),
        KeyInfo.Reader,
    ];

    private static ParsedPage ReadNetworks(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        var (rows, rejections) = Rows.Read(data, CoinMarketCapDexWireContext.Default.WireNetwork, network => network.Id is not null);
        return new ParsedPage { Facts = [.. rows.Select(row => row.ToNetwork())], Rejections = rejections };
    }

    private static ParsedPage ReadPools(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        var (rows, rejections) = Rows.Read(data, CoinMarketCapDexWireContext.Default.WirePool, pool => pool.IsIdentified);
        var pairs = new List<DexPair>();
        foreach (var row in rows)
        {
            if (row.FindFault() is { } fault)
                rejections.Add(fault);
            else
                pairs.Add(row.ToPair(payload.FetchedAt));
        }

        return new ParsedPage { Facts = [.. NetworksOf(rows), .. pairs], Quotes = [.. BestOf(pairs).Select(pair => pair.ToQuote())], Rejections = rejections };
    }

    /// <summary>The list of networks is out of order most of the time, so we learn of them from their pools too.</summary>
    private static IEnumerable<DexNetwork> NetworksOf(IReadOnlyList<Row<WirePool>> rows) => rows
        .Where(row => row.Wire is { NetworkId: not null, NetworkSlug: not null })
        .DistinctBy(row => row.Wire.NetworkId)
        .Select(row => new DexNetwork
        {
            NetworkId = row.Wire.NetworkId!,
            Slug = row.Wire.Network,
            Name = row.Wire.NetworkSlug,
            Location = row.Location,
        });

    /// <summary>For each listed base token the sound pool that is hardest to move.</summary>
    private static IEnumerable<DexPair> BestOf(IEnumerable<DexPair> pairs) => pairs
        .Where(pair => pair is { BaseCoinId: not null, Price: not null, Warning: null })
        .GroupBy(pair => pair.BaseCoinId)
        .Select(pools => pools.MaxBy(pool => pool.Liquidity)!);
}
