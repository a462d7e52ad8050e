using Assay.Candles;
using Assay.Facts;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IMaintenance"/> must do. Old is two months old here, and the border is that of a month: what stores agree on that drop whole months.</summary>
public abstract class MaintenanceContract : StoreContract
{
    private static readonly DateTimeOffset Long = new(2025, 9, 10, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Border = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Old_quotes_with_their_corrections_and_old_candles_go_and_all_others_stay()
    {
        await Store.Market.CommitAsync(Make.Identities(Bitcoin, Ether), Cancellation);
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Long, 1), Make.Quote(Bitcoin, Noon, 2), Make.Quote(Ether, Long, 3)) with
        {
            Candles = [Make.Candle(Bitcoin, Long.Date, 20), Make.Candle(Bitcoin, Noon.Date, 21), Make.Candle(Bitcoin, Long, 22) with { Interval = CandleInterval.OneHour }],
        }, Cancellation);
        await Store.Market.CommitAsync(Make.Page(
            Make.Quote(Bitcoin, Long, 1.5, recordedAt: Noon), Make.Quote(Bitcoin, Noon, 2.5, recordedAt: Noon.AddHours(1))), Cancellation);

        var removed = await Store.Maintenance.RemoveAsync(Border, null, Cancellation);

        // The candles are six widths of either coin, two of them delivered.
        Assert.Equal((2, 1, 12), (removed[Table.Quotes], removed[Table.QuoteCorrections], removed[Table.Candles]));
        Assert.Equal([2.5], (await ReadAsync(Bitcoin)).Select(quote => quote.Price));
        Assert.Equal([2.0], (await Store.ReadCorrectionsAsync(Bitcoin)).Select(correction => correction.Price));
        var candles = await Store.ReadCandlesAsync(Bitcoin);
        Assert.Equal(6, candles.Count);
        Assert.All(candles, candle => Assert.True(candle.OpenedAt >= Border));
    }

    [Fact]
    public async Task The_latest_quote_of_an_asset_stays_though_its_history_went()
    {
        await Store.Market.CommitAsync(Make.Identities(Ether), Cancellation);
        var last = Make.Quote(Ether, Long, 3);
        await Store.Market.CommitAsync(Make.Page(last), Cancellation);

        await Store.Maintenance.RemoveAsync(Border, Border, Cancellation);

        Assert.Empty(await ReadAsync(Ether));
        Assert.Equal(last, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task Of_facts_old_histories_go_and_what_is_only_the_latest_stays()
    {
        Fact[] facts =
        [
            new GlobalMarket { Location = new("$"), ObservedAt = Long }, new GlobalMarket { Location = new("$"), ObservedAt = Noon },
            new Sentiment { Location = new("$"), CoinId = "bitcoin", ObservedAt = Long }, new Exchange { Location = new("$"), ExchangeId = "binance" },
        ];
        await CommitAsync(Make.Page() with { Rows = [.. facts.Select(fact => new TableRow(fact.Table, fact.ToRow(Gecko, Long)))] });

        var removed = await Store.Maintenance.RemoveAsync(Border, Border, Cancellation);

        Assert.Equal((1, 1), (removed[Table.GlobalMarket], removed[Table.Sentiment]));
        var global = await Store.Facts.ReadAsync(new FactQuery(Table.GlobalMarket, "observed_at"), Cancellation);
        Assert.Equal(Noon, Assert.Single(global.Items)[1]);
        Assert.Single((await Store.Facts.ReadAsync(new FactQuery(Table.Exchanges, "rank"), Cancellation)).Items);
    }

    [Fact]
    public async Task Without_a_time_nothing_goes()
    {
        await Store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Long, 1)), Cancellation);
        await KeepProcessedAsync(Long, [1]);

        var removed = await Store.Maintenance.RemoveAsync(null, null, Cancellation);

        Assert.Equal(0, removed.Values.Sum());
        Assert.Single(await ReadAsync(Bitcoin));
        Assert.Single(await ProcessedAsync());
    }

    [Fact]
    public async Task A_long_history_of_many_assets_goes_whole()
    {
        AssetId[] assets = [.. Enumerable.Range(0, 30).Select(number => new AssetId($"coin-{number}"))];
        await Store.Market.CommitAsync(Make.Identities(assets), Cancellation);
        await Store.Market.CommitAsync(Make.Page([.. Enumerable.Range(0, 12_001).Select(minute => Make.Quote(assets[7], Long.AddMinutes(minute), 1))]), Cancellation);
        await Store.Market.CommitAsync(Make.Page([.. assets.SelectMany(asset => new[] { Make.Quote(asset, Long.AddSeconds(1), 1), Make.Quote(asset, Noon, 2) })]), Cancellation);

        var removed = await Store.Maintenance.RemoveAsync(Border, null, Cancellation);

        Assert.Equal(12_001 + assets.Length, removed[Table.Quotes]);
        foreach (var asset in assets)
            Assert.Equal([2.0], (await ReadAsync(asset)).Select(quote => quote.Price));
    }

    [Fact]
    public async Task Old_payloads_go_with_what_the_books_say_of_them()
    {
        var old = await KeepProcessedAsync(Long, [1]);
        var young = await KeepProcessedAsync(Noon, [2]);

        var removed = await Store.Maintenance.RemoveAsync(null, Border, Cancellation);

        Assert.Equal((1, 1, 1), (removed[Table.RawPayloads], removed[Table.RawProcessed], removed[Table.RejectedRecords]));
        Assert.Equal([young], (await ProcessedAsync()).Select(kept => kept.Id));
        Assert.Equal([young], (await Store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items.Select(rejected => rejected.Payload!.Value));
        Assert.DoesNotContain(old, (await Store.Rows.ReadRowsAsync(Table.RawPayloads, null, Cancellation).ToListAsync(Cancellation)).Select(row => (long)row[0]!));
    }

    [Fact]
    public async Task A_payload_that_is_not_processed_yet_stays_however_old_it_is_and_keeps_a_body_that_it_shares()
    {
        await KeepProcessedAsync(Long, [7, 7]);
        var waiting = await KeepAsync(Long.AddDays(1), [7, 7]);

        await Store.Maintenance.RemoveAsync(null, Border, Cancellation);

        var kept = Assert.Single(await Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(waiting, kept.Id);
        Assert.Equal([7, 7], kept.Payload.Body.ToArray());
    }

    [Fact]
    public async Task What_is_kept_afterwards_gets_a_number_that_nobody_had()
    {
        var last = await KeepProcessedAsync(Long, [1]);
        await Store.Maintenance.RemoveAsync(null, Border, Cancellation);

        Assert.True(await KeepAsync(Noon, [2]) > last);
    }

    [Fact]
    public async Task Tidying_changes_nothing_that_can_be_read()
    {
        await Fill.AllTablesAsync(Store, 50, Cancellation);
        var before = await Store.Market.LatestAsync(Cancellation);

        await Store.Maintenance.TidyAsync(Cancellation);

        Assert.Equal(before, await Store.Market.LatestAsync(Cancellation));
        Assert.Equal(50, (await ReadAsync(Bitcoin)).Count);
    }

    [Fact]
    public async Task It_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Maintenance.RemoveAsync(Border, Border, cancelled.Token));
    }

    /// <summary>A payload that was processed and of which one record was turned away.</summary>
    protected async Task<long> KeepProcessedAsync(DateTimeOffset fetchedAt, byte[] body)
    {
        var id = await KeepAsync(fetchedAt, body);
        await Store.Market.CommitAsync(
            Make.Page() with { Payload = id, Rejections = [new Rejection("doge", RejectionReason.PriceMissing, "The record has no price.", "$[0]", "{}")] }, Cancellation);
        return id;
    }

    private async Task<long> KeepAsync(DateTimeOffset fetchedAt, byte[] body)
    {
        var run = Make.Run(0) with { Id = Guid.CreateVersion7(fetchedAt) };
        await Store.Runs.BeginAsync(run, Cancellation);
        await Store.Runs.FinishAsync(run.Id, RunStatus.Success, Noon, null, Cancellation);
        return await Store.Raw.KeepAsync(run.Id, Make.Payload(body) with { FetchedAt = fetchedAt }, Cancellation);
    }

    private async Task<List<HistoricQuote>> ReadAsync(AssetId asset) => await Store.History.ReadQuotesAsync(Gecko, asset, TimeRange.All, Cancellation).ToListAsync(Cancellation);

    private async Task<List<KeptPayload>> ProcessedAsync() => await Store.Raw.ReadProcessedAsync(null, TimeRange.All, Cancellation).ToListAsync(Cancellation);
}
