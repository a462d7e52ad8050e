using Assay.Consensus;
using Assay.Tests.Consensus;

namespace Assay.Benchmarks;

/// <summary>How the consensus gets through abnormal days, after the model of index providers; and what deciding costs.</summary>
internal static class ScorecardScenario
{
    private const int Seeds = 20;
    private const int Assets = 20_000;

    private static readonly SourceId[] Sources = [SourceId.CoinGecko, SourceId.CoinPaprika, SourceId.CoinMarketCap, SourceId.Binance];

    public static Task<int> RunAsync()
    {
        Measure.Tell($"scorecard   {"four hours, abnormal for ninety minutes; the worst of 20 seeds",-64} error %   wrong min   no price min   wrong flag min");
        foreach (var scenario in Abnormal.All)
        {
            var scores = Enumerable.Range(1, Seeds).Select(seed => Score.Of(scenario, seed)).ToList();
            Measure.Tell($"scorecard   {scenario.Name,-64} {scores.Max(score => score.Error),7:N2} {scores.Max(score => score.Wrong),11:N1} {scores.Max(score => score.Unavailable),14:N1} {scores.Max(score => score.WrongFlag),16:N1}");
        }

        Decide(); // warms up
        Measure.Tell($"consensus   20,000 assets × 4 sources decided in {1000 * Measure.Median(Enumerable.Range(0, Measure.Rounds).Select(_ => Decide())):N0} ms");
        return Task.FromResult(0);
    }

    private static double Decide()
    {
        var random = new Random(7);
        var now = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        var market = Enumerable.Range(0, Assets).Select(asset => Sources.Select(source => QuoteOf(asset, source, now, random)).ToArray()).ToArray();
        var before = market.Select(quotes => ConsensusEngine.Decide(quotes, null, _ => 0)!.Decision).ToArray();
        var next = market.Select(quotes => quotes.Select(quote => quote with { ObservedAt = now.AddMinutes(1), RecordedAt = now.AddMinutes(1) }).ToArray()).ToArray();
        return Measure.Seconds(() =>
        {
            for (var asset = 0; asset < Assets; asset++)
                before[asset] = ConsensusEngine.Decide(next[asset], before[asset], _ => 0)!.Decision;
        });
    }

    private static Quote QuoteOf(int asset, SourceId source, DateTimeOffset now, Random random)
    {
        var price = 100 * (1 + (random.NextDouble() * 0.02));
        return new()
        {
            Source = source,
            Asset = new($"coin-{asset}"),
            CoinId = $"coin-{asset}",
            ObservedAt = now.AddSeconds(-random.Next(300)),
            RecordedAt = now,
            Figures = new MarketFigures { Price = price, MarketCap = 1e6, Volume24h = 1e5, High24h = price * 1.1, Low24h = price * 0.9, PriceChange24h = 3, Rank = asset },
        };
    }
}
