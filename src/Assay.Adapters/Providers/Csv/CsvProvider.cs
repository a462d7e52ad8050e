using System.Runtime.CompilerServices;
using Assay.Providers;

namespace Assay.Adapters.Providers.Csv;

/// <summary>
/// Files of market history. Each part of a file is a payload of its own: the header and some rows, as they stand in the file.
/// A file without rows is one part without rows, so that it too is known as imported.
/// </summary>
internal sealed class CsvProvider(TimeProvider clock) : IFileProvider
{
    private const string ImportTask = "import";
    private const int SampleLength = 64 * 1024;
    private const int MoreSamples = 31; // of a file over a month some lie after the 12th

    public SourceInfo Info { get; } = new(SourceId.Csv, "CSV files", null, "Imported from files by whoever runs this installation.", null);

    public async Task<FileProgress> IdentifyAsync(string path, CancellationToken cancellationToken)
    {
        using var file = CsvFile.Open(path);
        return await file.IdentifyAsync(cancellationToken);
    }

    public async IAsyncEnumerable<RawPayload> ReadAsync(FileImport import, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(import.RowsPerPart, 1);
        using var file = CsvFile.Open(import.Path);
        if (file.Length != import.Progress.Length)
            throw new ProviderException($"The file {file.FullPath} was changed since its import began; import it again.");

        var sample = new byte[Math.Min(file.Length, SampleLength)];
        await file.ReadAsync(sample, cancellationToken);
        var header = ReadHeader(file, sample, import.Columns);
        var traits = await InspectAsync(file, header, sample.AsMemory(header.Length), cancellationToken);

        var progress = import.Progress.Offset >= header.Length
            ? import.Progress
            : import.Progress with { Offset = header.Length, Line = 1 + header.Lines };
        file.MoveTo(progress.Offset);
        var cutter = new PartCutter(file, header.Rows, progress, import.RowsPerPart);
        var payload = new RawPayload
        {
            Source = import.Source,
            Task = ImportTask,
            Url = "",
            Status = 200,
            ContentType = "text/csv",
            Body = sample.AsMemory(0, header.Length),
            FetchedAt = DateTimeOffset.MinValue, // each part has its own
        };

        var part = await cutter.NextAsync(cancellationToken) ?? (import.Progress.IsComplete ? null : new FilePart(default, progress.Line, progress));
        for (; part is { } rows; part = await cutter.NextAsync(cancellationToken))
        {
            var url = new PartUrl(file.FullPath, rows.FirstLine, traits, import.Columns);
            payload = payload with { FetchedAt = LaterThan(payload.FetchedAt) };
            yield return payload with { Url = url.ToString(), Body = Joined(payload.Body.Span, rows.Rows.Span), File = rows.After };
        }
    }

    public ParsedPage Parse(RawPayload payload)
    {
        var url = PartUrl.Parse(payload.Url);
        try
        {
            var header = CsvHeader.Read(payload.Body.Span, url.Mapping);
            return new PartReader(header, url, payload.FetchedAt).Read(payload.Body.Span[header.Length..]);
        }
        catch (ProviderException e)
        {
            return ParsedPage.Failed($"{url.FileName}: {e.Message}");
        }
    }

    /// <summary>Each part is read later than the one before, so that of two rows of one time the later one in the file wins.</summary>
    private DateTimeOffset LaterThan(DateTimeOffset last)
    {
        var now = clock.GetUtcNow().ToWholeMilliseconds();
        return now > last ? now : last.AddMilliseconds(1);
    }

    private static async Task<FileTraits> InspectAsync(CsvFile file, CsvHeader header, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var isWhole = header.Length + rows.Length == file.Length;
        var orders = FileSample.OrdersOf(header, rows.Span, isWhole);
        if (orders == DateOrders.Either)
            orders |= await LookFurtherAsync(file, header, cancellationToken);
        return FileSample.Inspect(header, rows.Span, isWhole, orders, file.Modified);
    }

    /// <summary>Whether the day or the month leads shows only after the 12th of a month, which the first rows of a file of minutes do not reach.</summary>
    private static async Task<DateOrders> LookFurtherAsync(CsvFile file, CsvHeader header, CancellationToken cancellationToken)
    {
        var orders = DateOrders.None;
        var window = new byte[Math.Min(file.Length, SampleLength)];
        var last = file.Length - window.Length;
        for (var i = 1; i <= MoreSamples && last > 0; i++)
        {
            file.MoveTo(last * i / MoreSamples);
            await file.ReadAsync(window, cancellationToken);
            var afterBrokenRow = window.AsSpan().IndexOf((byte)'\n') + 1;
            orders |= FileSample.OrdersOf(header, window.AsSpan(afterBrokenRow), isFinal: false);
        }

        return orders;
    }

    private static byte[] Joined(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rows)
    {
        var body = GC.AllocateUninitializedArray<byte>(header.Length + rows.Length);
        header.CopyTo(body);
        rows.CopyTo(body.AsSpan(header.Length));
        return body;
    }

    private static CsvHeader ReadHeader(CsvFile file, ReadOnlySpan<byte> sample, IReadOnlyDictionary<string, string> columns)
    {
        try
        {
            var header = CsvHeader.Read(sample, columns);
            return header.Length < sample.Length || sample.Length == file.Length
                ? header
                : throw new ProviderException($"Its first line is longer than {SampleLength} bytes.");
        }
        catch (ProviderException e)
        {
            throw new ProviderException($"{file.Name} cannot be imported. {e.Message}", e);
        }
    }
}
