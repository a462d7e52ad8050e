using Assay.Candles;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IMarketStore"/> must do with candles.</summary>
public abstract class CandleStoreContract : StoreContract
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_candle_that_was_not_recorded_later_does_not_replace_the_stored_one(int milliseconds)
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var stored = Make.Candle(Bitcoin, Noon, 20, 3, Noon.AddDays(1));
        await CommitAsync(Make.Page() with { Candles = [stored] });

        await CommitAsync(Make.Page() with { Candles = [Make.Candle(Bitcoin, Noon, 25, 4, stored.RecordedAt.AddMilliseconds(milliseconds))] });

        var kept = Assert.Single(await Store.ReadCandlesAsync(Bitcoin));
        Assert.Equal((20, 1, stored.RecordedAt), (kept.Close, kept.Revision, kept.RecordedAt));
    }

    [Fact]
    public async Task A_candle_that_differs_becomes_the_next_revision_and_an_identical_one_does_not()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var page = Make.Page();
        await CommitAsync(page with { Candles = [Make.Candle(Bitcoin, Noon, 20, 3, Noon)] });
        await CommitAsync(page with { Candles = [Make.Candle(Bitcoin, Noon, 20, 3, Noon.AddHours(1))] });
        Assert.Equal(new StoredCandle("1d", Noon, 10, 30, 5, 20, 1.5, 3, 1, Noon), Assert.Single(await Store.ReadCandlesAsync(Bitcoin)));

        await CommitAsync(page with { Candles = [Make.Candle(Bitcoin, Noon, 20, 4, Noon.AddHours(2))] });
        await CommitAsync(page with { Candles = [Make.Candle(Bitcoin, Noon, 21, null, Noon.AddHours(3))] });

        Assert.Equal(new StoredCandle("1d", Noon, 10, 30, 5, 21, 1.5, null, 3, Noon.AddHours(3)), Assert.Single(await Store.ReadCandlesAsync(Bitcoin)));
    }

    [Fact]
    public async Task Of_many_candles_only_the_one_that_differs_gets_a_new_revision()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        Candle[] candles = [.. Enumerable.Range(0, 37).Select(day => Make.Candle(Bitcoin, Noon.AddDays(day), 20))];
        await CommitAsync(Make.Page() with { Candles = candles });

        await CommitAsync(Make.Page() with { Candles = [.. candles.Select((candle, day) => day == 9 ? candle with { Prices = candle.Prices with { Close = 21 }, RecordedAt = Noon.AddDays(99) } : candle)] });

        var stored = await Store.ReadCandlesAsync(Bitcoin);
        Assert.Equal(37, stored.Count);
        Assert.Equal((Noon.AddDays(9), 21.0, 2), Assert.Single(stored.Select(candle => (candle.OpenedAt, candle.Close, candle.Revision)), candle => candle.Revision > 1));
    }
}
