using Assay.Board;
using Assay.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Http;

/// <summary>Finds what a request means by its coin and source.</summary>
internal sealed class CoinLookup(IdentityMap identity, MarketBoard board, KnownSources sources)
{
    /// <summary>The asset and the source whose word is asked for: where the request names none, the consensus, else who observed it last.</summary>
    public bool TryFind(string coin, string? source, out CoinAtSource found, out ProblemHttpResult? problem)
    {
        found = default;
        problem = null;
        if (source is not null && !sources.Contains(source))
            problem = Problems.BadRequest(sources.Explain(source));
        else if (identity.Resolve(coin) is not { } resolved)
            problem = Problems.NotFound($"No asset is called '{coin}', by our id or any source's. /api/v1/cryptos?q= searches.");
        else if ((source is null ? board.Lead(resolved.Asset.Id) : board.Find(KnownSources.Id(source)!.Value, resolved.Asset.Id)) is not { } row)
            problem = Problems.NotFound($"There is no price of {resolved.Asset.Id}{(source is null ? " yet" : $" from {source}")}.");
        else
            found = new CoinAtSource(row, resolved.RedirectedFrom);
        return problem is null;
    }
}

/// <param name="Row">The latest quote of the asset at the source that was chosen.</param>
/// <param name="RedirectedFrom">The old id that was asked for, where the asset has been renamed since.</param>
internal readonly record struct CoinAtSource(BoardRow Row, string? RedirectedFrom)
{
    public AssetId Asset => Row.Asset.Id;

    public SourceId Source => Row.Quote.Source;
}
