using Assay.Board;
using Assay.Consensus;
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
    IRawStore raw, IMarketStore market, IdentityMap identity, MarketBoard board, IngestionOptions options, ILogger<Pipeline> logger) : IDisposable
{
    private readonly PageBuilder _pages = new(identity, board, options);

    /// <summary>One page at a time is identified and written, so that two sources never create the same asset twice.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Takes in a new answer.</summary>
    /// <exception cref="StoreException">It could not be stored; the raw payload may have been kept and is then processed later.</exception>
    public async Task<PageResult> IngestAsync(Guid run, IProvider reader, RawPayload payload, CancellationToken cancellationToken)
    {
        var id = await raw.KeepAsync(run, payload, cancellationToken);
        return await ProcessAsync(run, id, reader, payload, cancellationToken);
    }

    /// <summary>Processes what a dead process kept but did not finish; returns how many payloads that were.</summary>
    public async Task<int> RecoverAsync(ProviderRegistry providers, CancellationToken cancellationToken)
    {
        var recovered = 0;
        await foreach (var kept in raw.ReadUnprocessedAsync(cancellationToken))
        {
            if (providers.ReaderOf(kept.Payload) is not { } reader)
                continue;
            await ProcessAsync(kept.Run, kept.Id, reader, kept.Payload, cancellationToken);
            recovered++;
        }

        if (recovered > 0)
            logger.Recovered(recovered);
        return recovered;
    }

    public void Dispose() => _writing.Dispose();

    private async Task<PageResult> ProcessAsync(Guid run, long payloadId, IProvider reader, RawPayload payload, CancellationToken cancellationToken)
    {
        var parsed = reader.Parse(payload);

        await _writing.WaitAsync(cancellationToken);
        try
        {
            var page = _pages.Build(run, payloadId, payload, parsed);
            var outcome = await market.CommitAsync(page.Commit, cancellationToken);
            Publish(page.Commit.Identity);
            await DecideConsensusAsync(Publish(outcome.Changed), payload.FetchedAt, cancellationToken);
            return new PageResult(
                1, page.Commit.Listed, outcome.Stored, outcome.Corrected, outcome.Unchanged, page.Duplicates, page.Commit.Rejections.Count, parsed.Error);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Publish(IdentityChange change)
    {
        identity.Apply(change);
        foreach (var rename in change.Renames)
        {
            if (identity.Find(rename.To) is { } asset)
                board.Rename(asset, rename.From);
        }
    }

    private IReadOnlyList<Quote> Publish(IReadOnlyList<Quote> quotes) => board.Apply(quotes, identity.Find);

    private async Task DecideConsensusAsync(IReadOnlyList<Quote> updates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var decided = new List<Quote>(updates.Count);
        foreach (var asset in updates.Select(quote => quote.Asset).Distinct())
        {
            if (ConsensusEngine.Decide([.. board.Of(asset).Select(row => row.Quote)], now) is { } consensus)
                decided.Add(consensus);
        }

        if (decided.Count == 0)
            return;

        var outcome = await market.CommitAsync(
            new PageCommit { Source = SourceId.Consensus, RecordedAt = now, Quotes = decided }, cancellationToken);
        Publish(outcome.Changed);
    }
}
