using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>Compares what an interrupted import has left with what an import brings that nothing disturbs.</summary>
internal sealed class ImportedFiles
{
    private const string Quotes =
        "SELECT asset_id, observed_at, price, market_cap, volume_24h FROM v_quotes WHERE source = 'csv'";

    private const string Candles =
        "SELECT asset_id, interval || opened_at, open, high, low, close, volume, revision FROM v_candles WHERE source = 'csv'";

    private const string Rejected =
        "SELECT coin_id, reason || ' ' || location FROM rejected_records r JOIN sources s ON s.id = r.source WHERE s.name = 'csv'";

    private readonly List<string>[] _expected;

    private ImportedFiles(StoredData whole) => _expected = Read(whole);

    public static async Task<ImportedFiles> WithoutInterruptionAsync(string[] files, string batchSize)
    {
        using var folder = new WorkFolder();
        var outcome = await AssayProcess.RunAsync(folder, new Dictionary<string, string> { ["BATCH_SIZE"] = batchSize }, ["import", .. files]);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using var whole = new SqliteData(folder.Database);
        Assert.NotEqual(0, whole.Count("quotes"));
        return new ImportedFiles(whole);
    }

    public void AreTheSameIn(string database)
    {
        using var data = new SqliteData(database);
        AreTheSameIn(data);
    }

    public void AreTheSameIn(StoredData interrupted)
    {
        var found = Read(interrupted);
        for (var i = 0; i < found.Length; i++)
            Assert.Equal(_expected[i], found[i]);
    }

    private static List<string>[] Read(StoredData data) => [Read(data, Quotes, 3), Read(data, Candles, 6), Read(data, Rejected, 0)];

    private static List<string> Read(StoredData data, string sql, int figures) => [.. data.Query(sql, row =>
        $"{row.TextOrNull(0)} {row.Text(1)} {string.Join(' ', Enumerable.Range(2, figures).Select(column => Figure(row, column)))}").Order(StringComparer.Ordinal)];

    private static string Figure(IStoredRow row, int column) => FormattableString.Invariant($"{row.DoubleOrNull(column):R}");
}
