using Assay.Consensus;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>A store before a real one that goes away when a test says so.</summary>
internal sealed class AwayStore(StoreBundle store) : IMarketStore, IRunBook
{
    public bool IsAway { get; set; }

    /// <summary>Pages that are refused though the store is there.</summary>
    public Func<PageCommit, bool> Refuses { get; set; } = _ => false;

    public Task<PageOutcome?> CommitAsync(PageCommit page, CancellationToken cancellationToken) =>
        IsAway || Refuses(page) ? throw Gone() : store.Market.CommitAsync(page, cancellationToken);

    public Task RegisterSourcesAsync(IReadOnlyCollection<SourceInfo> sources, CancellationToken cancellationToken) =>
        Present().Market.RegisterSourcesAsync(sources, cancellationToken);

    public IAsyncEnumerable<Quote> ReadLatestAsync(CancellationToken cancellationToken) => Present().Market.ReadLatestAsync(cancellationToken);

    public IAsyncEnumerable<Decision> ReadDecisionsAsync(CancellationToken cancellationToken) => Present().Market.ReadDecisionsAsync(cancellationToken);

    public Task<bool> HasChangedElsewhereAsync(CancellationToken cancellationToken) => Present().Market.HasChangedElsewhereAsync(cancellationToken);

    public Task<FileProgress?> FindFileAsync(SourceId source, string sha256, CancellationToken cancellationToken) =>
        Present().Market.FindFileAsync(source, sha256, cancellationToken);

    public Task BeginAsync(Run run, CancellationToken cancellationToken) => Present().Runs.BeginAsync(run, cancellationToken);

    public Task FinishAsync(Guid run, string status, DateTimeOffset finishedAt, string? error, CancellationToken cancellationToken) =>
        Present().Runs.FinishAsync(run, status, finishedAt, error, cancellationToken);

    public Task<IReadOnlyList<Run>> InterruptAbandonedAsync(Func<string, bool> isAlive, DateTimeOffset now, CancellationToken cancellationToken) =>
        Present().Runs.InterruptAbandonedAsync(isAlive, now, cancellationToken);

    public Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken) => Present().Runs.FindAsync(id, cancellationToken);

    public Task<Page<Run>> ReadRunsAsync(RunFilter filter, int page, int pageSize, CancellationToken cancellationToken) =>
        Present().Runs.ReadRunsAsync(filter, page, pageSize, cancellationToken);

    public Task<IReadOnlyList<SourceTally>> TallyAsync(CancellationToken cancellationToken) => Present().Runs.TallyAsync(cancellationToken);

    public Task<Page<RejectedRecord>> ReadRejectedAsync(string? source, string? reason, int page, int pageSize, CancellationToken cancellationToken) =>
        Present().Runs.ReadRejectedAsync(source, reason, page, pageSize, cancellationToken);

    public Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(long payload, CancellationToken cancellationToken) =>
        Present().Runs.ReadRejectedOfAsync(payload, cancellationToken);

    public Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(SourceId source, string coinId, TimeRange recorded, CancellationToken cancellationToken) =>
        Present().Runs.ReadRejectedOfAsync(source, coinId, recorded, cancellationToken);

    public Task<IReadOnlyList<RunsWithin>> SumUpAsync(TimeRange begun, CancellationToken cancellationToken) => Present().Runs.SumUpAsync(begun, cancellationToken);

    private StoreBundle Present() => IsAway ? throw Gone() : store;

    private static StoreException Gone() => new("The store is away.");
}
