using Assay.Providers;

namespace Assay.Tests.Providers.Csv;

[Collection(nameof(Alone))]
public sealed class CsvMemoryTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1709251200000,61130.99,61197.66,61126.0,61196.0,121.02208\n")]
    [InlineData("one line without an end,")]
    [InlineData("1709251200000,\"a quote that opens and never closes,1,1,1,1\n")]
    public async Task A_file_of_200_megabytes_needs_no_more_memory_than_a_few_parts(string filling)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var path = _folder.Write("timestamp,open,high,low,close,volume\n");
        await FillAsync(path, filling, cancellationToken);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, checkedAt, rows) = (0L, 0L, 0L);
        var import = new FileImport(path, SourceId.Csv, new Dictionary<string, string>(), await _folder.Provider.IdentifyAsync(path, cancellationToken), 5_000);
        await foreach (var part in _folder.Provider.ReadAsync(import, cancellationToken))
        {
            rows = part.File!.Line;
            if (part.File.Offset - checkedAt < 40 * Megabyte && !part.File.IsComplete)
                continue;
            checkedAt = part.File.Offset;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(new FileInfo(path).Length, checkedAt);
        Assert.InRange(most, 0, 20 * Megabyte);
        Assert.True(rows > 1);
    }

    private static async Task FillAsync(string path, string filling, CancellationToken cancellationToken)
    {
        var block = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(filling, (int)(4 * Megabyte / filling.Length))));
        await using var file = new FileStream(path, FileMode.Append);
        while (file.Length < 200 * Megabyte)
            await file.WriteAsync(block, cancellationToken);
    }
}
