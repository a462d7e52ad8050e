using Assay.Candles;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Works in short transactions, so that ingestion never waits long for the writer.</summary>
internal sealed class SqliteMaintenance(SqliteDatabase database) : IMaintenance
{
    /// <summary>Free pages are used again by what comes next; only those beyond this part of the file are given back.</summary>
    private const double FreePart = 0.25;

    private static readonly IReadOnlyList<History> Histories =
    [
        new History(Table.Quotes, "observed_at", ""),
        new History(Table.QuoteCorrections, "observed_at", ""),
        .. CandleInterval.All.Select(interval => new History(Table.Candles, "opened_at", $" AND interval = '{interval}'")),
        new History(Table.ConsensusEvidence, "recorded_at", "", HasSource: false),
    ];

    public async Task<IReadOnlyDictionary<Table, long>> RemoveAsync(
        DateTimeOffset? quotesBefore, DateTimeOffset? payloadsBefore, CancellationToken cancellationToken)
    {
        var removed = new Dictionary<Table, long>();
        if (quotesBefore is { } observed)
        {
            foreach (var history in Histories)
                removed[history.Table] = removed.GetValueOrDefault(history.Table) + await RemoveAsync(history, observed, cancellationToken);
            foreach (var table in Table.FactHistories)
                removed[table] = await RemoveFactsAsync(table, observed, cancellationToken);
        }

        if (payloadsBefore is { } fetched)
        {
            foreach (var (table, rows) in await RemovePayloadsAsync(fetched, cancellationToken))
                removed[table] = rows;
        }

        return removed;
    }

    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(writer =>
        {
            writer.Connection.Execute("PRAGMA analysis_limit = 400"); // statistics of a sample, within milliseconds
            return writer.Connection.Execute("PRAGMA optimize");
        }, cancellationToken);

        while (await database.WriteAsync(writer => GiveBackPages(writer.Connection), cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<long> RemoveAsync(History history, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removal = new HistoryRemoval(history, before);
        while (!removal.IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await database.WriteAsync(writer => removal.RemoveSome(writer.Connection), cancellationToken);
        }

        return removal.Removed;
    }

    private Task<int> RemoveFactsAsync(Table table, DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        writer => writer.Connection.Prepare($"DELETE FROM {table.Name} WHERE observed_at < ?").Bind(before).Execute(), cancellationToken);

    private async Task<IReadOnlyDictionary<Table, long>> RemovePayloadsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removal = new PayloadRemoval(before);
        while (!removal.IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await database.WriteAsync(writer => removal.RemoveSome(writer.Connection), cancellationToken);
        }

        return removal.Removed;
    }

    /// <summary>Returns whether there may be more to give back. A file from before there was retention gives none; VACUUM changes that.</summary>
    private static bool GiveBackPages(Connection connection)
    {
        var free = connection.ReadNumber("PRAGMA freelist_count");
        if (free <= FreePart * connection.ReadNumber("PRAGMA page_count"))
            return false;

        connection.Execute("PRAGMA incremental_vacuum(2000)");
        return connection.ReadNumber("PRAGMA freelist_count") < free;
    }
}

/// <summary>A table in which every (asset, source), or every asset, has a history.</summary>
/// <param name="Table">Which.</param>
/// <param name="Time">The column that tells how old a row is.</param>
/// <param name="Filter">What has to be said besides, for the key to be used to its end.</param>
/// <param name="HasSource">Whether the sources are apart.</param>
internal sealed record History(Table Table, string Time, string Filter, bool HasSource = true);
