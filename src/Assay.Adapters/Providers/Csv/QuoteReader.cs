using System.Text;
using Assay.Providers;

namespace Assay.Adapters.Providers.Csv;

/// <summary>Why a row is no quote.</summary>
internal readonly record struct Refusal(string? CoinId, string Reason, string Detail);

/// <summary>Reads one row as a quote, and as a candle where it is one.</summary>
internal sealed class QuoteReader(CsvHeader header, PartUrl url, DateTimeOffset fetchedAt)
{
    private readonly CoinReader _coins = new(header, url.FileName);
    private readonly int _dollarVolume = header.DollarVolume;
    private readonly bool _isOhlc = header.IsOhlc;
    private readonly long _fetchedAt = fetchedAt.ToUnixTimeMilliseconds();
    private readonly FileTraits _traits = url.Traits;

    public (ProviderQuote? Quote, Refusal Refusal) Read(scoped in CsvRow row, RecordLocation location)
    {
        if (row.Count != header.Columns.Count)
            return (null, new Refusal(null, RejectionReason.Malformed, $"It has {row.Count} cells, the header {header.Columns.Count}."));

        var coin = _coins.Read(row);
        if (coin.Id.Length == 0)
            return (null, new Refusal(null, RejectionReason.Malformed, "It names no coin: neither id nor name nor symbol."));
        if (!TryReadTime(row, out var time))
            return (null, NoTime(row, coin));
        if (!NumberCell.TryParse(row[header[Field.Price]], out var price))
            return (null, new Refusal(coin.Id, RejectionReason.PriceInvalid, $"The price '{Shown(row, Field.Price)}' is not a number."));

        if (!IsInDollars(row))
            return (null, new Refusal(coin.Id, RejectionReason.PriceInvalid, $"The price is in '{Shown(row, Field.Currency)}'; only USD is stored."));

        return (new ProviderQuote
        {
            CoinId = coin.Id,
            Symbol = coin.Symbol,
            Name = coin.Name,
            ObservedAt = DateTimeOffset.FromUnixTimeMilliseconds(KnownAt(time, out var opened)),
            Figures = FiguresOf(row, price),
            Candle = CandleOf(row, price, opened),
            Location = location,
        }, default);
    }

    private bool IsInDollars(scoped in CsvRow row)
    {
        var currency = row[header[Field.Currency]];
        return NumberCell.IsMissing(currency) || Ascii.EqualsIgnoreCase(currency, "USD"u8);
    }

    private bool TryReadTime(scoped in CsvRow row, out long time)
    {
        time = _traits.Modified?.ToUnixTimeMilliseconds() ?? 0;
        if (!header.Has(Field.Time))
            return _traits.Modified is not null;
        if (!TimeCell.TryParse(row[header[Field.Time]], _traits.MonthFirst, out var moment))
            return false;
        time = moment.Milliseconds;
        return true;
    }

    private Refusal NoTime(scoped in CsvRow row, Coin coin) => NumberCell.IsMissing(row[header[Field.Time]])
        ? new Refusal(coin.Id, RejectionReason.TimeMissing, "It has no time.")
        : new Refusal(coin.Id, RejectionReason.TimeInvalid, $"'{Shown(row, Field.Time)}' is not a time.");

    /// <summary>
    /// When the row's price was known. A row stamped at the opening of its interval tells how it closed, so it was known at the end,
    /// or, if the interval was still under way, when the file was read. A row stamped at the close, or at neither, says it itself.
    /// </summary>
    private long KnownAt(long time, out long? opened)
    {
        opened = null;
        if (_traits.Interval is not { } interval)
            return time;

        var width = (long)interval.Width.TotalMilliseconds;
        var intoInterval = time % width;
        if (intoInterval > 0 && intoInterval < width - Math.Min(60_000, width / 10))
            return time;

        opened = time - intoInterval;
        if (intoInterval > 0)
            return time;
        var closed = time + width - 1;
        return closed > _fetchedAt && time <= _fetchedAt ? _fetchedAt : closed;
    }

    private MarketFigures FiguresOf(scoped in CsvRow row, double? price) => new()
    {
        Price = price,
        // Kaggle writes 0.0 where the market cap was not known; no coin with a price is worth nothing.
        MarketCap = Number(row, Field.MarketCap) is { } marketCap and not 0 ? marketCap : null,
        Volume24h = Number(row, _dollarVolume),
        PriceChange24h = Number(row, Field.PriceChange24h),
        PriceChange7d = Number(row, Field.PriceChange7d),
        High24h = Number(row, Field.High24h),
        Low24h = Number(row, Field.Low24h),
        CirculatingSupply = Number(row, Field.CirculatingSupply),
        TotalSupply = Number(row, Field.TotalSupply),
        MaxSupply = Number(row, Field.MaxSupply),
        Rank = Number(row, Field.Rank) is { } rank and >= 1 and <= int.MaxValue && rank == Math.Floor(rank) ? (int)rank : null,
    };

    private ProviderCandle? CandleOf(scoped in CsvRow row, double? price, long? opened)
    {
        if (!_isOhlc || opened is not { } start || _traits.Interval is not { } interval)
            return null;
        if (price is not { } close || Number(row, Field.Open) is not { } open)
            return null;
        if (Number(row, Field.High) is not { } high || Number(row, Field.Low) is not { } low)
            return null;

        var prices = new Ohlc(open, high, low, close, Number(row, Field.Volume));
        return new ProviderCandle(interval, DateTimeOffset.FromUnixTimeMilliseconds(start), prices);
    }

    private double? Number(scoped in CsvRow row, Field field) => Number(row, header[field]);

    /// <summary>A figure beside the price. What cannot be read is not known; the price is not lost because of it.</summary>
    private static double? Number(scoped in CsvRow row, int column) =>
        column >= 0 && NumberCell.TryParse(row[column], out var value) ? value : null;

    private string Shown(scoped in CsvRow row, Field field)
    {
        const int Most = 60;
        var cell = row[header[field]];
        return Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, Most)]);
    }
}
