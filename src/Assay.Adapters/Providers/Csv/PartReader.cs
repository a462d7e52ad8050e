using System.Text;
using Assay.Providers;

namespace Assay.Adapters.Providers.Csv;

/// <summary>Reads one part of a file into quotes and rejections.</summary>
internal sealed class PartReader(CsvHeader header, PartUrl url, DateTimeOffset fetchedAt)
{
    private readonly QuoteReader _quotes = new(header, url, fetchedAt);
    private readonly List<ProviderQuote> _read = [];
    private readonly List<Rejection> _rejected = [];
    private readonly string _locationPrefix = url.FileName + " line ";

    public ParsedPage Read(ReadOnlySpan<byte> rows)
    {
        var row = new CsvRow(header.Separator, header.Columns.Count);
        var line = url.FirstLine;
        while (header.Rows.TryNext(rows, isFinal: true, out var record))
        {
            var length = record.Fault == RecordFault.TooLong ? WholeLine(rows) : record.Length;
            ReadRecord(rows[..length], record.Fault, line, ref row);
            rows = rows[length..];
            line += record.Lines;
        }

        return new ParsedPage { Quotes = _read, Rejections = _rejected };
    }

    private static int WholeLine(ReadOnlySpan<byte> rows) => rows.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : rows.Length;

    private void ReadRecord(ReadOnlySpan<byte> record, RecordFault fault, long line, ref CsvRow row)
    {
        if (record.Trim(" \t\r\n"u8).IsEmpty)
            return;

        var location = new RecordLocation(_locationPrefix, line);
        if (FaultOf(record, fault) is { } detail)
        {
            _rejected.Add(new Rejection(null, RejectionReason.Malformed, detail, location.ToString(), ExcerptOf(record)));
            return;
        }

        row.Load(record);
        var (quote, refusal) = _quotes.Read(row, location);
        if (quote is not null)
            _read.Add(quote);
        else
            _rejected.Add(new Rejection(refusal.CoinId, refusal.Reason, refusal.Detail, location.ToString(), ExcerptOf(record)));
    }

    private static string? FaultOf(ReadOnlySpan<byte> record, RecordFault fault) => fault switch
    {
        RecordFault.Quotes => "A quote opens a cell and does not close at the end of one.",
        RecordFault.TooLong => $"The line is longer than {RecordScanner.MaxLength} bytes.",
        _ when record.Contains((byte)0) => "It holds a zero byte, so it is not text.",
        _ => null,
    };

    private static string ExcerptOf(ReadOnlySpan<byte> record)
    {
        const int MostBytesOfCharacter = 4;
        var text = CsvRow.WithoutLineEnd(record);
        var excerpt = Encoding.UTF8.GetString(text[..Math.Min(text.Length, Rejection.ExcerptLength * MostBytesOfCharacter)]).Replace('\0', '\uFFFD');
        if (excerpt.Length <= Rejection.ExcerptLength)
            return excerpt;
        return excerpt[..(char.IsHighSurrogate(excerpt[Rejection.ExcerptLength - 1]) ? Rejection.ExcerptLength - 1 : Rejection.ExcerptLength)];
    }
}
