using Assay.Board;
using Assay.Identity;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Ingestion;

/// <summary>Decides what to ask a source for.</summary>
public sealed class Requests(IdentityMap identity, MarketBoard board, IFactStore facts, IngestionOptions options, TimeProvider clock)
{
    /// <summary>People's feelings are asked for coin by coin, every few minutes.</summary>
    private const int MostSentiments = 10;

    private const int MostDescriptions = 10_000;

    /// <summary>What a round of the task asks for.</summary>
    public async Task<FetchRequest> OfRoundAsync(SourceId source, string task, CancellationToken cancellationToken) => task switch
    {
        FetchTask.Prices => Following(source, task),
        FetchTask.Metadata => new FetchRequest(task, Top: 0, await LeastKnownAsync(source, cancellationToken)),
        FetchTask.Sentiment => new FetchRequest(task, Top: 0, [.. Tracked(source).Take(MostSentiments)]),
        FetchTask.Dex => new FetchRequest(task, Top: 0, [.. options.TrackedCoins.Where(coin => coin.Contains(':', StringComparison.Ordinal))]),
        _ => new FetchRequest(task, Top: 0, []),
    };

    /// <summary>What a round for one coin asks for.</summary>
    /// <param name="source">Who is asked.</param>
    /// <param name="task">What for.</param>
    /// <param name="coin">Our id or any source's.</param>
    public FetchRequest OfCoin(SourceId source, string task, string coin) => new(task, Top: 0, [SpeltBy(source, coin) ?? coin]);

    /// <summary>The top of the market and the coins that are always followed; a source is not asked for those that it is known not to have.</summary>
    private FetchRequest Following(SourceId source, string task)
    {
        // As long as a coin is not known at all, somebody has to tell of it: a list of one is enough, and some sources tell of all.
        var top = options.TrackedCoins.All(coin => identity.Resolve(coin) is not null) ? options.TopCoins : Math.Max(options.TopCoins, 1);
        return new FetchRequest(task, top, [.. Tracked(source)]);
    }

    private IEnumerable<string> Tracked(SourceId source) =>
        options.TrackedCoins.Where(coin => !coin.Contains(':', StringComparison.Ordinal)).Select(coin => SpeltBy(source, coin)).OfType<string>();

    /// <summary>The coins that we follow: first those of which nothing is known, then those whose description is the oldest; the newest ones rest.</summary>
    private async Task<IReadOnlyList<string>> LeastKnownAsync(SourceId source, CancellationToken cancellationToken)
    {
        var known = await facts.ReadDescribedAsync(source, cancellationToken);
        var rested = clock.GetUtcNow() - options.Intervals.GetValueOrDefault(FetchTask.Metadata);
        var top = board.Assets.Select(asset => board.Find(source, asset)?.Quote).OfType<Quote>()
            .OrderBy(quote => quote.Figures.Rank ?? int.MaxValue).Take(options.TopCoins).Select(quote => quote.CoinId);
        return
        [
            .. Tracked(source).Concat(top).Distinct()
                .Where(coin => known.GetValueOrDefault(coin, DateTimeOffset.MinValue) <= rested)
                .OrderBy(coin => known.GetValueOrDefault(coin, DateTimeOffset.MinValue)).Take(MostDescriptions), // a stable order: the top first
        ];
    }

    /// <summary>The source's own id of a coin; null where we know the coin and the source does not. What we do not know is taken for an id.</summary>
    private string? SpeltBy(SourceId source, string coin) =>
        identity.Resolve(coin) is { } resolved
            ? identity.LinksOf(resolved.Asset.Id).FirstOrDefault(link => link.Source == source)?.CoinId
            : coin;
}
