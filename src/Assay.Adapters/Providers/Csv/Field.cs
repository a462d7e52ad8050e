using System.Collections.Frozen;

namespace Assay.Adapters.Providers.Csv;

/// <summary>What a column can hold.</summary>
internal enum Field
{
    Id, Symbol, Name, Time, Open, High, Low, Price, AdjustedClose, Volume, Volume24h, MarketCap, PriceChange24h, PriceChange7d,
    High24h, Low24h, CirculatingSupply, TotalSupply, MaxSupply, Rank, Currency,
}

/// <summary>What the columns are called in the files of this world.</summary>
internal static class FieldNames
{
    // Where a file has several of them, the one that stands first here is taken: a close before a price, so that OHLC rows stay
    // whole; a percentage before CoinGecko's price_change_24h, which is in dollars there and percent in our own /data.
    private static readonly (Field Field, string[] Names)[] Known =
    [
        (Field.Id, ["coinid", "id", "slug", "assetid"]),
        (Field.Symbol, ["symbol", "ticker"]),
        (Field.Name, ["name", "coinname", "coin", "cryptocurrency"]),
        (Field.Time, ["timestamp", "time", "lastupdated", "observedat", "unix", "unixtime", "datetime", "opentime", "snappedat", "date"]),
        (Field.Open, ["open"]),
        (Field.High, ["high"]),
        (Field.Low, ["low"]),
        (Field.Price, ["close", "price", "currentprice", "priceusd", "lastprice"]),
        (Field.AdjustedClose, ["adjclose", "adjustedclose"]),
        (Field.Volume, ["volume"]),
        (Field.Volume24h, ["volume24h", "24hvolume", "totalvolume", "volumeusd24h"]),
        (Field.MarketCap, ["marketcap", "mcap", "marketcapusd", "marketcapitalization"]),
        (Field.PriceChange24h, ["pricechangepercentage24h", "percentchange24h", "pricechange24h", "change24h", "24hchange", "24h%", "%24h", "24h"]),
        (Field.PriceChange7d, ["pricechangepercentage7d", "percentchange7d", "pricechange7d", "change7d", "7dchange", "7d%", "%7d", "7d"]),
        (Field.High24h, ["high24h", "24hhigh"]),
        (Field.Low24h, ["low24h", "24hlow"]),
        (Field.CirculatingSupply, ["circulatingsupply", "availablesupply", "supply"]),
        (Field.TotalSupply, ["totalsupply"]),
        (Field.MaxSupply, ["maxsupply"]),
        (Field.Rank, ["rank", "marketcaprank", "cmcrank", "#"]),
        (Field.Currency, ["currency"]),
    ];

    private static readonly FrozenDictionary<string, Field> ByName =
        Known.SelectMany(known => known.Names.Select(name => KeyValuePair.Create(name, known.Field))).ToFrozenDictionary();

    public static int Count => Known.Length;

    /// <summary>The field that a word of the user's means, for example <c>market_cap</c>.</summary>
    public static Field? Find(string name) => ByName.TryGetValue(Normalize(name), out var field) ? field : null;

    /// <summary>The column of each field, -1 where there is none.</summary>
    public static int[] Match(IReadOnlyList<string> columns)
    {
        var names = columns.Select(Normalize).ToList();
        var found = new int[Count];
        foreach (var (field, aliases) in Known)
            found[(int)field] = aliases.Select(alias => names.IndexOf(alias)).FirstOrDefault(column => column >= 0, -1);
        return found;
    }

    /// <summary>Case, spaces, underscores and brackets make no difference: <c>Volume (24h)</c> is <c>volume_24h</c>.</summary>
    public static string Normalize(string name) =>
        string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c is '#' or '%')).ToLowerInvariant();
}
