namespace Assay.Identity;

/// <summary>The rules that link a source's coin to an asset, the strongest first. The names stand in <c>asset_links</c>.</summary>
public static class LinkMethod
{
    /// <summary>An operator says so. Nothing but another word of an operator replaces it.</summary>
    public const string Override = "override";

    /// <summary>The same contract on the same platform.</summary>
    public const string Contract = "contract";

    /// <summary>The source uses the ids of another one, which has linked this id.</summary>
    public const string SharedId = "shared_id";

    /// <summary>An operator's file uses our own id.</summary>
    public const string AssetId = "asset_id";

    /// <summary>Symbol and normalised name are the same and unique on both sides, and price and size agree.</summary>
    public const string SymbolAndName = "symbol_and_name";

    /// <summary>Matched nothing: the coin is an asset of its own until more is known.</summary>
    public const string Own = "own";

    /// <summary>The source calls its coin otherwise now. Of an old slug: the asset has been renamed since.</summary>
    public const string Renamed = "renamed";

    /// <summary>Not a coin of a source but the slug of an asset that turned out to be another one.</summary>
    public const string Merged = "merged";

    /// <summary>How well a link is founded: 0 where the coin made the asset, the highest where nobody knows of a link.</summary>
    public static int Seniority(string? method) => method switch
    {
        Own => 0,
        Override => 1,
        Contract => 2,
        AssetId or SharedId or Renamed => 3,
        SymbolAndName => 4,
        _ => 5,
    };
}
