using Assay.Board;
using Assay.Identity;
using Assay.Providers;

namespace Assay.Tests.Identity;

/// <summary>What is known of identities, page by page; each page is fetched a minute after the one before.</summary>
internal sealed class IdentityWorld
{
    public static readonly DateTimeOffset Noon = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What stands in place of an asset for a coin that waits.</summary>
    public const string Waits = "(waits)";

    public IdentityMap Map { get; } = new();

    public MarketBoard Board { get; } = new();

    public DateTimeOffset Now { get; set; } = Noon;

    /// <summary>A coin with a price.</summary>
    public static CoinDescription Coin(string id, string? symbol, string? name, double price = 1, double? marketCap = null) =>
        new(id, symbol, name, new MarketFigures { Price = price, MarketCap = marketCap }, Noon);

    /// <summary>A coin of a list.</summary>
    public static CoinDescription Listed(string id, string? symbol, string? name, params (string Platform, string Address)[] contracts) =>
        new(id, symbol, name, Contracts: contracts.ToDictionary(contract => contract.Platform, contract => contract.Address));

    public string[] Learn(SourceId source, params CoinDescription[] coins) => Learn(source, isFile: false, coins);

    public string[] LearnFile(params CoinDescription[] coins) => Learn(SourceId.Csv, isFile: true, coins);

    public void LearnFacts(SourceId source, params CoinDescription[] coins) => Take(source, isFile: false, identifier => identifier.Learn(coins));

    public void Follow(SourceId source, params ProviderIdChange[] changes) => Take(source, isFile: false, identifier => identifier.Follow(changes));

    public MappingRefusal? Override(SourceId source, string coinId, string? asset, string? reason = null)
    {
        MappingRefusal? refusal = null;
        Take(source, isFile: false, identifier => refusal = identifier.Override(new MappingOverride(source, coinId, asset, reason)));
        return refusal;
    }

    public AssetLink Link(SourceId source, string coinId) => Map.FindLink(source, coinId)!;

    private string[] Learn(SourceId source, bool isFile, CoinDescription[] coins)
    {
        AssetId?[] assets = [];
        Take(source, isFile, identifier => assets = identifier.Identify(coins));
        Board.Apply(coins.Index().Where(pair => pair.Item.Figures is not null).Select(pair => new Quote
        {
            Source = source,
            Asset = assets[pair.Index]!.Value,
            CoinId = pair.Item.CoinId,
            ObservedAt = pair.Item.ObservedAt!.Value,
            RecordedAt = Now,
            Figures = pair.Item.Figures!,
        }), Map.Find);
        return [.. assets.Select(asset => asset?.Slug ?? Waits)];
    }

    private void Take(SourceId source, bool isFile, Action<Identifier> page)
    {
        Now = Now.AddMinutes(1);
        var identifier = new Identifier(Map, Board, source, isFile, Now);
        page(identifier);
        Map.Apply(identifier.Change);
        foreach (var (rename, final) in identifier.Change.RenamesToTheEnd())
            Board.Rename(Map.Find(final)! with { Id = rename.To }, rename.From);
        foreach (var link in identifier.Change.Links.Where(link => link.ValidTo is not null && link.Source != IdentityMap.Aliases))
            Board.Withdraw(link.Source, link.Asset);
    }
}
