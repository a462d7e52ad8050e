using System.Security.Cryptography;
using System.Text;
using Assay.Adapters.Providers.Csv;
using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Tests.Providers.Csv;

public sealed class CsvFileTests : IDisposable
{
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_known_by_its_content()
    {
        var path = _folder.Write("a,b\n1,2\n", "some file.csv");

        var progress = await _folder.Provider.IdentifyAsync(path, TestContext.Current.CancellationToken);

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a,b\n1,2\n")));
        Assert.Equal(new FileProgress(hash, "some file.csv", 8, 0, 1), progress);
    }

    [Fact]
    public async Task A_part_is_the_header_and_its_rows_as_they_stand_in_the_file()
    {
        var path = _folder.Write("\uFEFFtime,name,price\r\n2024-03-01 10:00,A,1\r\n2024-03-01 10:01,A, $2 \r\n2024-03-01 10:02,A,3", "50%? #1 &=+.csv");

        var parts = await _folder.PartsAsync(path, rowsPerPart: 2);

        Assert.Equal(
            ["\uFEFFtime,name,price\r\n2024-03-01 10:00,A,1\r\n2024-03-01 10:01,A, $2 \r\n", "\uFEFFtime,name,price\r\n2024-03-01 10:02,A,3"],
            parts.Select(part => Encoding.UTF8.GetString(part.Body.Span)));
        Assert.All(parts, part => Assert.Equal(("history", "import", 200, "text/csv"), (part.Source.Name, part.Task, part.Status, part.ContentType)));
        Assert.Equal(parts.Select((_, number) => CsvFolder.Now.AddMilliseconds(number)), parts.Select(part => part.FetchedAt));
        Assert.All(parts, part => Assert.StartsWith("file:///", part.Url));
        Assert.Equal("50%? #1 &=+.csv line 4", _folder.Parse(parts).Quotes[^1].Location.ToString());
        Assert.Equal([4, 5], parts.Select(part => part.File!.Line));
        Assert.Equal([false, true], parts.Select(part => part.File!.IsComplete));
    }

    [Fact]
    public async Task A_file_without_rows_is_one_part_without_rows_that_completes_it()
    {
        foreach (var content in new[] { "time,name,price", "time,name,price\n", "time,name,price\n\n \r\n" })
        {
            var parts = await _folder.PartsAsync(_folder.Write(content));

            Assert.True(Assert.Single(parts).File!.IsComplete);
            Assert.Empty(_folder.Parse(parts).Quotes);
            Assert.Empty(_folder.Parse(parts).Rejections);
        }
    }

    [Fact]
    public async Task What_is_complete_has_no_more_parts()
    {
        var path = _folder.Write("time,name,price\n2024-03-01 10:00,A,1\n");
        var parts = await _folder.PartsAsync(path);

        Assert.Empty(await _folder.PartsAsync(path, from: parts[^1].File));
    }

    [Theory]
    [InlineData("", "It is empty: its first line has to name the columns.")]
    [InlineData("foo,bar\n1,2\n", "It has the columns 'foo', 'bar', but none that is known to hold a price (price or close) and a time (timestamp, date or time). Say which one does: --columns price=MyCol,timestamp=When.")]
    [InlineData("symbol,value\nBTC,2\n", "It has the columns 'symbol', 'value', but none that is known to hold a price (price or close). Say which one does: --columns price=MyCol,timestamp=When.")]
    [InlineData("open,high,low,close,symbol\n", "It has the columns 'open', 'high', 'low', 'close', 'symbol', but none that is known to hold a time (timestamp, date or time). Say which one does: --columns price=MyCol,timestamp=When.")]
    public async Task A_file_that_nobody_understands_is_refused_with_the_remedy(string content, string expected)
    {
        var refusal = await Assert.ThrowsAsync<ProviderException>(() => _folder.PartsAsync(_folder.Write(content)));

        Assert.Equal("prices.csv cannot be imported. " + expected, refusal.Message);
    }

    [Fact]
    public async Task A_wrong_mapping_is_refused_with_what_there_is()
    {
        var path = _folder.Write("time,name,price\n");

        var column = await Assert.ThrowsAsync<ProviderException>(() => _folder.PartsAsync(path, columns: new() { ["price"] = "Value" }));
        var field = await Assert.ThrowsAsync<ProviderException>(() => _folder.PartsAsync(path, columns: new() { ["colour"] = "name" }));

        Assert.Contains("It has no column 'Value', only 'time', 'name', 'price'.", column.Message);
        Assert.Contains("Nothing is called 'colour' here", field.Message);
    }

    [Fact]
    public async Task A_first_line_without_end_and_utf16_are_refused()
    {
        var endless = await Assert.ThrowsAsync<ProviderException>(() => _folder.PartsAsync(_folder.Write("time,name,price," + new string('x', 100_000) + "\n1,2,3,4\n")));
        var utf16 = await Assert.ThrowsAsync<ProviderException>(() => _folder.PartsAsync(_folder.Write([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("time,name,price\n")])));

        Assert.Contains("first line is longer than", endless.Message);
        Assert.Contains("save it as UTF-8", utf16.Message);
    }

    [Fact]
    public async Task A_missing_and_a_changed_file_are_refused_by_name()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var missing = await Assert.ThrowsAsync<ProviderException>(() => _folder.Provider.IdentifyAsync("/no/such/file.csv", cancellationToken));
        var path = _folder.Write("time,name,price\n");
        var progress = await _folder.Provider.IdentifyAsync(path, cancellationToken);
        _folder.Write("time,name,price\n2024-03-01 10:00,A,1\n");
        var changed = await Assert.ThrowsAsync<ProviderException>(() => _folder.PartsAsync(path, from: progress));

        Assert.Equal("There is no file /no/such/file.csv.", missing.Message);
        Assert.Equal($"The file {path} was changed since its import began; import it again.", changed.Message);
    }

    [Fact]
    public void A_payload_that_is_no_file_of_ours_is_an_error_and_no_exception()
    {
        var payload = new RawPayload { Source = SourceId.Csv, Task = "import", Url = "%%?&=&line=x&line=9&modified=99999999999999999&column.=%", Status = 200, Body = "a,b\n1,2"u8.ToArray(), FetchedAt = CsvFolder.Now };

        Assert.NotNull(_folder.Provider.Parse(payload).Error);
        Assert.NotNull(_folder.Provider.Parse(payload with { Body = default }).Error);
    }

    [Fact]
    public async Task A_cancelled_import_ends_at_once()
    {
        var path = _folder.Write("time,name,price\n2024-03-01 10:00,A,1\n");
        var progress = await _folder.Provider.IdentifyAsync(path, TestContext.Current.CancellationToken);
        var import = new FileImport(path, SourceId.Csv, new Dictionary<string, string>(), progress, 1);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _folder.Provider.ReadAsync(import, cancelled.Token).GetAsyncEnumerator(cancelled.Token).MoveNextAsync());
    }

    [Fact]
    public void Files_are_a_source_by_one_line_of_registration()
    {
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(new ManualClock(CsvFolder.Now)).AddCsv(new ProviderSettings()).BuildServiceProvider();

        Assert.Equal(SourceId.Csv, Assert.IsAssignableFrom<IFileProvider>(services.GetRequiredService<IProvider>()).Info.Id);
    }

    [Fact]
    public async Task From_any_progress_the_same_rows_follow()
    {
        const int Seed = 20240301;
        var random = new Random(Seed);
        var path = _folder.Write(Untidy(random, rows: 400));
        var whole = Told(_folder.Parse(await _folder.PartsAsync(path)));

        for (var round = 0; round < 30; round++)
        {
            var (told, progress) = (new List<string>(), (FileProgress?)null);
            do
            {
                var part = (await _folder.PartsAsync(path, random.Next(1, 60), progress))[0];
                told.AddRange(Told(_folder.Parse([part])));
                progress = part.File;
            }
            while (!progress!.IsComplete);
            Assert.Equal(whole.Order(), told.Order());
        }
    }

    private static List<string> Told(ParsedPage page) => [.. page.Quotes.Select(quote => quote.ToString()), .. page.Rejections.Select(rejection => rejection.ToString())];

    private static string Untidy(Random random, int rows)
    {
        var text = new StringBuilder("time,name,price,\"a\nnote\"\r\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append(random.Next(8) switch
            {
                0 => "\r\n \n",
                1 => $"{1709251200 + (row * 60)},\"Coin\n{row}\",{row},\"two\r\nlines\"\r\n",
                2 => $"{1709251200 + (row * 60)},\"stray,{row},\n",
                3 => $"{1709251200 + (row * 60)},short\n",
                4 => $"{1709251200 + (row * 60)},A,{row},x\"y\n",
                _ => $"{1709251200 + (row * 60)},A,{row},\n",
            });
        }

        return text.ToString();
    }
}
