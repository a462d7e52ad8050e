using Assay.Storage;

namespace Assay.Tests.Replay;

/// <summary>A coin is what it was when its answer was fetched: assets that were merged and operators' words come out of a replay as they went in.</summary>
public sealed class IdentityReplayTests : IAsyncLifetime
{
    private static readonly AssetId Bitcoin = new("bitcoin");

    private ReplayWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await ReplayWorld.CreateAsync();
        await _world.AnswerAsync(_world.Paprika, 1, "p-usdc USDC USDCoin 0 1.001 1000", "p-btc BTC Bitcoin 0 101 5000");
        await _world.AnswerAsync(_world.Gecko, 2, "list usd-coin usdc USDC 0xa");
        await _world.AnswerAsync(_world.Gecko, 3, "usd-coin usdc USDC 0 1 1000", "bitcoin btc Bitcoin 0 100 5000");
        await _world.AnswerAsync(_world.Paprika, 61, "p-usdc USDC USDCoin 60 1.002 1000", "p-btc BTC Bitcoin 60 102 5000");
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task History_stays_where_it_was_recorded_and_what_comes_later_goes_to_the_other()
    {
        await MergeAsync();

        Assert.Equal([1.001, 1.002], await PricesAsync("usdcoin"));
        Assert.Equal([1.003], await PricesAsync("usd-coin"));
        Assert.Empty(_world.Board.Of(new("usdcoin")));
        Assert.Equal(1.003, _world.Board.Find(SourceId.CoinPaprika, new("usd-coin"))!.Quote.Figures.Price);
        await _world.RestartAsync();
        Assert.Empty(_world.Board.Of(new("usdcoin")));
    }

    [Fact]
    public async Task An_operators_word_takes_a_coin_out_of_the_consensus_and_puts_it_back()
    {
        await _world.MapAsync(70, "p-btc", null);
        Assert.Null(_world.Board.Find(SourceId.CoinPaprika, Bitcoin));
        await _world.AnswerAsync(_world.Gecko, 80, "bitcoin btc Bitcoin 79 100 5000");
        Assert.Equal(100, _world.Board.Find(SourceId.Consensus, Bitcoin)!.Quote.Figures.Price);

        await _world.MapAsync(90, "p-btc", "bitcoin");
        await _world.AnswerAsync(_world.Paprika, 100, "p-btc BTC Bitcoin 99 100.5 5000");

        Assert.Equal(100.25, _world.Board.Find(SourceId.Consensus, Bitcoin)!.Quote.Figures.Price);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replay_comes_to_the_same(bool withIdentities)
    {
        await MergeAsync();
        await _world.MapAsync(130, "p-btc", null);
        await _world.AnswerAsync(_world.Gecko, 140, "bitcoin btc Bitcoin 139 100 5000");
        await _world.AnswerAsync(_world.Paprika, 150, "p-btc BTC Bitcoin 149 103 5000");
        await _world.MapAsync(160, "p-btc", "bitcoin");
        await _world.AnswerAsync(_world.Gecko, 170, "bitcoin btc Bitcoin 169 100 5000");
        await _world.AnswerAsync(_world.Paprika, 180, "p-btc BTC Bitcoin 179 102 5000");
        await _world.AnswerAsync(_world.Paprika, 100, "p-usdc USDC USDCoin 99 1.009 1000"); // it was kept, and is processed late
        var before = await _world.ReadAsync();
        Assert.Equal(0, (await _world.CompareAsync()).Changes);

        await _world.EmptyAsync([.. ReplayWorld.Rebuilt.Where(table => before[table.Name].Count > 0 && (withIdentities || !IsIdentity(table)))]);
        await _world.ReplayAsync();

        foreach (var (table, rows) in await _world.ReadAsync())
            Assert.Equal(before[table], rows);
    }

    private async Task MergeAsync()
    {
        await _world.AnswerAsync(_world.Paprika, 110, "list p-usdc USDC USDCoin 0xA");
        await _world.AnswerAsync(_world.Paprika, 121, "p-usdc USDC USDCoin 120 1.003 1000");
    }

    private Task<IReadOnlyList<double>> PricesAsync(string asset) =>
        _world.Store.History.ReadNewestPricesAsync(SourceId.CoinPaprika, new(asset), 10, Cancellation);

    private static bool IsIdentity(Table table) => table == Table.Assets || table == Table.AssetContracts || table == Table.AssetLinks;
}
