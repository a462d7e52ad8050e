using System.Globalization;
using System.Text;
using Assay.Candles;
using Assay.Providers;

namespace Assay.Tests.Replay;

/// <summary>A source whose answers are lines of text, so that a test can read what it wrote: <c>coin symbol name seconds price [cap]</c>, or <c>list coin symbol name contract</c>.</summary>
internal sealed class TextSource(SourceId id) : IProvider
{
    public SourceInfo Info { get; } = new(id, id.Name, null, "None.", null);

    /// <summary>What another version of the parser makes of a price.</summary>
    public Func<string, double, double> Reading { get; set; } = (_, price) => price;

    public ParsedPage Parse(RawPayload payload)
    {
        var lines = Encoding.UTF8.GetString(payload.Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        return new ParsedPage
        {
            Quotes = [.. lines.Where(cells => cells[0] != "list").Select((cells, place) => Quote(cells, place, payload.FetchedAt))],
            Assets = [.. lines.Where(cells => cells[0] == "list").Select(cells => new ProviderAsset(cells[1], cells[2], cells[3], new Dictionary<string, string> { ["ethereum"] = cells[4] }))],
        };
    }

    private ProviderQuote Quote(string[] cells, int place, DateTimeOffset fetchedAt)
    {
        var observedAt = Storage.Make.Noon.AddSeconds(int.Parse(cells[3], CultureInfo.InvariantCulture));
        var price = Reading(cells[0], double.Parse(cells[4], CultureInfo.InvariantCulture));
        return new ProviderQuote
        {
            CoinId = cells[0],
            Symbol = cells[1],
            Name = cells[2],
            ObservedAt = observedAt,
            Figures = new MarketFigures { Price = price, MarketCap = cells.Length > 5 ? double.Parse(cells[5], CultureInfo.InvariantCulture) : null, Rank = place + 1 },
            Candle = place % 3 == 0 ? new ProviderCandle(CandleInterval.OneHour, Hour(observedAt), new Ohlc(price, price * 1.1, price * 0.9, place % 2 == 0 ? price : price * 2)) : null,
            Location = new RecordLocation("line ", place + 1, $" of {fetchedAt.ToIso()}"),
        };
    }

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, TimeSpan.Zero);
}
