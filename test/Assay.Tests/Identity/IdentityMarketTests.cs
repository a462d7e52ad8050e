using System.Text.Json;
using Assay.Benchmarks;

namespace Assay.Tests.Identity;

/// <summary>A large market of which the truth is known: real names, renamed coins, coins of one name, contracts that are missing.</summary>
public sealed class IdentityMarketTests
{
    private static readonly SourceId[] Sources = [SourceId.CoinGecko, SourceId.CoinPaprika, SourceId.CoinMarketCap];

    [Theory]
    [InlineData(8_000, 1, 0, 1, 2)]
    [InlineData(4_000, 2, 1, 0, 2)]
    [InlineData(4_000, 3, 2, 1, 0)]
    public void Nothing_is_merged_wrongly_and_what_has_a_contract_is_found(int assets, int seed, params int[] order)
    {
        using var list = JsonDocument.Parse(Recordings.Read("coingecko/coins_list_2021-05-15.json"));
        var market = new IdentityMarket(
            [.. list.RootElement.EnumerateArray().Select(coin => (coin.GetProperty("id").GetString()!, coin.GetProperty("symbol").GetString()!, coin.GetProperty("name").GetString()!))],
            assets, seed);
        var run = new IdentityRun(market);

        run.Play([.. order.Select(source => Sources[source])]);
        run.RenameIds();
        var score = run.Score();

        Assert.Equal(0, score.Wrong);
        Assert.InRange(score.ProvableRecall, 0.99, 1);
        Assert.InRange(score.Recall, 0.75, 1); // not all can be known
    }
}
