using Assay.Candles;
using Assay.Consensus;
using Assay.Identity;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Ingestion;

/// <summary>All that one page of a source's answer changes, written in one transaction or not at all.</summary>
public sealed record PageCommit
{
    /// <summary>The run whose progress it counts for; null for what belongs to no run, such as the consensus.</summary>
    public Guid? Run { get; init; }

    /// <summary>The payload it was read from, which is marked as processed.</summary>
    public long? Payload { get; init; }

    public required SourceId Source { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public IdentityChange Identity { get; init; } = IdentityChange.None;

    /// <summary>At most one per (source, asset, observed_at).</summary>
    public IReadOnlyList<Quote> Quotes { get; init; } = [];

    /// <summary>What the page says without a price, such as coins that it lists; counts as records of the run.</summary>
    public int Listed { get; init; }

    /// <summary>What the source itself delivered. At most one per (source, asset, interval, opened_at).</summary>
    public IReadOnlyList<Candle> Candles { get; init; } = [];

    /// <summary>What was decided about the prices of the consensus, also where there was no new one. At most one per (asset, recorded_at).</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Rows of other tables. One with the key of a stored one replaces it if it was recorded later, where its table has such a time.</summary>
    public IReadOnlyList<TableRow> Rows { get; init; } = [];

    public IReadOnlyList<CoveredInterval> Coverage { get; init; } = [];

    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    public FileProgress? File { get; init; }
}

/// <summary>That a source was asked about a coin for a span of time, and answered.</summary>
/// <param name="Task">The task that asked.</param>
/// <param name="CoinId">The source's own id.</param>
/// <param name="Range">The time it answers for.</param>
/// <param name="JoinWithin">Intervals no further apart than this become one: for polled prices what the cadence leaves between two rounds.</param>
public readonly record struct CoveredInterval(string Task, string CoinId, TimeRange Range, TimeSpan JoinWithin);

/// <summary>What a commit did with the quotes of its page.</summary>
/// <param name="Changed">The quotes that changed what is served or kept, in the order of the page: those that were stored or corrected,
/// and those of which only the latest figures beyond price, market cap and volume differ.</param>
/// <param name="Stored">How many were new.</param>
/// <param name="Corrected">How many replaced a stored quote of the same time.</param>
/// <param name="Unchanged">How many the history knew already.</param>
public sealed record PageOutcome(IReadOnlyList<Quote> Changed, int Stored, int Corrected, int Unchanged)
{
    public static readonly PageOutcome Empty = new([], 0, 0, 0);
}
