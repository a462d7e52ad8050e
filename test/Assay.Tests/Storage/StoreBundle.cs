using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>Everything that a store offers, over one database, and a way to look at tables that no seam reads yet.</summary>
public abstract class StoreBundle : IAsyncDisposable
{
    public abstract IDatabase Database { get; }

    public abstract IRawStore Raw { get; }

    public abstract IMarketStore Market { get; }

    public abstract IAssetStore Assets { get; }

    public abstract IHistoryStore History { get; }

    public abstract IRunBook Runs { get; }

    public abstract ICoverageStore Coverage { get; }

    public abstract IRowStore Rows { get; }

    public abstract IFactStore Facts { get; }

    public abstract IMaintenance Maintenance { get; }

    /// <summary>What stood in quotes before it was corrected, by the time of the correction.</summary>
    public abstract Task<IReadOnlyList<Correction>> ReadCorrectionsAsync(AssetId asset);

    public abstract Task<IReadOnlyList<StoredCandle>> ReadCandlesAsync(AssetId asset);

    /// <summary>How many links a source's coin has had, those that hold no more among them.</summary>
    public abstract Task<int> CountLinksAsync(SourceId source, string coinId);

    /// <summary>The title under which a source is known; null if it is not known or has none.</summary>
    public abstract Task<string?> FindTitleAsync(SourceId source);

    public abstract ValueTask DisposeAsync();
}

public sealed record Correction(
    DateTimeOffset ObservedAt, DateTimeOffset RecordedAt, DateTimeOffset SupersededAt, double Price, double? MarketCap, double? Volume24h);

public sealed record StoredCandle(string Interval, DateTimeOffset OpenedAt, double Open, double High, double Low, double Close, double? Volume,
    int? Samples, int Revision, DateTimeOffset RecordedAt, string Method = "native");

/// <summary>A suite that every store has to pass. A new store adds one subclass per suite and nothing else.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);
    protected static readonly SourceId Gecko = SourceId.CoinGecko;
    protected static readonly AssetId Bitcoin = new("bitcoin");
    protected static readonly AssetId Ether = new("ethereum");

    protected StoreBundle Store { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A store that is new, migrated and empty.</summary>
    protected abstract Task<StoreBundle> CreateAsync();

    /// <summary>A second program at work on the database of <see cref="Store"/>.</summary>
    protected abstract StoreBundle OpenAgain();

    public async ValueTask InitializeAsync() => Store = await CreateAsync();

    protected async Task<PageOutcome> CommitAsync(PageCommit page)
    {
        var outcome = await Store.Market.CommitAsync(page, Cancellation);
        Assert.NotNull(outcome);
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
