using Assay.Candles;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IHistoryStore"/> must do.</summary>
public abstract class HistoryStoreContract : StoreContract
{
    [Fact]
    public async Task The_quotes_of_a_range_come_oldest_first_with_both_ends_included()
    {
        await StoreMinutesAsync(10);

        var quotes = await ReadAsync(Bitcoin, new TimeRange(Noon.AddMinutes(2), Noon.AddMinutes(6)));

        Assert.Equal([3, 4, 5, 6, 7], quotes.Select(quote => quote.Price));
        Assert.Equal(Noon.AddMinutes(2), quotes[0].ObservedAt);
    }

    [Fact]
    public async Task A_quote_is_found_counted_from_the_end_of_a_range()
    {
        await StoreMinutesAsync(10);
        var range = new TimeRange(Noon.AddMinutes(2), Noon.AddMinutes(6));

        Assert.Equal(Noon.AddMinutes(6), await Store.History.FindQuoteFromEndAsync(Gecko, Bitcoin, range, 1, Cancellation));
        Assert.Equal(Noon.AddMinutes(2), await Store.History.FindQuoteFromEndAsync(Gecko, Bitcoin, range, 5, Cancellation));
        Assert.Null(await Store.History.FindQuoteFromEndAsync(Gecko, Bitcoin, range, 6, Cancellation));
    }

    [Fact]
    public async Task A_long_history_comes_whole_and_in_order_though_it_is_read_in_pieces()
    {
        await StoreMinutesAsync(5001);

        Assert.Equal(Enumerable.Range(1, 5001).Select(price => (double)price), (await ReadAsync(Bitcoin, TimeRange.All)).Select(quote => quote.Price));
    }

    [Fact]
    public async Task The_candles_of_a_range_come_oldest_first_with_all_that_is_known_of_them()
    {
        await Store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        Candle[] days = [.. Enumerable.Range(0, 5).Select(day => Make.Candle(Bitcoin, Noon.AddDays(day), 20 + day, samples: day == 3 ? 7 : null))];
        await Store.Market.CommitAsync(Make.Page() with { Candles = days }, Cancellation);
        await Store.Market.CommitAsync(Make.Page() with { Candles = [days[2] with { Prices = new Ohlc(1, 4, 1, 3), RecordedAt = Noon.AddDays(9) }] }, Cancellation);
        var range = new TimeRange(Noon.AddDays(1), Noon.AddDays(3));

        var read = await Store.History.ReadCandlesAsync(Gecko, Bitcoin, CandleInterval.OneDay, range, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([days[1], days[2] with { Prices = new Ohlc(1, 4, 1, 3), RecordedAt = Noon.AddDays(9), Revision = 2 }, days[3]], read);
        Assert.Equal(Noon.AddDays(2), await Store.History.FindCandleFromEndAsync(Gecko, Bitcoin, CandleInterval.OneDay, range, 2, Cancellation));
        Assert.Null(await Store.History.FindCandleFromEndAsync(Gecko, Bitcoin, CandleInterval.OneDay, range, 4, Cancellation));
        Assert.Empty(await Store.History.ReadCandlesAsync(Gecko, Bitcoin, CandleInterval.OneHour, range, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task The_newest_prices_come_oldest_first_and_as_many_as_there_are()
    {
        await StoreMinutesAsync(5);

        Assert.Equal([3, 4, 5], await Store.History.ReadNewestPricesAsync(Gecko, Bitcoin, 3, Cancellation));
        Assert.Equal([1, 2, 3, 4, 5], await Store.History.ReadNewestPricesAsync(Gecko, Bitcoin, 10_000, Cancellation));
    }

    [Fact]
    public async Task Quotes_of_another_asset_or_source_are_not_told()
    {
        await StoreMinutesAsync(3);

        Assert.Empty(await Store.History.ReadNewestPricesAsync(Gecko, Ether, 3, Cancellation));
        Assert.Empty(await Store.History.ReadNewestPricesAsync(SourceId.CoinPaprika, Bitcoin, 3, Cancellation));
        Assert.Empty(await ReadAsync(new("nobody"), TimeRange.All));
    }

    [Fact]
    public async Task Times_before_1970_and_milliseconds_are_kept()
    {
        var early = new DateTimeOffset(1969, 7, 20, 20, 17, 40, 123, TimeSpan.Zero);
        await Store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, early, 1)), Cancellation);

        Assert.Equal(early, Assert.Single(await ReadAsync(Bitcoin, TimeRange.All)).ObservedAt);
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.History.ReadQuotesAsync(Gecko, Bitcoin, TimeRange.All, cancelled.Token).ToListAsync(Cancellation));
    }

    private ValueTask<List<HistoricQuote>> ReadAsync(AssetId asset, TimeRange range) =>
        Store.History.ReadQuotesAsync(Gecko, asset, range, Cancellation).ToListAsync(Cancellation);

    /// <summary>Prices 1, 2, 3 … a minute apart, of two assets so that neighbours could be mixed up.</summary>
    private async Task StoreMinutesAsync(int count)
    {
        await Store.Market.CommitAsync(Make.Identities(Bitcoin, Ether), Cancellation);
        await Store.Market.CommitAsync(
            Make.Page([.. Enumerable.Range(0, count).Select(minute => Make.Quote(Bitcoin, Noon.AddMinutes(minute), minute + 1))]), Cancellation);
        var other = Enumerable.Range(0, count).Select(minute => Make.Quote(Ether, Noon.AddMinutes(minute), -1, SourceId.Consensus));
        await Store.Market.CommitAsync(Make.Page([.. other]), Cancellation);
    }
}
