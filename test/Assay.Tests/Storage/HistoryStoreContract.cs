using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IHistoryStore"/> must do.</summary>
public abstract class HistoryStoreContract : StoreContract
{
    [Fact]
    public async Task The_newest_quotes_of_a_range_come_oldest_first_with_both_ends_included()
    {
        await StoreMinutesAsync(10);

        var quotes = await Store.History.ReadQuotesAsync(Gecko, Bitcoin, new TimeRange(Noon.AddMinutes(2), Noon.AddMinutes(6)), 3, Cancellation);
        var all = await Store.History.ReadQuotesAsync(Gecko, Bitcoin, new TimeRange(Noon.AddMinutes(2), Noon.AddMinutes(6)), 100, Cancellation);

        Assert.Equal([5, 6, 7], quotes.Select(quote => quote.Price));
        Assert.Equal([3, 4, 5, 6, 7], all.Select(quote => quote.Price));
        Assert.Equal(Noon.AddMinutes(2), all[0].ObservedAt);
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
        Assert.Empty(await Store.History.ReadQuotesAsync(Gecko, new("nobody"), TimeRange.All, 3, Cancellation));
    }

    [Fact]
    public async Task Times_before_1970_and_milliseconds_are_kept()
    {
        var early = new DateTimeOffset(1969, 7, 20, 20, 17, 40, 123, TimeSpan.Zero);
        await Store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, early, 1)), Cancellation);

        Assert.Equal(early, Assert.Single(await Store.History.ReadQuotesAsync(Gecko, Bitcoin, TimeRange.All, 1, Cancellation)).ObservedAt);
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.History.ReadQuotesAsync(Gecko, Bitcoin, TimeRange.All, 1, cancelled.Token));
    }

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
