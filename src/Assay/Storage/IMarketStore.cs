using Assay.Consensus;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Storage;

/// <summary>Writes what was learned, and gives back the state of the market after a restart.</summary>
public interface IMarketStore
{
    /// <summary>
    /// Writes the page in one transaction. A quote that is stored already changes nothing; one that differs replaces the stored
    /// one, which moves to <c>quote_corrections</c>. The latest quote of an asset is replaced unless the stored one was observed later.
    /// A delivered candle that differs replaces the stored one as its next revision. The candles that <see cref="Candles.CandlePlan"/> names
    /// are made of those of the next narrower interval within them, or of the quotes where there are none, and never replace a delivered one. Only what was recorded later replaces a stored row of the same time,
    /// so that old payloads may be processed late. A payload that was processed before does not count for its run again, and what is rejected of it
    /// now takes the place of what was rejected then.
    /// </summary>
    /// <returns>
    /// Null, and nothing is written, if the page brings new identities while another process has written to the store since
    /// <see cref="HasChangedElsewhereAsync"/> was asked: they may be wrong by now and have to be found again.
    /// </returns>
    Task<PageOutcome?> CommitAsync(PageCommit page, CancellationToken cancellationToken);

    /// <summary>Makes the sources known, with the terms on which their data may be shown.</summary>
    Task RegisterSourcesAsync(IReadOnlyCollection<SourceInfo> sources, CancellationToken cancellationToken);

    /// <summary>The newest quote of each (source, asset).</summary>
    IAsyncEnumerable<Quote> ReadLatestAsync(CancellationToken cancellationToken);

    /// <summary>The last decision about each asset.</summary>
    IAsyncEnumerable<Decision> ReadDecisionsAsync(CancellationToken cancellationToken);

    /// <summary>Whether another process has written to the store since this was asked last; then what is kept in memory is out of date.</summary>
    Task<bool> HasChangedElsewhereAsync(CancellationToken cancellationToken);

    /// <summary>How far the import of the file with this content under this name is; null if it was never begun.</summary>
    Task<FileProgress?> FindFileAsync(SourceId source, string sha256, CancellationToken cancellationToken);
}
