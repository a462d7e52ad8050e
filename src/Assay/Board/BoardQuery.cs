namespace Assay.Board;

/// <summary>Which rows of the board, in which order. Null does not filter.</summary>
/// <param name="Source">Rows of this source.</param>
/// <param name="Symbol">Rows of assets with this symbol, in any case.</param>
/// <param name="Asset">Rows of this asset.</param>
/// <param name="Sort">Their order.</param>
public sealed record BoardQuery(SourceId? Source, string? Symbol, AssetId? Asset, BoardSort Sort)
{
    /// <summary>One row per asset: the one that speaks for it, see <see cref="MarketBoard.Lead"/>.</summary>
    public bool LeadsOnly { get; init; }

    /// <summary>Assets whose id, symbol or name contains this text, in any case.</summary>
    public string? Search { get; init; }
}

/// <param name="Rows">One page of them.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record BoardPage(IReadOnlyList<BoardRow> Rows, int Total);
