using Assay.Board;
using Assay.Candles;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Ingestion;

/// <summary>The pipeline over a real database, with a source that says what the test wants.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = Make.Noon;
    private static readonly Dictionary<string, string> Contracts = [];

    private readonly IdentityMap _identity = new();
    private readonly MarketBoard _board = new();
    private readonly ScriptedSource _source = new();
    private readonly Guid _run = Guid.CreateVersion7(Noon);
    private StoreBundle _store = null!;
    private Pipeline _pipeline = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteBundle.CreateAsync();
        _pipeline = NewPipeline(_identity, _board);
        await _store.Runs.BeginAsync(Make.Run(0) with { Id = _run }, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _pipeline.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_page_reaches_the_store_the_board_and_the_books()
    {
        var result = await IngestAsync(Quote("bitcoin", 100), Quote("ethereum", 5));

        Assert.Equal((2, 0), (result.Stored, result.Rejected));
        Assert.Equal(100, _board.Find(SourceId.CoinGecko, new("bitcoin"))!.Quote.Figures.Price);
        Assert.Equal(100, (await _store.History.ReadQuotesAsync(SourceId.CoinGecko, new("bitcoin"), TimeRange.All, Cancellation).ToListAsync(Cancellation)).Single().Price);
        Assert.Equal(2, (await _store.Runs.FindAsync(_run, Cancellation))!.RecordsProcessed);
        Assert.Equal([new TimeRange(Noon, Noon)], await _store.Coverage.ReadCoverageAsync(SourceId.CoinGecko, FetchTask.Prices, "bitcoin", Cancellation));
        Assert.Empty(await _store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task The_consensus_is_stored_and_shown_after_the_page()
    {
        await IngestAsync(Quote("bitcoin", 100));

        Assert.Equal(100, _board.Find(SourceId.Consensus, new("bitcoin"))!.Quote.Figures.Price);
        Assert.Equal([100.0], await _store.History.ReadNewestPricesAsync(SourceId.Consensus, new("bitcoin"), 10, Cancellation));
    }

    [Fact]
    public async Task The_same_answer_fetched_twice_is_stored_once()
    {
        await IngestAsync(Quote("bitcoin", 100));
        var again = await IngestAsync(Noon.AddMinutes(1), Quote("bitcoin", 100));

        Assert.Equal((0, 1), (again.Stored, again.Unchanged));
        Assert.Single(await _store.History.ReadQuotesAsync(SourceId.CoinGecko, new("bitcoin"), TimeRange.All, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([new TimeRange(Noon, Noon.AddMinutes(1))], await _store.Coverage.ReadCoverageAsync(SourceId.CoinGecko, FetchTask.Prices, "bitcoin", Cancellation));
    }

    [Fact]
    public async Task Of_two_records_of_one_time_the_last_wins()
    {
        var result = await IngestAsync(Quote("bitcoin", 100), Quote("bitcoin", 101));

        Assert.Equal((1, 1), (result.Stored, result.Duplicates));
        Assert.Equal([101.0], await _store.History.ReadNewestPricesAsync(SourceId.CoinGecko, new("bitcoin"), 10, Cancellation));
    }

    [Theory]
    [InlineData(0.0, RejectionReason.PriceInvalid)]
    [InlineData(-1.0, RejectionReason.PriceInvalid)]
    [InlineData(double.NaN, RejectionReason.PriceInvalid)]
    [InlineData(double.PositiveInfinity, RejectionReason.PriceInvalid)]
    [InlineData(null, RejectionReason.PriceMissing)]
    public async Task A_bad_price_is_rejected_with_its_reason_and_the_good_one_beside_it_stays(double? price, string reason)
    {
        var result = await IngestAsync(Quote("bad", price), Quote("good", 1));

        Assert.Equal((1, 1), (result.Stored, result.Rejected));
        var rejected = (await _store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items.Single();
        Assert.Equal(("bad", reason), (rejected.CoinId, rejected.Reason));
        Assert.Null(_board.Find(SourceId.CoinGecko, new("bad")));
    }

    [Theory]
    [InlineData(null, RejectionReason.TimeMissing)]
    [InlineData("2025-12-27T12:10:01Z", RejectionReason.TimeInvalid)] // more than ten minutes ahead
    [InlineData("1970-01-01T00:00:00Z", RejectionReason.TimeInvalid)]
    public async Task A_bad_time_is_rejected_with_its_reason(string? time, string reason)
    {
        DateTimeOffset? observedAt = time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        await IngestAsync(Quote("bad", 1) with { ObservedAt = observedAt });

        Assert.Equal(reason, (await _store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items.Single().Reason);
    }

    [Fact]
    public async Task A_candle_that_contradicts_itself_is_rejected_and_its_close_is_kept()
    {
        var good = Quote("good", 2) with { Candle = new(CandleInterval.OneDay, Noon.Date, new Ohlc(1, 3, 1, 2)) };
        var bad = Quote("bad", 2) with { Candle = new(CandleInterval.OneDay, Noon.Date, new Ohlc(1, 1.5, 1, 2)) };

        var result = await IngestAsync(good, bad);

        Assert.Equal((2, 1), (result.Stored, result.Rejected));
        Assert.Single(await _store.ReadCandlesAsync(new("good")), candle => candle.Method == "native");
        Assert.DoesNotContain(await _store.ReadCandlesAsync(new("bad")), candle => candle.Method == "native");
        Assert.Equal(RejectionReason.CandleInconsistent, (await _store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items.Single().Reason);
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(257, 0)]
    public async Task What_is_too_long_for_a_name_is_rejected_and_cut(int length, int stored)
    {
        var name = new string('n', length);
        foreach (var quote in (ProviderQuote[])[Quote(name, 1), Quote("b", 1) with { Symbol = name }, Quote("c", 1) with { Name = name }])
            Assert.Equal((stored, 1 - stored), await CountAsync(new ParsedPage { Quotes = [quote] }, result => result.Stored));
        foreach (var asset in (ProviderAsset[])[new(name, "a", "a", Contracts), new("b", name, "b", Contracts), new("c", "c", name, Contracts)])
            Assert.Equal((stored, 1 - stored), await CountAsync(new ParsedPage { Assets = [asset] }, result => result.Listed));

        var rejected = (await _store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items;
        Assert.Equal(6 * (1 - stored), rejected.Count);
        Assert.All(rejected, record => Assert.Equal(RejectionReason.Malformed, record.Reason));
        Assert.All(rejected, record => Assert.InRange(record.CoinId!.Length, 1, 256));
    }

    [Fact]
    public void A_rejection_keeps_its_excerpt_within_bounds()
    {
        var rejection = new Rejection(new string('i', 300), RejectionReason.Malformed, new string('d', 600), "$[0]", new string('x', 499) + "\U0001F600");

        Assert.Equal((256, 500, 499), (rejection.CoinId!.Length, rejection.Detail.Length, rejection.Excerpt.Length)); // not half a character
    }

    [Fact]
    public async Task An_answer_that_reports_an_error_is_kept_and_stores_nothing()
    {
        _source.Next = ParsedPage.Failed("Too many requests.");

        var result = await _pipeline.IngestAsync(_run, _source, Payload(Noon), Cancellation);

        Assert.Equal("Too many requests.", result.Error);
        Assert.Equal(0, result.Processed);
        Assert.Empty(await _store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_dead_process_kept_is_processed_by_the_next()
    {
        await _store.Raw.KeepAsync(_run, Payload(Noon), Cancellation);
        await _store.Runs.InterruptAbandonedAsync(_ => false, Noon, Cancellation);
        _source.Next = new ParsedPage { Quotes = [Quote("bitcoin", 100)] };

        Assert.Equal(1, await _pipeline.RecoverAsync(new ProviderRegistry([_source]), Cancellation));
        Assert.Equal(0, await _pipeline.RecoverAsync(new ProviderRegistry([_source]), Cancellation));

        Assert.Equal([100.0], await _store.History.ReadNewestPricesAsync(SourceId.CoinGecko, new("bitcoin"), 10, Cancellation));
    }

    /// <summary>As after an update of the program that reads better.</summary>
    [Fact]
    public async Task A_rejected_record_that_can_be_read_now_is_stored_and_no_longer_on_the_books()
    {
        await IngestAsync(Quote("bitcoin", 100), Quote("ethereum", null), Quote("dogecoin", 0));
        var payload = RejectedRecord.PayloadOf((await _store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items[0].Id);
        _source.Next = new ParsedPage { Quotes = [Quote("bitcoin", 100), Quote("ethereum", 5), Quote("dogecoin", 0)] };

        var result = await _pipeline.ProcessAsync((await _store.Raw.FindAsync(payload, Cancellation))!, _source, Cancellation);

        Assert.Equal((1, 1, 1), (result.Stored, result.Unchanged, result.Rejected));
        Assert.Equal("dogecoin", Assert.Single(await _store.Runs.ReadRejectedOfAsync(payload, Cancellation)).CoinId);
        Assert.Equal((1, 2), await _store.Runs.FindAsync(_run, Cancellation) is { } run ? (run.RecordsProcessed, run.RecordsRejected) : default); // counted once
    }

    [Fact]
    public async Task A_history_covers_what_was_asked_and_rounds_beside_it_cover_themselves()
    {
        var span = new TimeRange(Noon.AddDays(-2), Noon.AddDays(-1));
        _source.Next = new ParsedPage { Covered = new CoveredSpan("bitcoin", span) };

        await _pipeline.IngestAsync(_run, _source, Payload(Noon) with { Task = FetchTask.History }, Cancellation);

        Assert.Equal([span], await _store.Coverage.ReadCoverageAsync(SourceId.CoinGecko, FetchTask.History, "bitcoin", Cancellation));
        Assert.Empty(await _store.Coverage.ReadCoverageAsync(SourceId.CoinGecko, FetchTask.Prices, "bitcoin", Cancellation));
    }

    [Fact]
    public async Task The_state_in_memory_is_the_same_after_a_restart()
    {
        await IngestAsync(Quote("matic-polygon", 3) with { Symbol = "MATIC", Name = "Polygon" });
        await IngestAsync(Noon.AddMinutes(1), Quote("bitcoin", 100), Quote("ethereum", 5));

        var identity = new IdentityMap();
        await identity.LoadAsync(_store.Assets, Cancellation);
        var board = new MarketBoard();
        board.Apply(await _store.Market.ReadLatestAsync(Cancellation).ToListAsync(Cancellation), identity.Find);

        Assert.Equal(Rows(_board), Rows(board));
        Assert.Equal(_identity.Count, identity.Count);
    }

    [Fact]
    public async Task A_rename_reaches_store_board_and_history()
    {
        var paprika = new ScriptedSource(SourceId.CoinPaprika) { Next = new ParsedPage { Quotes = [Quote("matic-polygon", 3) with { Symbol = "MATIC", Name = "Polygon" }] } };
        await _pipeline.IngestAsync(_run, paprika, Payload(Noon) with { Source = SourceId.CoinPaprika }, Cancellation);

        await IngestAsync(Noon.AddSeconds(5), Quote("matic-network", 3.03) with { Symbol = "matic", Name = "Polygon" });

        Assert.Equal(["coingecko", "coinpaprika", "consensus"], _board.Of(new("matic-network")).Select(row => row.Quote.Source.Name).Order());
        Assert.Single(await _store.History.ReadNewestPricesAsync(SourceId.CoinPaprika, new("matic-network"), 10, Cancellation));
        Assert.Equal(3.015, _board.Find(SourceId.Consensus, new("matic-network"))!.Quote.Figures.Price!.Value, 1e-9);
    }

    private static IEnumerable<string> Rows(MarketBoard board) =>
        board.Read(new BoardQuery(null, null, null, BoardSort.ByRank), 1, 1000).Rows.Select(row => System.Text.Encoding.UTF8.GetString(row.Json.Span));

    private Pipeline NewPipeline(IdentityMap identity, MarketBoard board) =>
        new(_store.Raw, _store.Market, _store.Assets, identity, board, new IngestionOptions(), NullLogger<Pipeline>.Instance);

    private Task<PageResult> IngestAsync(params ProviderQuote[] quotes) => IngestAsync(Noon, quotes);

    private Task<PageResult> IngestAsync(DateTimeOffset fetchedAt, params ProviderQuote[] quotes)
    {
        _source.Next = new ParsedPage { Quotes = quotes };
        return _pipeline.IngestAsync(_run, _source, Payload(fetchedAt), Cancellation);
    }

    private async Task<(long Good, long Rejected)> CountAsync(ParsedPage page, Func<PageResult, long> good)
    {
        _source.Next = page;
        var result = await _pipeline.IngestAsync(_run, _source, Payload(Noon), Cancellation);
        return (good(result), result.Rejected);
    }

    private static RawPayload Payload(DateTimeOffset fetchedAt) => Make.Payload("[]"u8.ToArray()) with { FetchedAt = fetchedAt };

    private static ProviderQuote Quote(string coin, double? price) => new()
    {
        CoinId = coin,
        Symbol = coin,
        Name = coin,
        ObservedAt = Noon.AddSeconds(-10),
        Figures = new MarketFigures { Price = price },
        Location = new("$[", 0, "]"),
    };

    private sealed class ScriptedSource(SourceId? id = null) : IProvider
    {
        public SourceInfo Info { get; } = new(id ?? SourceId.CoinGecko, "Scripted", null, "None.", null);

        public ParsedPage Next { get; set; } = new();

        public ParsedPage Parse(RawPayload payload) => Next;
    }
}
