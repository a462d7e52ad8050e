using System.Text.Json.Nodes;
using Assay.Simulator.Cmc;
using Assay.Simulator.Market;

namespace Assay.Simulator.CmcDex;

/// <summary>A decentralised exchange on one network.</summary>
internal sealed record Dex(int Id, string Slug, string Network);

/// <summary>One side of a pool.</summary>
/// <param name="Coin">What it is. CoinMarketCap's id of it is null where it is not listed.</param>
/// <param name="Address">Its contract on the network.</param>
internal sealed record PoolAsset(Coin Coin, string Address);

/// <summary>Two tokens that can be changed for each other. The same two may have several pools.</summary>
internal sealed record Pool(Platform Network, Dex Dex, string Address, PoolAsset Base, PoolAsset Quote, ulong Key)
{
    private const double PartOfAllTrade = 0.02;
    private const string Dollar = "2781";
    private static readonly TimeSpan GarbageAge = TimeSpan.FromHours(8);

    /// <summary>Much trade that nobody could have done: there is next to nothing in it.</summary>
    public bool IsGarbage { get; init; }

    public double Volume(DateTimeOffset time) =>
        IsGarbage ? 4e7 : LivingMarket.Volume(Base.Coin, time) * PartOfAllTrade * Chance.Fraction(Key ^ 601);

    /// <summary>All figures are those of <paramref name="quotedAt"/>.</summary>
    public JsonObject ToRow(DateTimeOffset quotedAt, string? scroll)
    {
        var time = IsGarbage ? quotedAt - GarbageAge : quotedAt;
        var row = new JsonObject { ["quote"] = new JsonArray(Figures(time)) };
        if (scroll is not null)
            row["scroll_id"] = scroll;
        row["contract_address"] = Address;
        row["name"] = $"{Base.Coin.Symbol}/{Quote.Coin.Symbol}";
        AddAsset(row, "base", Base);
        AddAsset(row, "quote", Quote);
        row["dex_id"] = $"{Dex.Id}";
        row["dex_slug"] = Dex.Slug;
        row["network_id"] = $"{Network.Id}";
        row["network_slug"] = Network.Network;
        row["last_updated"] = time.ToMillisecondsText();
        row["created_at"] = null;
        return row;
    }

    private JsonObject Figures(DateTimeOffset time)
    {
        var price = Price(time);
        var volume = Volume(time);
        return new()
        {
            ["convert_id"] = Dollar,
            ["price"] = price,
            ["price_by_quote_asset"] = price / LivingMarket.Price(Quote.Coin, time),
            ["last_updated"] = time.ToMillisecondsText(),
            ["volume_24h"] = volume,
            ["percent_change_price_1h"] = IsGarbage ? 0 : Fraction(time, TimeSpan.FromHours(1)),
            ["percent_change_price_24h"] = Fraction(time, TimeSpan.FromDays(1)),
            ["liquidity"] = IsGarbage ? 171.00653494046296 : volume * (0.2 + 2 * Chance.Fraction(Key ^ 602)),
            ["fully_diluted_value"] = price * (Base.Coin.MaxSupply ?? Base.Coin.TotalSupply),
        };
    }

    /// <summary>A little off the market, each pool by its own amount.</summary>
    private double Price(DateTimeOffset time) => LivingMarket.Price(Base.Coin, time) * (1 + 0.002 * Chance.Swing(Key ^ 603));

    /// <summary>Called a percentage, and yet 0.01 is one percent.</summary>
    private double Fraction(DateTimeOffset time, TimeSpan span) => Math.Round(LivingMarket.Change(Base.Coin, time, span) / 100, 4);

    private static void AddAsset(JsonObject row, string side, PoolAsset asset)
    {
        row[$"{side}_asset_id"] = null;
        row[$"{side}_asset_ucid"] = asset.Coin.CmcId;
        row[$"{side}_asset_name"] = asset.Coin.Name;
        row[$"{side}_asset_symbol"] = asset.Coin.Symbol;
        row[$"{side}_asset_contract_address"] = asset.Address;
    }
}
