using Assay.Board;
using Assay.Facts;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.Tests.Ingestion;

/// <summary>Bitcoin, ethereum and a-b are known of CoinGecko, in this order of rank.</summary>
public sealed class RequestsTests : IAsyncLifetime
{
    private static readonly AssetId[] Coins = [new("bitcoin"), new("ethereum"), new("a-b")];

    private readonly MarketBoard _board = new();
    private readonly IdentityMap _identity = new();
    private StoreBundle _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteBundle.CreateAsync();
        var change = new IdentityChange { Assets = [.. Coins.Select(Make.Asset)], Links = [.. Coins.Select(coin => Make.Link(SourceId.CoinGecko, coin.Slug, coin))] };
        await _store.Market.CommitAsync(Make.Identities(change), Cancellation);
        _identity.Apply(change);
        _board.Apply(Coins.Select((coin, place) => Make.Quote(coin, Make.Noon, 1) with { Figures = new MarketFigures { Price = 1, Rank = place + 1 } }), _identity.Find);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Coins_of_which_nothing_is_known_are_described_first_then_the_oldest_and_the_newest_rest()
    {
        await DescribeAsync("bitcoin", Make.Noon.AddHours(-2));
        await DescribeAsync("a-b", Make.Noon.AddHours(-5));
        Assert.Equal(["ethereum", "a-b", "bitcoin"], await CoinsAsync(new IngestionOptions()));

        await DescribeAsync("bitcoin", Make.Noon.AddMinutes(-59));
        Assert.Equal(["ethereum", "a-b"], await CoinsAsync(new IngestionOptions()));
    }

    [Fact]
    public async Task Tracked_coins_are_described_whatever_their_rank() => Assert.Equal(
        ["a-b", "bitcoin"], await CoinsAsync(new IngestionOptions { TopCoins = 1, TrackedCoins = ["a-b"] }));

    [Fact]
    public async Task Feelings_are_asked_for_of_tracked_coins_and_pools_by_their_address()
    {
        var options = new IngestionOptions { TrackedCoins = ["bitcoin", "ethereum:0xA", "a-b"] };

        Assert.Equal(["bitcoin", "a-b"], (await RequestAsync(options, FetchTask.Sentiment)).Coins);
        Assert.Equal(["ethereum:0xA"], (await RequestAsync(options, FetchTask.Dex)).Coins);
        Assert.Empty((await RequestAsync(options, FetchTask.Global)).Coins);
    }

    private async Task<IEnumerable<string>> CoinsAsync(IngestionOptions options) =>
        (await RequestAsync(options with { Intervals = new Dictionary<string, TimeSpan> { [FetchTask.Metadata] = TimeSpan.FromHours(1) } }, FetchTask.Metadata)).Coins;

    private Task<FetchRequest> RequestAsync(IngestionOptions options, string task) =>
        new Requests(_identity, _board, _store.Facts, options, new ManualClock(Make.Noon)).OfRoundAsync(SourceId.CoinGecko, task, Cancellation);

    private Task<PageOutcome?> DescribeAsync(string coin, DateTimeOffset recordedAt)
    {
        var fact = new CoinMetadata { Location = new("$"), CoinId = coin };
        return _store.Market.CommitAsync(Make.Page() with { Rows = [new TableRow(fact.Table, fact.ToRow(SourceId.CoinGecko, recordedAt))] }, Cancellation);
    }
}
