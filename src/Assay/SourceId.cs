namespace Assay;

/// <summary>The name of a source of market data, for example <c>coingecko</c>. Lower case, fixed once data of it is stored.</summary>
public readonly record struct SourceId(string Name)
{
    public static readonly SourceId CoinGecko = new("coingecko");
    public static readonly SourceId CoinPaprika = new("coinpaprika");
    public static readonly SourceId CoinMarketCap = new("coinmarketcap");
    public static readonly SourceId CoinMarketCapDex = new("coinmarketcap_dex");
    public static readonly SourceId Binance = new("binance");
    public static readonly SourceId Csv = new("csv");

    /// <summary>Our own price out of all the others. A source like any other, so that history, candles and /data need no second way.</summary>
    public static readonly SourceId Consensus = new("consensus");

    /// <summary>Ourselves: the former names of assets, and on the books the work on the store itself.</summary>
    public static readonly SourceId Assay = new("assay");

    public override string ToString() => Name;
}
