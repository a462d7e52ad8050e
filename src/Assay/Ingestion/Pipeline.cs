using Assay.Board;
using Assay.Consensus;
using Assay.Drift;
using Assay.Identity;
using Assay.Providers;
using Assay.Storage;
using Microsoft.Extensions.Logging;

namespace Assay.Ingestion;

/// <summary>
/// The way of an answer into the store: keep it raw, read it, validate, identify, write it in one transaction, then tell the board
/// and decide the consensus. One page is one unit of work: a crash between any two steps leaves nothing half-written.
/// </summary>
public sealed class Pipeline(
    IRawStore raw, IMarketStore market, IAssetStore assets, IdentityMap identity, MarketBoard board, IngestionOptions options, ILogger<Pipeline> logger,
    DriftWatch? drift = null, Pace? pace = null) : IDisposable
{
    private readonly PageBuilder _pages = new(identity, board);

    /// <summary>One page at a time is identified and written, so that two sources never create the same asset twice.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Another process has written, and what is kept in memory has not been read again yet: a reading may fail.</summary>
    private bool _isOutOfDate;

    /// <summary>Takes in a new answer.</summary>
    /// <exception cref="StoreException">It could not be stored; the raw payload may have been kept and is then processed later.</exception>
    public async Task<PageResult> IngestAsync(Guid run, IProvider reader, RawPayload payload, CancellationToken cancellationToken)
    {
        var id = await raw.KeepAsync(run, payload, cancellationToken);
        return await ProcessAsync(run, id, reader, payload, cancellationToken);
    }

    /// <summary>Processes an answer that was kept before.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task<PageResult> ProcessAsync(KeptPayload kept, IProvider reader, CancellationToken cancellationToken) =>
        ProcessAsync(kept.Run, kept.Id, reader, kept.Payload, cancellationToken);

    /// <summary>
    /// Processes what was kept but not finished, because a process died or the store refused; returns how many payloads that were.
    /// What was recorded since stays as it is: the store lets nothing older replace it.
    /// </summary>
    public async Task<int> RecoverAsync(ProviderRegistry providers, CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        var recovered = 0;
        await foreach (var kept in raw.ReadUnprocessedAsync(cancellationToken))
        {
            if (providers.ReaderOf(kept.Payload) is not { } reader)
                continue;
            recovered += await TryProcessAsync(kept, reader, cancellationToken) ? 1 : 0;
        }

        if (recovered > 0)
            logger.Recovered(recovered);
        return recovered;
    }

    /// <summary>Reads identities and latest quotes again if another process has written to the store; returns whether that was so.</summary>
    public Task<bool> RefreshAsync(CancellationToken cancellationToken) => AloneAsync(() => RefreshWithinAsync(cancellationToken), cancellationToken);

    /// <summary>Reads them again in any case: rows were written past the pipeline.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => AloneAsync(() => LoadAsync(cancellationToken), cancellationToken);

    public void Dispose() => _writing.Dispose();

    /// <summary>One payload that cannot be processed must not keep the others waiting, nor the program from starting.</summary>
    private async Task<bool> TryProcessAsync(KeptPayload kept, IProvider reader, CancellationToken cancellationToken)
    {
        try
        {
            await ProcessAsync(kept, reader, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.NotRecovered(exception, kept.Id, kept.Payload.Source.Name, kept.Payload.Url);
            return false;
        }
    }

    private async Task<bool> RefreshWithinAsync(CancellationToken cancellationToken)
    {
        _isOutOfDate |= await market.HasChangedElsewhereAsync(cancellationToken);
        return _isOutOfDate && await LoadAsync(cancellationToken);
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var latest = await market.ReadLatestAsync(cancellationToken).ToListAsync(cancellationToken);
        var decisions = await market.ReadDecisionsAsync(cancellationToken).ToListAsync(cancellationToken);
        await identity.LoadAsync(assets, cancellationToken);
        // An asset that was renamed between the two readings is a change that the next look finds.
        board.Load([.. latest.Where(identity.Holds)], [.. decisions.Where(decision => identity.Knows(decision.Asset))], identity.Find);
        _isOutOfDate = false;
        return true;
    }

    private async Task<PageResult> ProcessAsync(Guid run, long payloadId, IProvider reader, RawPayload payload, CancellationToken cancellationToken)
    {
        var (parsed, endpoint, shape) = Read(reader, payload);
        return await AloneAsync(async () =>
        {
            var sighting = drift is null || endpoint is null || shape is null ? null : await drift.LookAsync(payload, endpoint, shape, cancellationToken);
            var (page, outcome) = await CommitAsync(run, payloadId, payload, parsed, JoinWithin(reader, payload), sighting, cancellationToken);
            if (sighting is not null)
                drift?.Learn(sighting);
            Publish(page.Commit.Identity);
            await DecideConsensusAsync(AssetsWithNews(Publish(outcome.Changed)), cancellationToken);
            return new PageResult(
                1, page.Commit.Listed, outcome.Stored, outcome.Corrected, outcome.Unchanged, page.Duplicates, page.Commit.Rejections.Count, parsed.Error);
        }, cancellationToken);
    }

    /// <summary>Reads the answer, unless its shape says that it cannot be read any more.</summary>
    private static (ParsedPage Page, Endpoint? Endpoint, Shape? Shape) Read(IProvider reader, RawPayload payload)
    {
        var parsed = reader.Parse(payload);
        if (parsed.Error is not null || (reader as IPolledProvider)?.EndpointOf(payload) is not { } endpoint || Shape.Of(payload.Body.Span, endpoint) is not { } seen)
            return (parsed, null, null);
        return (Quarantine.Judge(payload, parsed, endpoint, seen) ?? parsed, endpoint, seen);
    }

    /// <summary>A source whose credits stretch its rounds covers the time between them all the same.</summary>
    private TimeSpan JoinWithin(IProvider reader, RawPayload payload) =>
        reader is IPolledProvider polled && pace is not null ? pace.PollsJoinWithin(polled, payload.Task) : options.PollsJoinWithin;

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>As often as it takes: between looking and writing another process may have learned of the same coins.</summary>
    private async Task<(BuiltPage Page, PageOutcome Outcome)> CommitAsync(
        Guid run, long payloadId, RawPayload payload, ParsedPage parsed, TimeSpan joinWithin, Sighting? sighting, CancellationToken cancellationToken)
    {
        while (true)
        {
            await RefreshWithinAsync(cancellationToken);
            var page = _pages.Build(run, payloadId, payload, parsed, joinWithin, sighting);
            if (await market.CommitAsync(page.Commit, cancellationToken) is { } outcome)
                return (page, outcome);
        }
    }

    private void Publish(IdentityChange change)
    {
        identity.Apply(change);
        foreach (var (rename, final) in change.RenamesToTheEnd())
        {
            if (identity.Find(final) is { } asset)
                board.Rename(asset with { Id = rename.To }, rename.From);
        }

        foreach (var asset in change.Assets)
            board.Rename(asset, asset.Id);
        foreach (var link in change.Links)
            Publish(link);
    }

    /// <summary>A coin that stands for another asset now takes its prices away from the old one, and an asset that was merged is not shown any more.</summary>
    private void Publish(AssetLink link)
    {
        if (link is { Method: LinkMethod.Merged, ValidTo: null })
        {
            foreach (var row in board.Of(new AssetId(link.CoinId)))
                board.Withdraw(row.Quote.Source, row.Quote.Asset);
            logger.Merged(link.CoinId, link.Asset.Slug, link.Evidence);
        }
        else if (link is { Method: LinkMethod.Override, ValidTo: null })
        {
            logger.Mapped(link.CoinId, link.Source.Name, link.Asset.Slug, link.Evidence);
        }
        else if (link.ValidTo is { } end && identity.FindLink(link.Source, link.CoinId, end) is { } next && next.Asset != link.Asset)
        {
            board.Withdraw(link.Source, link.Asset);
        }
    }

    private IReadOnlyList<Quote> Publish(IReadOnlyList<Quote> quotes) => board.Apply(quotes, identity.Find);

    /// <summary>Old prices, such as those of a file, have no vote and so move nothing.</summary>
    private static IEnumerable<AssetId> AssetsWithNews(IEnumerable<Quote> updates) =>
        updates.Where(quote => ConsensusEngine.MayVote(quote, quote.RecordedAt)).Select(quote => quote.Asset).Distinct();

    /// <summary>Decides what was not decided any more after the last page, because the process died or the store refused.</summary>
    private Task<bool> CatchUpAsync(CancellationToken cancellationToken) => AloneAsync(async () =>
    {
        await RefreshWithinAsync(cancellationToken);
        var quotes = board.Assets.SelectMany(board.Of).Select(row => row.Quote).Where(quote => quote.Source != SourceId.Consensus);
        await DecideConsensusAsync(AssetsWithNews(quotes.Where(quote => board.FindDecision(quote.Asset)?.Knows(quote) != true)), cancellationToken);
        return true;
    }, cancellationToken);

    private async Task DecideConsensusAsync(IEnumerable<AssetId> changed, CancellationToken cancellationToken)
    {
        var rulings = new List<Ruling>();
        foreach (var asset in changed)
        {
            if (ConsensusEngine.Decide(board.Of(asset).Select(row => row.Quote), board.FindDecision(asset), Seniority) is { } ruling)
                rulings.Add(ruling);
        }

        if (rulings.Count == 0)
            return;

        var page = new PageCommit
        {
            Source = SourceId.Consensus,
            RecordedAt = rulings.Max(ruling => ruling.Decision.RecordedAt),
            Quotes = [.. rulings.Select(ruling => ruling.Quote).OfType<Quote>()],
            Decisions = [.. rulings.Select(ruling => ruling.Decision)],
        };
        var outcome = await market.CommitAsync(page, cancellationToken);
        Publish(outcome!.Changed); // a page without identities is never out of date
        board.Apply(page.Decisions);
    }

    private int Seniority(Quote quote) => LinkMethod.Seniority(identity.FindLink(quote.Source, quote.CoinId)?.Method);
}
