using Assay.Adapters.Storage.Sqlite;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>Compares what an interrupted import has left with what an import brings that nothing disturbs.</summary>
internal static class ImportedFiles
{
    private const string Quotes =
        "SELECT asset_id, observed_at, price, market_cap, volume_24h FROM v_quotes WHERE source = 'csv' ORDER BY 1, 2";

    private const string Candles =
        "SELECT asset_id, interval || opened_at, open, high, low, close, volume, revision FROM v_candles WHERE source = 'csv' ORDER BY 1, 2";

    private const string Rejected =
        "SELECT coin_id, reason || ' ' || location FROM rejected_records r JOIN sources s ON s.id = r.source WHERE s.name = 'csv' ORDER BY 1, 2";

    public static async Task AreAsAfterAnUninterruptedImportAsync(StoredData interrupted, string[] files, string batchSize)
    {
        using var folder = new WorkFolder();
        var outcome = await AssayProcess.RunAsync(folder, new Dictionary<string, string> { ["BATCH_SIZE"] = batchSize }, ["import", .. files]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using var whole = new StoredData(folder.Database);

        foreach (var (sql, figures) in ((string, int)[])[(Quotes, 3), (Candles, 6), (Rejected, 0)])
        {
            var expected = Read(whole, sql, figures);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Read(interrupted, sql, figures));
        }
    }

    private static List<string> Read(StoredData data, string sql, int figures) => data.Query(sql, row =>
        $"{row.TextOrNull(0)} {row.Text(1)} {string.Join(' ', Enumerable.Range(2, figures).Select(column => Figure(row, column)))}");

    private static string Figure(Rows row, int column) => FormattableString.Invariant($"{row.DoubleOrNull(column):R}");
}
