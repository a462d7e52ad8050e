namespace Assay.Identity;

/// <summary>The rules that link a source's coin to an asset. The names stand in <c>asset_links</c>.</summary>
public static class LinkMethod
{
    /// <summary>Symbol and normalised name are the same and unique on both sides, and no price of the same time contradicts.</summary>
    public const string SymbolAndName = "symbol_and_name";

    /// <summary>An operator's file uses our own id.</summary>
    public const string AssetId = "asset_id";

    /// <summary>The source uses the ids of another one, which has linked this id.</summary>
    public const string SharedId = "shared_id";

    /// <summary>Matched nothing: the coin is an asset of its own until more is known.</summary>
    public const string Own = "own";

    /// <summary>Not a coin of a source but a slug that the asset had before.</summary>
    public const string Renamed = "renamed";

    /// <summary>How well a link is founded: 0 where the coin made the asset, the highest where nobody knows of a link.</summary>
    public static int Seniority(string? method) => method switch
    {
        Own => 0,
        AssetId => 1,
        SharedId => 2,
        SymbolAndName => 3,
        _ => 4,
    };
}
