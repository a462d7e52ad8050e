using Assay.Board;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.History;

/// <summary>Fills the holes of the last days with what nobody else needs of a source: those of the tracked coins first, then those of the top.</summary>
public sealed class HistoryFiller(Backfiller backfiller, Pace pace, MarketBoard board, IngestionOptions options, TimeProvider clock)
{
    /// <summary>The part of the interval that the questions are spread over.</summary>
    private const double SpreadOver = 0.8;

    /// <summary>How often it looks for holes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Starts a run, where there is something to ask and quota to spare; null where there is not.</summary>
    public async Task<StartedRun?> StartAsync(IHistoricProvider provider, CancellationToken cancellationToken)
    {
        var calls = pace.SpareCalls(provider, Interval);
        if (options.FillHistory == TimeSpan.Zero || calls == 0 || provider.Reaches.Count == 0 || provider.Budget.UsedUpUntil is not null)
            return null;

        var now = clock.GetUtcNow();
        var plan = await backfiller.PlanAsync(provider, CoinsOf(provider.Info.Id), new TimeRange(now - options.FillHistory, now), calls, cancellationToken);
        return plan.Chunks.Count == 0
            ? null
            : backfiller.Start(plan, Interval * SpreadOver / plan.Chunks.Count, calls, progress: null, cancellationToken);
    }

    /// <summary>Coins that the source has a price of, which it therefore knows.</summary>
    private IEnumerable<string> CoinsOf(SourceId source)
    {
        var top = board.Assets.Select(asset => board.Find(source, asset)?.Quote).OfType<Quote>()
            .OrderBy(quote => quote.Figures.Rank ?? int.MaxValue).Take(options.TopCoins).Select(quote => quote.Asset.Slug);
        return options.TrackedCoins.Where(coin => !coin.Contains(':', StringComparison.Ordinal)).Concat(top).Distinct();
    }
}
